import { Injectable } from '@nestjs/common';
import { Database, Prisma, type Tx } from '../../platform/database/index.js';
import { MISSED_AFTER_MS, type MisfirePolicy, type PlannedTime } from './domain/misfire.js';

/** A schedule whose next time has come, with what planning needs of it. */
export interface DueSchedule {
  id: string;
  tenantId: string;
  expression: string;
  timezone: string;
  anchor: Date;
  startDate: Date | null;
  endDate: Date | null;
  flexibleWindowMinutes: number;
  jitterSeconds: number;
  misfirePolicy: MisfirePolicy;
  misfireLimit: number;
  catchUpWindowSeconds: number;
  savedBy: string;
  savedByKey: string;
  nextRunAt: Date;
  now: Date;
}

export interface NewRun {
  id: string;
  schedule: { id: string; tenantId: string; savedBy: string; savedByKey: string };
  dueAt: Date;
  correlationId: string;
  planned: PlannedTime;
}

/** Which schedules are due, and the runs that are planned for them, of all tenants. */
@Injectable()
export class PlanningStore {
  constructor(private readonly database: Database) {}

  claim<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.acrossTenants('due schedules of all tenants are planned together', work);
  }

  /**
   * Locks up to `limit` schedules that are due within `aheadSeconds`; another worker passes over them. Those that are
   * on time come first: after an outage they do not wait for what was missed.
   * @param without the ids of those that are to be passed over
   */
  async due(tx: Tx, limit: number, aheadSeconds: number, without: readonly string[]): Promise<DueSchedule[]> {
    const missed = Prisma.sql`app_now() - make_interval(secs => ${MISSED_AFTER_MS / 1000}::float8)`;
    const ahead = Prisma.sql`app_now() + make_interval(secs => ${aheadSeconds}::float8)`;
    const inTime = Prisma.sql`next_run_at > ${missed} AND next_run_at <= ${ahead}`;
    const onTime = await this.#lock(tx, inTime, limit, without);
    if (onTime.length === limit) return onTime;
    const late = await this.#lock(tx, Prisma.sql`next_run_at <= ${missed}`, limit - onTime.length, without);
    return [...onTime, ...late];
  }

  #lock(tx: Tx, which: Prisma.Sql, limit: number, without: readonly string[]): Promise<DueSchedule[]> {
    return tx.$queryRaw<DueSchedule[]>`
      SELECT id, tenant_id AS "tenantId", expression, timezone, anchor, start_date AS "startDate",
             end_date AS "endDate", flexible_window_minutes AS "flexibleWindowMinutes",
             jitter_seconds AS "jitterSeconds", misfire_policy AS "misfirePolicy", misfire_limit AS "misfireLimit",
             catch_up_window_seconds AS "catchUpWindowSeconds", saved_by AS "savedBy",
             saved_by_key AS "savedByKey", next_run_at AS "nextRunAt", app_now() AS now
        FROM schedules WHERE ${which} AND id <> ALL (${[...without]}::text[])
       ORDER BY next_run_at LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED`;
  }

  /** Writes runs; a time that has one already keeps it. Gives back how many are new. */
  async insertRuns(tx: Tx, runs: readonly NewRun[]): Promise<number> {
    if (runs.length === 0) return 0;
    const rows = runs.map(({ id, schedule, dueAt, correlationId, planned }) => ({
      id,
      tenant_id: schedule.tenantId,
      schedule_id: schedule.id,
      planned_at: planned.at,
      due_at: dueAt,
      cause: planned.run ? planned.cause : 'schedule',
      status: planned.run ? 'queued' : 'skipped',
      reason: planned.run ? null : planned.reason,
      requested_by: schedule.savedBy,
      requested_by_key: schedule.savedByKey,
      correlation_id: correlationId,
    }));
    return tx.$executeRaw`
      INSERT INTO schedule_runs (id, tenant_id, schedule_id, planned_at, due_at, cause, status, reason,
                                 requested_by, requested_by_key, correlation_id, next_attempt_at, ended_at)
      SELECT id, tenant_id, schedule_id, planned_at, due_at, cause, status, reason, requested_by, requested_by_key,
             correlation_id, due_at, CASE WHEN status = 'skipped' THEN app_now() END
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(
               id text, tenant_id text, schedule_id text, planned_at timestamptz, due_at timestamptz, cause text,
               status text, reason text, requested_by text, requested_by_key text, correlation_id text)
      ON CONFLICT (schedule_id, planned_at) DO NOTHING`;
  }

  /** Moves schedules on to their next time; without one they have completed. */
  async advance(tx: Tx, schedules: readonly { id: string; next: Date | undefined }[]): Promise<void> {
    const rows = JSON.stringify(schedules.map(({ id, next }) => ({ id, next: next ?? null })));
    await tx.$executeRaw`
      UPDATE schedules s SET next_run_at = v.next, completed_at = CASE WHEN v.next IS NULL THEN app_now() END
        FROM jsonb_to_recordset(${rows}::jsonb) AS v(id text, next timestamptz) WHERE s.id = v.id`;
  }

  /** When the next planned run is due: null when none is within `aheadSeconds`. */
  async nextDue(aheadSeconds: number): Promise<{ now: Date; at: Date | null } | undefined> {
    const rows = await this.database.acrossTenants(
      'a worker sleeps until the next run of any tenant',
      (tx) => tx.$queryRaw<{ now: Date; at: Date | null }[]>`
        SELECT app_now() AS now, (SELECT min(next_attempt_at) FROM schedule_runs
          WHERE status = 'queued' AND next_attempt_at <= app_now() + make_interval(secs => ${aheadSeconds}::float8)) AS at`,
    );
    return rows[0];
  }

  /** Deletes schedules that wanted to be when they have no further time and no open run. */
  async removeCompleted(): Promise<void> {
    await this.database.acrossTenants(
      'completed schedules of all tenants are deleted',
      (tx) => tx.$executeRaw`
        UPDATE schedules s SET deleted_at = app_now(), client_token = NULL, version = version + 1
         WHERE completed_at IS NOT NULL AND deleted_at IS NULL AND action_after_completion = 'DELETE'
           AND NOT EXISTS (SELECT FROM schedule_runs r
                            WHERE r.schedule_id = s.id AND r.status IN ('queued', 'running'))`,
    );
  }

  /** Deletes what ended more than `days` ago, a batch at a time. */
  async removeOld(days: number, limit: number): Promise<number> {
    return this.database.acrossTenants('retention deletes old runs of all tenants', async (tx) => {
      const runs = await tx.$executeRaw`
        DELETE FROM schedule_runs WHERE id IN (
          SELECT id FROM schedule_runs WHERE ended_at < app_now() - make_interval(days => ${days}) LIMIT ${limit})`;
      await tx.$executeRaw`
        DELETE FROM schedules s WHERE deleted_at < app_now() - make_interval(days => ${days}) AND default_key IS NULL
           AND NOT EXISTS (SELECT FROM schedule_runs r WHERE r.schedule_id = s.id)`;
      return runs;
    });
  }
}
