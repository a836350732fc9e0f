import { Injectable } from '@nestjs/common';
import { Database, Prisma, type Tx } from '../../platform/database/index.js';
import type { Outcome } from './domain/disposition.js';

/** A resource that this process is to describe. */
export interface ClaimedRefresh {
  tenantId: string;
  arn: string;
  accountId: string;
  region: string;
  type: string;
  /** Events that came with a greater one are not settled by this description. */
  version: number;
  /** This one included. */
  attempts: number;
  /** When the description begins, by the clock of all SQL. */
  claimedAt: Date;
}

/** An event that waits for a description. */
export interface WaitingEvent {
  arn: string;
  id: string;
  receivedAt: Date;
  eventTime: Date;
  change: string;
}

/** The part of an event's row that its end needs. */
export interface OpenEvent {
  id: string;
  receivedAt: Date;
  eventId: string;
  eventName: string;
  eventTime: Date;
  outcomes: Record<string, Outcome>;
  who: unknown;
  isOwn: boolean;
}

/** What a process that dies has taken waits so long. */
const LEASE_SECONDS = 20;
const LEASE = Prisma.sql`interval '${Prisma.raw(String(LEASE_SECONDS))} seconds'`;

/** Of the tenant that has waited longest; accounts that answer slowly each by themselves. */
const CLAIM = {
  name: 'refreshes-claim',
  text: `
WITH first AS (
  SELECT tenant_id, account_id, account_id = ANY($3) AS is_slow FROM refreshes
   WHERE due_at <= app_now() AND (lease_until IS NULL OR lease_until <= app_now()) AND account_id <> ALL($2)
   ORDER BY due_at LIMIT 1
), due AS (
  SELECT r.tenant_id, r.arn FROM refreshes r JOIN first USING (tenant_id)
   WHERE due_at <= app_now() AND (lease_until IS NULL OR lease_until <= app_now())
     AND CASE WHEN first.is_slow THEN r.account_id = first.account_id ELSE r.account_id <> ALL($3) END
   ORDER BY due_at LIMIT $4 FOR UPDATE OF r SKIP LOCKED
)
UPDATE refreshes r
   SET claim = $1, lease_until = app_now() + interval '${LEASE_SECONDS} seconds', attempts = attempts + 1
  FROM due WHERE r.tenant_id = due.tenant_id AND r.arn = due.arn
RETURNING r.tenant_id AS "tenantId", r.arn, r.account_id AS "accountId", r.region, r.type, r.version, r.attempts,
          app_now() AS "claimedAt"`,
};

/** Resources that are to be described, and the events that wait for it. */
@Injectable()
export class RefreshStore {
  constructor(private readonly database: Database) {}

  /**
   * Takes due resources of one tenant, the one that has waited longest.
   * @param busy accounts that get nothing more just now
   * @param slow accounts that are not to hold up others: none is taken together with another
   */
  async claim(
    claim: string,
    { busy, slow }: { busy: readonly string[]; slow: readonly string[] },
    take: number,
  ): Promise<ClaimedRefresh[]> {
    return this.database.atOnce<ClaimedRefresh & Record<string, unknown>>(
      'due descriptions of all tenants are taken by whoever is free',
      CLAIM,
      [claim, [...busy], [...slow], take],
    );
  }

  /** Keeps what this claim holds from others for another while. */
  async extend(tenantId: string, claim: string, arns: readonly string[]): Promise<void> {
    await this.database.withTenant(
      tenantId,
      (tx) => tx.$executeRaw`
        UPDATE refreshes SET lease_until = app_now() + ${LEASE}
         WHERE tenant_id = ${tenantId} AND arn = ANY(${[...arns]}) AND claim = ${claim}`,
    );
  }

  /**
   * Which of them this claim still holds. They stay in place until the transaction ends, and no more than that: events
   * that come in meanwhile raise the version, and must not wait for what is written of the resource.
   */
  async held(tx: Tx, tenantId: string, claim: string, arns: readonly string[]): Promise<Set<string>> {
    const rows = await tx.$queryRaw<{ arn: string }[]>`
      SELECT arn FROM refreshes
       WHERE tenant_id = ${tenantId} AND arn = ANY(${[...arns]}) AND claim = ${claim} ORDER BY arn FOR KEY SHARE`;
    return new Set(rows.map(({ arn }) => arn));
  }

  /** The events that waited when the resources were claimed. */
  async waiting(
    tx: Tx,
    tenantId: string,
    claimed: readonly Pick<ClaimedRefresh, 'arn' | 'version'>[],
  ): Promise<WaitingEvent[]> {
    return tx.$queryRaw`
      SELECT e.arn, e.id, e.received_at AS "receivedAt", e.event_time AS "eventTime", e.change
        FROM jsonb_to_recordset(${versions(claimed)}::jsonb) AS n(arn text, version int)
        JOIN refresh_events e ON e.tenant_id = ${tenantId} AND e.arn = n.arn AND e.version <= n.version
       ORDER BY e.arn, e.event_time, e.id`;
  }

