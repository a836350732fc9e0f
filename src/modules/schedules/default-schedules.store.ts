import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { SCAN_SCHEDULE } from './domain/default-schedules.js';
import { toSchedule, type ScheduleRow } from './schedules.store.js';

/** The schedules that every tenant has. */
@Injectable()
export class DefaultScheduleStore {
  constructor(private readonly database: Database) {}

  async tenantsWithout(): Promise<string[]> {
    const rows = await this.database.acrossTenants(
      'tenants that are older than the default schedules get them',
      (tx) => tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM tenants t WHERE NOT EXISTS (
          SELECT FROM schedules s WHERE s.tenant_id = t.id AND s.default_key = ${SCAN_SCHEDULE})`,
    );
    return rows.map(({ id }) => id);
  }

  /** The tenant's scan schedule, also when it was deleted; locked, as who asks may change it. */
  async scanSchedule(tx: Tx, tenantId: string): Promise<ScheduleRow | undefined> {
    await tx.$queryRaw`
      SELECT 1 FROM schedules WHERE tenant_id = ${tenantId} AND default_key = ${SCAN_SCHEDULE} FOR UPDATE`;
    const row = await tx.schedule.findFirst({ where: { tenantId, defaultKey: SCAN_SCHEDULE } });
    return row === null ? undefined : toSchedule(row);
  }

  /** A deleted one comes back as it was, but off: what switches it on gives it its next time. */
  async restore(tx: Tx, { id, tenantId }: ScheduleRow): Promise<ScheduleRow> {
    const data = { deletedAt: null, enabled: false };
    return toSchedule(await tx.schedule.update({ where: { id, tenantId }, data }));
  }
}
