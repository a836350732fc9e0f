import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { conflict, invalid, notFound } from '../../shared/app-error.js';
import { DAY_MS } from '../../shared/clock.js';
import { newId } from '../../shared/ids.js';
import { RunRequests } from './run-requests.js';
import { MAX_BACKFILL, type Backfill, type BackfillAnswer } from './runs.schemas.js';
import { RunStore } from './runs.store.js';
import { occurrences } from './domain/timetable.js';
import { timetableOf } from './schedule-timetable.js';
import { ScheduleStore, type ScheduleRow } from './schedules.store.js';

/** Runs beside the times of a schedule. */
@Injectable()
export class RunsService {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly schedules: ScheduleStore,
    private readonly store: RunStore,
    private readonly requests: RunRequests,
  ) {}

  /** Starts it once, now, also when it is off or paused; it waits for a run that is under way, unless they may overlap. */
  async runNow(caller: Caller, scheduleId: string): Promise<{ runId: string; status: 'queued' }> {
    await this.#checkStartable(caller.tenantId, scheduleId);
    return this.database.withTenant(caller.tenantId, async (tx) => {
      const schedule = await this.#forUpdate(tx, caller.tenantId, scheduleId);
      const id = newId('run');
      const now = await this.database.now(tx);
      let plannedAt = now;
      // one of the schedule's own times, to the millisecond
      while (
        !(await this.store.insert(tx, schedule, caller, [this.requests.run(id, plannedAt, now, 'manual')]))
      ) {
        plannedAt = new Date(plannedAt.getTime() + 1);
      }
      await this.requests.tell(tx, caller, schedule, 'schedule.run-requested', { runId: id });
      return { runId: id, status: 'queued' };
    });
  }

  /**
   * Runs the times of the schedule that lie in a part of the past and have had no run, or a skipped one.
   * @throws AppError INVALID for a time to come, for one of which it is not known any more whether it ran, or for more
   * than 1,000 times
   */
  async backfill(caller: Caller, scheduleId: string, given: Backfill): Promise<BackfillAnswer> {
    const { tenantId } = caller;
    await this.#checkStartable(tenantId, scheduleId);
    return this.database.withTenant(tenantId, async (tx) => {
      const schedule = await this.#forUpdate(tx, tenantId, scheduleId);
      const now = await this.database.now(tx);
      this.#checkKept(given.from, now);
      const times = pastTimes(schedule, given, now);
      const there = new Map(
        (await this.store.at(tx, schedule, times)).map((run) => [run.plannedAt.getTime(), run]),
      );
      const missing = times
        .filter((at) => !there.has(at.getTime()))
        .map((at) => this.requests.run(newId('run'), at, now, 'backfill'));
      const skipped = [...there.values()].filter(({ status }) => status === 'skipped');
      if (!given.dryRun && missing.length + skipped.length > 0) {
        await this.store.insert(tx, schedule, caller, missing);
        await this.store.rerun(
          tx,
          tenantId,
          caller,
          now,
          skipped.map(({ id }) => id),
        );
        const { from, to } = given;
        await this.requests.tell(tx, caller, schedule, 'schedule.backfilled', {
          from,
          to,
          runs: missing.length + skipped.length,
        });
      }
      const created = new Map(missing.map((run) => [run.plannedAt.getTime(), run.id]));
      return {
        dryRun: given.dryRun,
        created: given.dryRun ? 0 : missing.length + skipped.length,
        runs: times.map((plannedAt) => {
          const run = there.get(plannedAt.getTime());
          const runId = run?.id ?? (given.dryRun ? null : (created.get(plannedAt.getTime()) ?? null));
          const outcome = run === undefined ? 'created' : run.status === 'skipped' ? 'rerun' : 'exists';
          return { plannedAt, runId, outcome };
        }),
      };
    });
  }

  /** Retention deletes a run so long after its end: an older time that has run would look as if it had not. */
  #checkKept(from: Date, now: Date): void {
    const days = this.config.get('SCHEDULE_RUN_RETENTION_DAYS');
    const oldest = new Date(now.getTime() - days * DAY_MS);
    if (from >= oldest) return;
    const message = `must not be before ${oldest.toISOString()}: runs are kept for ${days} days, and what is older may have run`;
    throw invalid([{ path: 'from', message }]);
  }

  /** Before the transaction, as a tenant's own workflows are looked up. A change meanwhile shows in the run. */
  async #checkStartable(tenantId: string, id: string): Promise<void> {
    const schedule = await this.database.withTenant(tenantId, (tx) => this.schedules.find(tx, tenantId, id));
    if (schedule === undefined) throw notFound('schedule', id);
    const refusal = await this.requests.refusal(schedule);
    if (refusal !== undefined) throw conflict(refusal);
  }

  async #forUpdate(tx: Tx, tenantId: string, id: string): Promise<ScheduleRow> {
    const schedule = await this.schedules.findForUpdate(tx, tenantId, id);
    if (schedule === undefined) throw notFound('schedule', id);
    return schedule;
  }
}

function pastTimes(schedule: ScheduleRow, { from, to }: Backfill, now: Date): Date[] {
  if (to > now) throw invalid([{ path: 'to', message: `must not be later than now, ${now.toISOString()}` }]);
  const times: Date[] = [];
  for (const at of occurrences(timetableOf(schedule), from, to)) {
    if (times.length === MAX_BACKFILL) {
      throw invalid([
        { path: 'to', message: `there are more than ${MAX_BACKFILL} times in it: take a shorter one` },
      ]);
    }
    times.push(at);
  }
  return times;
}