  /** Events by their keys, locked in one order. */
  async lockEvents(
    tx: Tx,
    waiting: readonly Pick<WaitingEvent, 'id' | 'receivedAt'>[],
  ): Promise<Map<string, OpenEvent>> {
    const keys = [...new Map(waiting.map(({ id, receivedAt }) => [id, receivedAt]))];
    const rows = await tx.$queryRaw<OpenEvent[]>`
      SELECT e.id, e.received_at AS "receivedAt", e.event_id AS "eventId", e.event_name AS "eventName",
             e.event_time AS "eventTime", e.outcomes, e.who, e.is_own AS "isOwn"
        FROM events e
       WHERE e.received_at = ANY(${[...new Set(keys.map(([, at]) => at))]}) AND e.id = ANY(${keys.map(([id]) => id)})
       ORDER BY e.id FOR UPDATE`;
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Of events that waited for what has been described, none waits any more. */
  async forget(
    tx: Tx,
    tenantId: string,
    claimed: readonly Pick<ClaimedRefresh, 'arn' | 'version'>[],
  ): Promise<void> {
    if (claimed.length === 0) return;
    await tx.$executeRaw`
      DELETE FROM refresh_events e USING jsonb_to_recordset(${versions(claimed)}::jsonb) AS n(arn text, version int)
       WHERE e.tenant_id = ${tenantId} AND e.arn = n.arn AND e.version <= n.version`;
  }

  /**
   * Ends what has been described: the last thing that its transaction does, since events that come in wait for it.
   * What came meanwhile is described again; the others are done.
   */
  async finish(
    tx: Tx,
    tenantId: string,
    claimed: readonly Pick<ClaimedRefresh, 'arn' | 'version'>[],
  ): Promise<void> {
    if (claimed.length === 0) return;
    const rows = versions(claimed);
    const deleted = await tx.$executeRaw`
      DELETE FROM refreshes r USING jsonb_to_recordset(${rows}::jsonb) AS n(arn text, version int)
       WHERE r.tenant_id = ${tenantId} AND r.arn = n.arn AND r.version = n.version`;
    if (deleted === claimed.length) return;
    await tx.$executeRaw`
      UPDATE refreshes r SET claim = NULL, lease_until = NULL, attempts = 0, last_error = NULL, first_at = app_now()
        FROM jsonb_to_recordset(${rows}::jsonb) AS n(arn text, version int)
       WHERE r.tenant_id = ${tenantId} AND r.arn = n.arn AND r.version > n.version`;
  }

  /** Gives back what is to be tried again, and when. */
  async putOff(
    tx: Tx,
    tenantId: string,
    again: readonly { arn: string; delayMs: number; error: string }[],
  ): Promise<void> {
    if (again.length === 0) return;
    await tx.$executeRaw`
      UPDATE refreshes r
         SET claim = NULL, lease_until = NULL, last_error = n.error,
             due_at = app_now() + n."delayMs" * interval '1 ms', first_at = app_now() + n."delayMs" * interval '1 ms'
        FROM jsonb_to_recordset(${JSON.stringify(again)}::jsonb) AS n(arn text, "delayMs" int, error text)
       WHERE r.tenant_id = ${tenantId} AND r.arn = n.arn`;
  }

  /** Gives back what was taken and not looked at: the process ends. */
  async release(tenantId: string, claim: string): Promise<void> {
    await this.database.withTenant(
      tenantId,
      (tx) => tx.$executeRaw`
        UPDATE refreshes SET claim = NULL, lease_until = NULL, attempts = attempts - 1
         WHERE tenant_id = ${tenantId} AND claim = ${claim}`,
    );
  }

  /** How many of its own resources each event still waits for. */
  async openOf(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Set<string>> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT id FROM refresh_events
       WHERE tenant_id = ${tenantId} AND id = ANY(${[...ids]}) AND change <> 'related'`;
    return new Set(rows.map(({ id }) => id));
  }

  /** Writes what became of events; `disposition` null: some of its resources are still waited for. */
  async settle(
    tx: Tx,
    rows: readonly {
      id: string;
      receivedAt: Date;
      outcomes: Record<string, Outcome>;
      disposition: string;
      reason: string;
      settled: boolean;
    }[],
  ): Promise<void> {
    if (rows.length === 0) return;
    await tx.$executeRaw`
      UPDATE events e
         SET outcomes = n.outcomes, disposition = n.disposition, reason = n.reason,
             settled_at = CASE WHEN n.settled THEN app_now() END
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n(id text, "receivedAt" timestamptz, outcomes jsonb,
             disposition text, reason text, settled bool)
       WHERE e.received_at = n."receivedAt" AND e.id = n.id`;
  }
}

const versions = (claimed: readonly Pick<ClaimedRefresh, 'arn' | 'version'>[]): string =>
  JSON.stringify(claimed.map(({ arn, version }) => ({ arn, version })));
