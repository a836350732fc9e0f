import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Actor } from '../access/index.js';
import { PlanningService } from './planning.service.js';
import { ScheduleTold } from './schedule-told.js';
import { nextTimes } from './schedule-values.js';
import { ScheduleWaker } from './schedule-waker.js';
import { ScheduleStore, type ScheduleRow, type ScheduleValues } from './schedules.store.js';

/** What decides when a schedule runs: a change to one of them makes a new next time. */
const TIMING = ['expression', 'timezone', 'startDate', 'endDate', 'enabled', 'pausedAt'] as const;

/** Every way in which a schedule is written: with its next time, its audit entry and what the engine must learn. */
@Injectable()
export class ScheduleSaving {
  constructor(
    private readonly planning: PlanningService,
    private readonly database: Database,
    private readonly store: ScheduleStore,
    private readonly told: ScheduleTold,
    private readonly waker: ScheduleWaker,
  ) {}

  /** Undefined when there is one of this client token, or default one, already. */
  async insert(tx: Tx, actor: Actor, values: ScheduleValues): Promise<ScheduleRow | undefined> {
    const row = await this.store.insert(tx, values, await this.database.now(tx));
    if (row === undefined) return undefined;
    await this.told.tell(tx, actor, row, 'schedule.created', undefined, facts(row));
    this.database.onCommit(tx, () => this.waker.soon(row.nextRunAt));
    return row;
  }

  /**
   * `change` says nothing of the next time: it follows. Times that have come and that no worker has seen yet (all may be
   * down) are planned first, as the schedule has them: afterwards nobody would know of them.
   */
  async update(
    tx: Tx,
    actor: Actor,
    row: ScheduleRow,
    change: Partial<ScheduleValues>,
    action: string,
  ): Promise<ScheduleRow> {
    const after = { ...row, ...change };
    const isTimed = TIMING.some((field) => same(row[field], after[field]) === false);
    const now = await this.database.now(tx);
    if (isTimed) await this.planning.planBefore(tx, row, now);
    const timing = isTimed ? nextTimes(after, now) : {};
    const by = { savedBy: actor.owner, savedByKey: actor.keyId };
    const saved = await this.store.update(tx, row, { ...change, ...timing, ...by }, now);
    if (!saved.enabled || saved.pausedAt !== null) await this.store.dropPlanned(tx, saved);
    else if (isTimed) await this.store.takeUpDropped(tx, saved);
    await this.told.tell(tx, actor, saved, action, facts(row), facts(saved));
    this.database.onCommit(tx, () => this.waker.soon(saved.nextRunAt));
    return saved;
  }

  async remove(tx: Tx, actor: Actor, row: ScheduleRow): Promise<void> {
    await this.store.remove(tx, row.tenantId, row.id);
    await this.told.tell(tx, actor, row, 'schedule.deleted', facts(row), undefined);
  }
}

function same(a: Date | boolean | string | null, b: Date | boolean | string | null): boolean {
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b;
}

/** What the audit log keeps: not the parameters, which may be a quarter of a megabyte. */
const facts = (row: ScheduleRow) => ({
  scheduleType: row.scheduleType,
  expression: row.expression,
  timezone: row.timezone,
  enabled: row.enabled,
  paused: row.pausedReason,
  target: row.target,
  overlapPolicy: row.overlapPolicy,
  misfirePolicy: row.misfirePolicy,
  startDate: row.startDate,
  endDate: row.endDate,
});
