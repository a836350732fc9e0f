import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { Clock, MINUTE_MS } from '../../shared/clock.js';
import { newId } from '../../shared/ids.js';
import { dueTime } from './domain/due-time.js';
import { planTimes, type Plan } from './domain/misfire.js';
import { timetableOf } from './schedule-timetable.js';
import { PlanningStore, type DueSchedule, type NewRun } from './planning.store.js';

/** How far ahead runs are written, so that each can start on its second. */
export const LOOK_AHEAD_SECONDS = 2;
const BATCH = 500;
/** Of one transaction, which holds its schedules until it ends: about a third of a second. */
const ROWS_AT_MOST = 5000;
/** What could not be planned is not looked at so long. */
const PUT_OFF_MS = MINUTE_MS;

/** Turns times that have come into rows of runs. Nothing has been started by then. */
@Injectable()
export class PlanningService {
  /** Schedules that could not be planned here, and when they are tried again. */
  readonly #putOff = new Map<string, number>();

  constructor(
    private readonly config: Config,
    private readonly store: PlanningStore,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * What every waker calls. Rows of runs and the schedules' next times commit together, and a run is unique by
   * schedule and time: two workers, a retry or a crash at any line plan a time once. It is one bounded transaction,
   * so that what it has planned starts before the rest is planned.
   * @returns whether there may be more
   */
  async claimDue(): Promise<boolean> {
    if (!this.#tellsTheTime) return false;
    const now = this.clock.now().getTime();
    for (const [id, until] of this.#putOff) if (until <= now) this.#putOff.delete(id);
    return this.store.claim((tx) => this.#claimBatch(tx));
  }

  /** When the next run is due that has a row already; `at` null when there is none. */
  async nextDue(): Promise<{ now: Date; at: Date | null } | undefined> {
    return this.store.nextDue(LOOK_AHEAD_SECONDS);
  }

  /** Plans what has come of a schedule, in the transaction that gives it other times: nobody would know of it then. */
  async planBefore(
    tx: Tx,
    schedule: Omit<DueSchedule, 'nextRunAt' | 'now'> & { nextRunAt: Date | null },
    now: Date,
  ): Promise<void> {
    const { nextRunAt } = schedule;
    if (!this.#tellsTheTime || nextRunAt === null || nextRunAt > now) return;
    const runs = this.#runsOf({ ...schedule, nextRunAt, now }, now)?.runs;
    await this.store.insertRuns(tx, runs ?? []);
  }

  /** Else EventBridge Scheduler does. */
  get #tellsTheTime(): boolean {
    return this.config.get('SCHEDULER_ENGINE') === 'bullmq';
  }

  async #claimBatch(tx: Tx): Promise<boolean> {
    const due = await this.store.due(tx, BATCH, LOOK_AHEAD_SECONDS, [...this.#putOff.keys()]);
    if (due.length === 0) return false;
    const runs: NewRun[] = [];
    const planned: { id: string; next: Date | undefined }[] = [];
    let looked = 0;
    for (const schedule of due) {
      if (runs.length >= ROWS_AT_MOST) break;
      looked += 1;
      const plan = this.#runsOf(schedule, new Date(schedule.now.getTime() + LOOK_AHEAD_SECONDS * 1000));
      if (plan === undefined) continue;
      runs.push(...plan.runs);
      planned.push({ id: schedule.id, next: plan.next });
    }
    await this.store.insertRuns(tx, runs);
    await this.store.advance(tx, planned);
    return looked < due.length || due.length === BATCH;
  }

  /**
   * Undefined for what cannot be planned here (a zone that this Node does not know, an expression of a newer version
   * during a deploy). Its row stays as it is: another worker may know better, and the others' times go on.
   */
  #runsOf(schedule: DueSchedule, horizon: Date): { runs: NewRun[]; next: Date | undefined } | undefined {
    try {
      const { times, next } = planOf(schedule, horizon);
      return { runs: times.map((planned) => newRun(schedule, planned)), next };
    } catch (error) {
      this.#putOff.set(schedule.id, this.clock.now().getTime() + PUT_OFF_MS);
      const { id: scheduleId, tenantId, expression, timezone } = schedule;
      this.logger.error('A schedule could not be planned: it is tried again in a minute', {
        ...{ scheduleId, tenantId, expression, timezone },
        error: String(error),
      });
      return undefined;
    }
  }
}

function planOf(schedule: DueSchedule, horizon: Date): Plan {
  const { now, nextRunAt, misfirePolicy, misfireLimit, catchUpWindowSeconds } = schedule;
  const rules = { policy: misfirePolicy, limit: misfireLimit, catchUpWindowSeconds };
  return planTimes(timetableOf(schedule), nextRunAt, now, horizon, rules);
}

function newRun(schedule: DueSchedule, planned: NewRun['planned']): NewRun {
  const id = newId('run');
  return { id, schedule, planned, dueAt: dueTime(schedule.id, planned.at, schedule), correlationId: id };
}
