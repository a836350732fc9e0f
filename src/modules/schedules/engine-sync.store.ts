import { Injectable } from '@nestjs/common';
import { Database, Prisma } from '../../platform/database/index.js';
import type { EngineSchedule } from './engine-timing.js';

/** A schedule with what is known of the engine's copy. */
export interface EngineRow extends EngineSchedule {
  deletedAt: Date | null;
  /** The version that the engine has; null: none was ever given to it; 0: what it has is not known. */
  engineVersion: number | null;
  now: Date;
}

const COLUMNS = Prisma.sql`
  id, tenant_id AS "tenantId", version, expression, timezone, anchor, start_date AS "startDate",
  end_date AS "endDate", enabled, paused_at AS "pausedAt", completed_at AS "completedAt",
  next_run_at AS "nextRunAt", flexible_window_minutes AS "flexibleWindowMinutes", deleted_at AS "deletedAt",
  engine_version AS "engineVersion", app_now() AS now`;

/** Which schedules the engine knows, and in which version. */
@Injectable()
export class EngineSyncStore {
  constructor(private readonly database: Database) {}

  /** Deleted ones too. */
  async find(tenantId: string, id: string): Promise<EngineRow | undefined> {
    const rows = await this.database.withTenant(
      tenantId,
      (tx) => tx.$queryRaw<EngineRow[]>`
        SELECT ${COLUMNS} FROM schedules WHERE tenant_id = ${tenantId} AND id = ${id}`,
    );
    return rows[0];
  }

  /** What the engine has yet to be told, from `after` on by id. What it never knew need not be removed from it. */
  async pending(after: string, limit: number): Promise<{ tenantId: string; id: string }[]> {
    return this.database.acrossTenants(
      'the engine is told of saved schedules of all tenants',
      (tx) => tx.$queryRaw<{ tenantId: string; id: string }[]>`
        SELECT tenant_id AS "tenantId", id FROM schedules
         WHERE engine_version IS DISTINCT FROM version AND id > ${after}
           AND NOT (deleted_at IS NOT NULL AND engine_version IS NULL)
         ORDER BY id LIMIT ${limit}`,
    );
  }

  /** Tenants that have, or had, schedules. */
  async tenants(): Promise<string[]> {
    const rows = await this.database.acrossTenants(
      'the schedules of all tenants are compared with the engine',
      (tx) => tx.$queryRaw<{ id: string }[]>`SELECT DISTINCT tenant_id AS id FROM schedules ORDER BY 1`,
    );
    return rows.map(({ id }) => id);
  }

  /** Everything of a tenant that the engine has, or is still to be told of. */
  async ofTenant(tenantId: string): Promise<EngineRow[]> {
    return this.database.withTenant(
      tenantId,
      (tx) => tx.$queryRaw<EngineRow[]>`
        SELECT ${COLUMNS} FROM schedules WHERE tenant_id = ${tenantId}
           AND (deleted_at IS NULL OR engine_version IS DISTINCT FROM version)
         ORDER BY id`,
    );
  }

  /** False when the schedule was saved since `row` was read: the engine has an older version then. */
  async markSynced({ tenantId, id, version }: EngineRow): Promise<boolean> {
    const count = await this.database.withTenant(
      tenantId,
      (tx) => tx.$executeRaw`
        UPDATE schedules SET engine_version = version, engine_error = NULL, engine_synced_at = app_now()
         WHERE tenant_id = ${tenantId} AND id = ${id} AND version = ${version}`,
    );
    return count === 1;
  }

  /** The call may have reached the engine all the same, so what it has is not known. */
  async markFailed({ tenantId, id, version }: EngineRow, error: string): Promise<void> {
    await this.database.withTenant(
      tenantId,
      (tx) => tx.$executeRaw`
        UPDATE schedules SET engine_version = 0, engine_error = ${error}
         WHERE tenant_id = ${tenantId} AND id = ${id} AND version = ${version}`,
    );
  }

  /** False when the schedule was saved since `row` was read: no wonder then that the engine's copy differs. */
  async markDrifted({ tenantId, id, version }: EngineRow, error: string): Promise<boolean> {
    const count = await this.database.withTenant(
      tenantId,
      (tx) => tx.$executeRaw`
        UPDATE schedules SET engine_version = 0, engine_error = ${error}
         WHERE tenant_id = ${tenantId} AND id = ${id} AND version = ${version} AND engine_version = ${version}`,
    );
    return count === 1;
  }
}
