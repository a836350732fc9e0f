import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';

/** Longest that an event is tried again and again: what has ended of late came in since then. */
const LONGEST_WAIT = '1 hour';

/** How events have ended of late. */
@Injectable()
export class ErrorRateStore {
  constructor(private readonly database: Database) {}

  /** Tenants with events that have failed in the last minutes. */
  async failing(minutes: number): Promise<{ tenantId: string; failed: number }[]> {
    return this.database.acrossTenants(
      'failed events of all tenants are counted together',
      (tx) => tx.$queryRaw`
        SELECT tenant_id AS "tenantId", count(*)::int AS failed FROM events
         WHERE disposition = 'failed' AND settled_at > app_now() - make_interval(mins => ${minutes}::int)
           AND received_at > app_now() - ${LONGEST_WAIT}::interval
         GROUP BY tenant_id`,
    );
  }

  /** How many have ended well; no more than `most` are counted, as more would be too many for an alert anyway. */
  async processed(tenantId: string, minutes: number, most: number): Promise<{ count: number; now: Date }> {
    return this.database.withTenant(tenantId, async (tx) => {
      const [row] = await tx.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM (
          SELECT FROM events
           WHERE tenant_id = ${tenantId} AND disposition IN ('processed', 'coalesced', 'stale')
             AND settled_at > app_now() - make_interval(mins => ${minutes}::int)
             AND received_at > app_now() - ${LONGEST_WAIT}::interval
           LIMIT ${most}) AS counted`;
      return { count: row?.count ?? 0, now: await this.database.now(tx) };
    });
  }
}
