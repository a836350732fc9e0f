import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import type { MisfirePolicy } from './domain/misfire.js';
import type { OverlapPolicy } from './domain/overlap.js';
import type { Target } from './domain/target.js';

type Row = Prisma.ScheduleGetPayload<object>;

/** A schedule as it is kept. */
export interface ScheduleRow extends Omit<
  Row,
  'target' | 'parameters' | 'tags' | 'channels' | 'overlapPolicy' | 'misfirePolicy' | 'actionAfterCompletion'
> {
  target: Target;
  parameters: Record<string, unknown>;
  tags: Record<string, string>;
  channels: string[];
  overlapPolicy: OverlapPolicy;
  misfirePolicy: MisfirePolicy;
  actionAfterCompletion: 'NONE' | 'DELETE';
}

/** What is written of it: the rest has its default in the table. */
export type ScheduleValues = Omit<
  ScheduleRow,
  'createdAt' | 'updatedAt' | 'deletedAt' | 'version' | 'engineVersion' | 'engineError' | 'engineSyncedAt'
>;

export interface ScheduleFilter {
  scheduleType?: string | undefined;
  enabled?: boolean | undefined;
  after?: string | undefined;
  take: number;
}

const DISABLED = 'the schedule was disabled';
const PAUSED = 'the schedule was paused';

/** The rows of schedules. Every method runs in the transaction of its use case. */
@Injectable()
export class ScheduleStore {
  /** Undefined when there is one with its client token (or one of the default ones) already. */
  async insert(tx: Tx, values: ScheduleValues, now: Date): Promise<ScheduleRow | undefined> {
    const row: ScheduleRow = { ...values, ...fresh, createdAt: now, updatedAt: now };
    // as SQL, since tenants create them by the thousand: the client takes three times as long over it
    const count = await tx.$executeRaw`
      INSERT INTO schedules (${COLUMNS})
      SELECT ${COLUMNS} FROM jsonb_populate_record(NULL::schedules, ${columnsOf(row)}::jsonb) ON CONFLICT DO NOTHING`;
    return count === 1 ? row : undefined;
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<ScheduleRow | undefined> {
    const row = await tx.schedule.findFirst({ where: { id, tenantId, deletedAt: null } });
    return row === null ? undefined : toSchedule(row);
  }

  async findByToken(tx: Tx, tenantId: string, clientToken: string): Promise<ScheduleRow | undefined> {
    const row = await tx.schedule.findFirst({ where: { tenantId, clientToken } });
    return row === null ? undefined : toSchedule(row);
  }

  /** One of those that every tenant has; undefined when it was deleted. */
  async findDefault(tx: Tx, tenantId: string, defaultKey: string): Promise<ScheduleRow | undefined> {
    const row = await tx.schedule.findFirst({ where: { tenantId, defaultKey, deletedAt: null } });
    return row === null ? undefined : toSchedule(row);
  }

  /** For a change: who comes second, and the claim of what is due, wait. */
  async findForUpdate(tx: Tx, tenantId: string, id: string): Promise<ScheduleRow | undefined> {
    await tx.$queryRaw`SELECT 1 FROM schedules WHERE id = ${id} AND tenant_id = ${tenantId} FOR UPDATE`;
    return this.find(tx, tenantId, id);
  }

  async list(tx: Tx, tenantId: string, filter: ScheduleFilter): Promise<ScheduleRow[]> {
    const { scheduleType, enabled, after, take } = filter;
    const rows = await tx.schedule.findMany({
      where: {
        tenantId,
        deletedAt: null,
        scheduleType,
        enabled,
        ...(after === undefined ? {} : { id: { lt: after } }),
      },
      orderBy: { id: 'desc' },
      take,
    });
    return rows.map(toSchedule);
  }

  async update(
    tx: Tx,
    schedule: ScheduleRow,
    change: Partial<ScheduleValues>,
    now: Date,
  ): Promise<ScheduleRow> {
    const row = await tx.schedule.update({
      where: { id: schedule.id, tenantId: schedule.tenantId },
      data: { ...toRow(change), updatedAt: now, version: { increment: 1 } },
    });
    return toSchedule(row);
  }

  /** Runs that are planned for the next seconds do not start either. */
  async dropPlanned(tx: Tx, { id, tenantId, pausedAt }: ScheduleRow): Promise<void> {
    const reason = pausedAt === null ? DISABLED : PAUSED;
    await tx.$executeRaw`
      UPDATE schedule_runs SET status = 'skipped', ended_at = app_now(), reason = ${reason}
       WHERE schedule_id = ${id} AND tenant_id = ${tenantId} AND status = 'queued' AND attempt = 0
         AND cause IN ('schedule', 'catch_up')`;
  }

  /**
   * What dropPlanned() has dropped and is still to come, as the schedule is on again: a run that the flexible window or
   * the jitter has put off is due as before, and a time that lies ahead is planned anew.
   */
  async takeUpDropped(tx: Tx, { id, tenantId, nextRunAt }: ScheduleRow): Promise<void> {
    await tx.$executeRaw`
      UPDATE schedule_runs SET status = 'queued', ended_at = NULL, reason = NULL, next_attempt_at = due_at
       WHERE schedule_id = ${id} AND tenant_id = ${tenantId} AND status = 'skipped' AND due_at > app_now()
         AND (${nextRunAt}::timestamptz IS NULL OR planned_at < ${nextRunAt}::timestamptz)
         AND cause IN ('schedule', 'catch_up') AND reason IN (${DISABLED}, ${PAUSED})`;
    if (nextRunAt === null) return;
    await tx.$executeRaw`
      DELETE FROM schedule_runs WHERE schedule_id = ${id} AND tenant_id = ${tenantId} AND status = 'skipped'
         AND planned_at >= ${nextRunAt} AND cause IN ('schedule', 'catch_up')`;
  }

  /** Its runs are kept; those that have not begun are cancelled. */
  async remove(tx: Tx, tenantId: string, id: string): Promise<void> {
    await tx.$executeRaw`
      UPDATE schedules SET deleted_at = app_now(), next_run_at = NULL, client_token = NULL, version = version + 1
       WHERE id = ${id} AND tenant_id = ${tenantId}`;
    await tx.$executeRaw`
      UPDATE schedule_runs SET status = 'cancelled', ended_at = app_now(), reason = 'the schedule was deleted'
       WHERE schedule_id = ${id} AND tenant_id = ${tenantId} AND status = 'queued'`;
  }
}

const fresh = {
  version: 1,
  engineVersion: null,
  engineError: null,
  engineSyncedAt: null,
  deletedAt: null,
} as const;

const columnOf = (field: string): string =>
  field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Those that this version knows: during a deploy the table may have more, with defaults. */
const COLUMNS = Prisma.raw(Object.keys(Prisma.ScheduleScalarFieldEnum).map(columnOf).join(', '));

/** A row as JSON by the names of its columns. */
const columnsOf = (row: ScheduleRow): string =>
  JSON.stringify(Object.fromEntries(Object.entries(row).map(([field, value]) => [columnOf(field), value])));

/** JSON columns are checked when they are written, so that reading trusts them. */
export const toSchedule = (row: Row): ScheduleRow => row as unknown as ScheduleRow;

const toRow = <V extends Partial<ScheduleValues>>(values: V) =>
  values as unknown as Prisma.ScheduleCreateManyInput;
