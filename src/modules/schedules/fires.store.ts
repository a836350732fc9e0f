import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { DueSchedule } from './planning.store.js';

/** A schedule that is said to have fired. */
export interface FiredSchedule extends Omit<DueSchedule, 'nextRunAt'> {
  version: number;
  enabled: boolean;
  pausedAt: Date | null;
  completedAt: Date | null;
  deletedAt: Date | null;
}

/** What a fire needs of the schedules' rows. */
@Injectable()
export class FiresStore {
  constructor(private readonly database: Database) {}

  /** In the tenant that the fire names: a schedule of another one is not found. */
  inTenant<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.withTenant(tenantId, work);
  }

  /** Locked against a pause or a change until the run is written. */
  async lock(tx: Tx, tenantId: string, id: string): Promise<FiredSchedule | undefined> {
    const rows = await tx.$queryRaw<FiredSchedule[]>`
      SELECT id, tenant_id AS "tenantId", expression, timezone, anchor, start_date AS "startDate",
             end_date AS "endDate", flexible_window_minutes AS "flexibleWindowMinutes",
             jitter_seconds AS "jitterSeconds", misfire_policy AS "misfirePolicy", misfire_limit AS "misfireLimit",
             catch_up_window_seconds AS "catchUpWindowSeconds", saved_by AS "savedBy",
             saved_by_key AS "savedByKey", version, enabled, paused_at AS "pausedAt",
             completed_at AS "completedAt", deleted_at AS "deletedAt", app_now() AS now
        FROM schedules WHERE tenant_id = ${tenantId} AND id = ${id} FOR NO KEY UPDATE`;
    return rows[0];
  }

  /** For a schedule that is over: AWS is to be told, though nobody has saved it. */
  async forgetEngineVersion(tx: Tx, tenantId: string, id: string): Promise<void> {
    await tx.$executeRaw`
      UPDATE schedules SET engine_version = 0 WHERE tenant_id = ${tenantId} AND id = ${id}`;
  }
}
