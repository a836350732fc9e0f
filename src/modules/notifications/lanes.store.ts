import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { laneOf, type Recipient } from './domain/destination.js';
import { recipientRow, type RecipientRow } from './tellings.store.js';

/** A lane that a worker has, until its lease ends or another has claimed it since. */
export interface Claim {
  tenantId: string;
  lane: string;
  fence: number;
}

export interface LaneRow extends RecipientRow {
  failingSince: Date | null;
  recoveredAt: Date | null;
}

/** What is open in all lanes is found by one probe of the index for each lane, however much waits in it. */
const CLAIM = `
  WITH RECURSIVE told AS (
    (SELECT tenant_id, lane FROM notification_tellings WHERE delivery_id IS NULL ORDER BY tenant_id, lane LIMIT 1)
    UNION ALL
    SELECT n.tenant_id, n.lane FROM told o CROSS JOIN LATERAL (
      SELECT t.tenant_id, t.lane FROM notification_tellings t
       WHERE t.delivery_id IS NULL AND (t.tenant_id, t.lane) > (o.tenant_id, o.lane)
       ORDER BY t.tenant_id, t.lane LIMIT 1) n
  ), due AS (
    SELECT d.tenant_id, d.lane FROM notification_deliveries d
     WHERE d.status IN ('pending', 'waiting') AND d.next_attempt_at <= app_now()
    UNION
    SELECT o.tenant_id, o.lane FROM told o
     WHERE EXISTS (SELECT FROM notification_tellings t
                    WHERE t.tenant_id = o.tenant_id AND t.lane = o.lane AND t.delivery_id IS NULL
                      AND t.due_at <= app_now())
       AND NOT EXISTS (SELECT FROM notification_deliveries d
                        WHERE d.tenant_id = o.tenant_id AND d.lane = o.lane AND d.status IN ('pending', 'waiting'))
  ), free AS (
    SELECT l.tenant_id, l.lane FROM notification_lanes l JOIN due USING (tenant_id, lane)
     WHERE (l.lease_until IS NULL OR l.lease_until < app_now())
       AND (l.next_send_at IS NULL OR l.next_send_at <= app_now())
       AND NOT EXISTS (SELECT FROM notification_channels c WHERE c.id = l.channel_id AND c.paused_at IS NOT NULL)
     ORDER BY l.claimed_at NULLS FIRST
     LIMIT $1 FOR UPDATE OF l SKIP LOCKED
  )
  UPDATE notification_lanes l
     SET fence = l.fence + 1, claimed_at = app_now(), lease_until = app_now() + make_interval(secs => $2)
    FROM free WHERE l.tenant_id = free.tenant_id AND l.lane = free.lane
  RETURNING l.tenant_id AS "tenantId", l.lane, l.fence`;

/** The rows of lanes. */
@Injectable()
export class LaneStore {
  constructor(private readonly database: Database) {}

  /** Makes lanes where there are none. */
  async add(tx: Tx, tenantId: string, recipients: readonly Recipient[]): Promise<void> {
    const rows = recipients.map((recipient) => ({ lane: laneOf(recipient), ...recipientRow(recipient) }));
    await tx.$executeRaw`
      INSERT INTO notification_lanes (tenant_id, lane, channel_id, target)
      SELECT DISTINCT ON (l.lane) ${tenantId}, l.lane, l."channelId", nullif(l.target, 'null')
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS l(lane text, "channelId" text, target jsonb)
       ORDER BY l.lane
      ON CONFLICT (tenant_id, lane) DO NOTHING`;
  }

  /**
   * Takes lanes in which something is due and of which nobody has the lease: those first that were not served for
   * the longest time, so that one in which much waits keeps no other from its turn.
   */
  async claim(limit: number, leaseSeconds: number): Promise<Claim[]> {
    return this.database.atOnce(
      'a worker takes due lanes of notifications of all tenants',
      { name: 'notifications-claim', text: CLAIM },
      [limit, leaseSeconds],
    );
  }

  /** Says that its worker is alive. False: another has the lane. */
  async extend({ tenantId, lane, fence }: Claim, leaseSeconds: number): Promise<boolean> {
    const count = await this.database.withTenant(
      tenantId,
      (tx) => tx.$executeRaw`
        UPDATE notification_lanes SET lease_until = app_now() + make_interval(secs => ${leaseSeconds}::float8)
         WHERE tenant_id = ${tenantId} AND lane = ${lane} AND fence = ${fence}`,
    );
    return count === 1;
  }

  /** Holds the lane for the rest of the transaction; undefined: another has it. */
  async hold(tx: Tx, { tenantId, lane, fence }: Claim): Promise<LaneRow | undefined> {
    const rows = await tx.$queryRaw<LaneRow[]>`
      SELECT channel_id AS "channelId", target, failing_since AS "failingSince", recovered_at AS "recoveredAt"
        FROM notification_lanes WHERE tenant_id = ${tenantId} AND lane = ${lane} AND fence = ${fence} FOR UPDATE`;
    return rows[0];
  }

  /** Its receiver has answered; if it had failed before, it is there again from now on. */
  async answered(tx: Tx, { tenantId, lane }: Claim, paceMs: number): Promise<void> {
    await tx.$executeRaw`
      UPDATE notification_lanes
         SET recovered_at = CASE WHEN failing_since IS NULL THEN recovered_at ELSE app_now() END,
             failing_since = NULL, next_send_at = app_now() + make_interval(secs => ${paceMs / 1000}::float8)
       WHERE tenant_id = ${tenantId} AND lane = ${lane}`;
  }

  /** @param silentMs for so long the receiver wants nothing at all, whatever else is under way */
  async failed(tx: Tx, { tenantId, lane }: Claim, silentMs = 0): Promise<void> {
    await tx.$executeRaw`
      UPDATE notification_lanes
         SET failing_since = coalesce(failing_since, app_now()),
             next_send_at = greatest(next_send_at, app_now() + make_interval(secs => ${silentMs / 1000}::float8))
       WHERE tenant_id = ${tenantId} AND lane = ${lane}`;
  }

  /** Lets another take it, at once or later. */
  async release({ tenantId, lane, fence }: Claim, delayMs = 0): Promise<void> {
    await this.database.withTenant(
      tenantId,
      (tx) => tx.$executeRaw`
        UPDATE notification_lanes
           SET lease_until = NULL,
               next_send_at = greatest(next_send_at, app_now() + make_interval(secs => ${delayMs / 1000}::float8))
         WHERE tenant_id = ${tenantId} AND lane = ${lane} AND fence = ${fence}`,
    );
  }
}
