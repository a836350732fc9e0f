import { Injectable } from '@nestjs/common';
import { Database, type Statement, type Tx } from '../../platform/database/index.js';

export interface AccountCounts {
  accountId: string;
  received: number;
  duplicate: number;
  refused: number;
  poison: number;
  lastReceivedAt: Date;
  lastEventTime: Date | null;
}

export interface AccountLag {
  accountId: string;
  /** From the event to its arrival here, and from there to its end; seconds, of the last 2,000 events. */
  deliveryP50: number | null;
  settledP50: number | null;
  settledP99: number | null;
  failed: number;
}

const WAITING: Statement = {
  name: 'events-waiting',
  text: `
SELECT count(*)::int AS waiting,
       coalesce(greatest(0, extract(epoch FROM app_now() - min(first_at))), 0)::float8 AS "oldestSeconds"
  FROM refreshes`,
};

/** Figures of how events come in. */
@Injectable()
export class EventHealthStore {
  constructor(private readonly database: Database) {}

  async accounts(tx: Tx, tenantId: string): Promise<{ accountId: string; name: string }[]> {
    return tx.$queryRaw`
      SELECT account_id AS "accountId", name FROM aws_accounts WHERE tenant_id = ${tenantId} ORDER BY account_id`;
  }

  /** Since the beginning of the day a week ago. */
  async counts(tx: Tx, tenantId: string): Promise<AccountCounts[]> {
    return tx.$queryRaw`
      SELECT account_id AS "accountId", sum(received)::float8 AS received, sum(duplicate)::float8 AS duplicate,
             sum(refused)::float8 AS refused, sum(poison)::float8 AS poison,
             max(last_received_at) AS "lastReceivedAt", max(last_event_time) AS "lastEventTime"
        FROM event_counts
       WHERE tenant_id = ${tenantId} AND day >= (app_now() AT TIME ZONE 'UTC')::date - 7 GROUP BY 1 ORDER BY 1`;
  }

  async lags(tx: Tx, tenantId: string): Promise<AccountLag[]> {
    return tx.$queryRaw`
      SELECT account_id AS "accountId",
             percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM received_at - event_time))::float8
               AS "deliveryP50",
             percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM settled_at - received_at))::float8
               AS "settledP50",
             percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM settled_at - received_at))::float8
               AS "settledP99",
             count(*) FILTER (WHERE disposition = 'failed')::int AS failed
        FROM (SELECT * FROM events WHERE tenant_id = ${tenantId} AND account_id IS NOT NULL
               ORDER BY id DESC LIMIT 2000) last
       GROUP BY 1`;
  }

  async waiting(
    tx: Tx,
    tenantId: string,
  ): Promise<{ accountId: string; waiting: number; oldestSeconds: number }[]> {
    return tx.$queryRaw`
      SELECT account_id AS "accountId", count(*)::int AS waiting,
             extract(epoch FROM app_now() - min(first_at))::float8 AS "oldestSeconds"
        FROM refreshes WHERE tenant_id = ${tenantId} GROUP BY 1`;
  }

  /** What events have touched and what was not described since, of all tenants. */
  async waitingOfAll(): Promise<{ waiting: number; oldestSeconds: number }> {
    const [row] = await this.database.atOnce<{ waiting: number; oldestSeconds: number }>(
      'what events of all tenants wait for is counted',
      WAITING,
      [],
    );
    return row ?? { waiting: 0, oldestSeconds: 0 };
  }

  /** What came for accounts that nobody has registered, the most first. */
  async unowned(take: number): Promise<AccountCounts[]> {
    return this.database.acrossTenants(
      'the platform key sees the events of accounts that no tenant has',
      (tx) => tx.$queryRaw`
        SELECT account_id AS "accountId", sum(received)::float8 AS received, sum(duplicate)::float8 AS duplicate,
               sum(refused)::float8 AS refused, sum(poison)::float8 AS poison,
               max(last_received_at) AS "lastReceivedAt", max(last_event_time) AS "lastEventTime"
          FROM event_counts
         WHERE tenant_id = '-' AND day >= (app_now() AT TIME ZONE 'UTC')::date - 7
         GROUP BY 1 ORDER BY sum(refused) DESC, 1 LIMIT ${take}`,
    );
  }
}
