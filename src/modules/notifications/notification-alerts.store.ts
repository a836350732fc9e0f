import { Injectable } from '@nestjs/common';
import { Database, Prisma, type Tx } from '../../platform/database/index.js';
import type { Recipient } from './domain/destination.js';
import type { Message } from './domain/message.js';
import type { Alert } from './domain/rules/repetition.js';

/** What a rule, or somebody who was named, knows of one thing. */
export interface AlertRow extends Alert {
  ruleId: string;
  key: string;
  threadKey: string | null;
  firstAt: Date;
  lastAt: Date;
  recipients: Recipient[];
  message: Message | null;
}

export type AlertKey = Pick<AlertRow, 'ruleId' | 'key'>;

export interface NewAlert extends AlertKey {
  threadKey: string | null;
  at: Date;
  toldAt: Date;
  recipients: readonly Recipient[];
  message: Message | null;
  escalateAt: Date | null;
}

/** Of rows that are no rule's. */
const WINDOW = 'window';
const ENDED = 'ended';
/** Of what was told to somebody who was named, whatever rules say. */
export const DIRECT = 'direct';

const COLUMNS = Prisma.sql`rule_id AS "ruleId", key, thread_key AS "threadKey", first_at AS "firstAt",
  last_at AS "lastAt", told_at AS "toldAt", recipients, message, closed_at AS "closedAt"`;

/** The rows of what was told of one thing, for what comes later. */
@Injectable()
export class AlertStore {
  constructor(private readonly database: Database) {}

  /** Until the transaction ends nobody else begins, repeats or closes what has this key. */
  async lock(tx: Tx, tenantId: string, key: string): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`notification-alert ${tenantId} ${key}`}, 0))`;
  }

  async ofKey(tx: Tx, tenantId: string, key: string): Promise<AlertRow[]> {
    return tx.$queryRaw`
      SELECT ${COLUMNS} FROM notification_alerts
       WHERE tenant_id = ${tenantId} AND key = ${key} AND rule_id NOT IN (${WINDOW}, ${ENDED})`;
  }

  /** Those with threads whom a thing was told; `onlyOpen`: that has not ended since. */
  async recipientsOf(tx: Tx, tenantId: string, threadKey: string, onlyOpen: boolean): Promise<Recipient[]> {
    const rows = await tx.$queryRaw<{ recipients: Recipient[] }[]>`
      SELECT recipients FROM notification_alerts
       WHERE tenant_id = ${tenantId} AND thread_key = ${threadKey}
         ${onlyOpen ? Prisma.sql`AND closed_at IS NULL` : Prisma.empty}`;
    return rows.flatMap(({ recipients }) => recipients);
  }

  /** Begins an alert, or goes on with it; one that was closed begins anew. */
  async save(tx: Tx, tenantId: string, alert: NewAlert): Promise<void> {
    const { ruleId, key, threadKey, at, toldAt, recipients, message, escalateAt } = alert;
    const told = JSON.stringify(recipients);
    const words = message === null ? null : JSON.stringify(message);
    await tx.$executeRaw`
      INSERT INTO notification_alerts AS a
             (tenant_id, rule_id, key, thread_key, first_at, last_at, told_at, recipients, message, escalate_at)
      VALUES (${tenantId}, ${ruleId}, ${key}, ${threadKey}, ${at}, ${at}, ${toldAt}, ${told}::jsonb, ${words}::jsonb,
              ${escalateAt})
      ON CONFLICT (tenant_id, rule_id, key) DO UPDATE SET
        first_at = CASE WHEN a.closed_at IS NULL THEN a.first_at ELSE excluded.first_at END,
        count = CASE WHEN a.closed_at IS NULL THEN a.count + 1 ELSE 1 END,
        last_at = excluded.last_at, told_at = excluded.told_at, thread_key = excluded.thread_key,
        recipients = (SELECT coalesce(jsonb_agg(DISTINCT r), '[]')
                        FROM jsonb_array_elements(a.recipients || excluded.recipients) r),
        message = excluded.message,
        escalate_at = CASE WHEN a.closed_at IS NULL AND a.escalate_at IS NOT NULL THEN a.escalate_at
                           ELSE excluded.escalate_at END,
        escalated_at = CASE WHEN a.closed_at IS NULL THEN a.escalated_at END,
        closed_at = NULL`;
  }

  /** Closes what has this thread; `heardBefore`: and was not heard of since. @returns how many were open */
  async close(tx: Tx, tenantId: string, threadKey: string, at: Date, heardBefore?: Date): Promise<number> {
    return tx.$executeRaw`
      UPDATE notification_alerts SET closed_at = ${at}
       WHERE tenant_id = ${tenantId} AND thread_key = ${threadKey} AND closed_at IS NULL
         ${heardBefore === undefined ? Prisma.empty : Prisma.sql`AND last_at < ${heardBefore}`}`;
  }

  /** Notes that a thing has ended: what began it may be heard of later. */
  async noteEnd(tx: Tx, tenantId: string, threadKey: string, at: Date): Promise<void> {
    await tx.$executeRaw`
      INSERT INTO notification_alerts AS a (tenant_id, rule_id, key, first_at, last_at, told_at, closed_at)
      VALUES (${tenantId}, ${ENDED}, ${threadKey}, ${at}, ${at}, ${at}, ${at})
      ON CONFLICT (tenant_id, rule_id, key) DO UPDATE
        SET last_at = greatest(a.last_at, excluded.last_at), closed_at = greatest(a.closed_at, excluded.closed_at)`;
  }

  async endOf(tx: Tx, tenantId: string, threadKey: string): Promise<Date | undefined> {
    const rows = await tx.$queryRaw<{ closedAt: Date }[]>`
      SELECT closed_at AS "closedAt" FROM notification_alerts
       WHERE tenant_id = ${tenantId} AND rule_id = ${ENDED} AND key = ${threadKey}`;
    return rows[0]?.closedAt;
  }

  /**
   * When the gathering of a group began that this is part of; one that nothing has come to for so long is over, and
   * so is one that will have begun later (a clock was put back). `begins`: one that is not there begins.
   */
  async gathering(
    tx: Tx,
    tenantId: string,
    groupKey: string,
    { at, endsAfterMs, begins }: { at: Date; endsAfterMs: number; begins: boolean },
  ): Promise<Date> {
    const over = new Date(at.getTime() - endsAfterMs);
    const [found] = await tx.$queryRaw<{ firstAt: Date; lastAt: Date }[]>`
      SELECT first_at AS "firstAt", last_at AS "lastAt" FROM notification_alerts
       WHERE tenant_id = ${tenantId} AND rule_id = ${WINDOW} AND key = ${groupKey}`;
    const soon = new Date(at.getTime() + MINUTE_MS);
    const known = found !== undefined && found.firstAt < soon ? found : undefined;
    if (!begins) return known !== undefined && known.lastAt > over ? known.firstAt : at;
    // a minute's worth of facts write the row once: they would wait for one another
    if (known !== undefined && at.getTime() - known.lastAt.getTime() < MINUTE_MS) return known.firstAt;
    const [now] = await tx.$queryRaw<{ firstAt: Date }[]>`
      INSERT INTO notification_alerts AS a (tenant_id, rule_id, key, first_at, last_at, told_at, closed_at)
      VALUES (${tenantId}, ${WINDOW}, ${groupKey}, ${at}, ${at}, ${at}, ${at})
      ON CONFLICT (tenant_id, rule_id, key) DO UPDATE
        SET first_at = CASE WHEN a.last_at > ${over} AND a.first_at < ${soon} THEN a.first_at
                            ELSE excluded.first_at END,
            last_at = CASE WHEN a.first_at < ${soon} THEN greatest(a.last_at, excluded.last_at)
                           ELSE excluded.last_at END
      RETURNING first_at AS "firstAt"`;
    return now?.firstAt ?? at;
  }

  /** Alerts that are to be escalated now. */
  async due(limit: number): Promise<({ tenantId: string } & AlertKey)[]> {
    return this.database.acrossTenants(
      'alerts that nobody has acted on are escalated in all tenants',
      (tx) => tx.$queryRaw`
        SELECT tenant_id AS "tenantId", rule_id AS "ruleId", key FROM notification_alerts
         WHERE escalate_at <= app_now() AND closed_at IS NULL AND escalated_at IS NULL
         ORDER BY escalate_at LIMIT ${limit}`,
    );
  }

  /** One that is still to be escalated; undefined where somebody was faster. */
  async takeDue(tx: Tx, tenantId: string, { ruleId, key }: AlertKey): Promise<AlertRow | undefined> {
    const rows = await tx.$queryRaw<AlertRow[]>`
      SELECT ${COLUMNS} FROM notification_alerts
       WHERE tenant_id = ${tenantId} AND rule_id = ${ruleId} AND key = ${key}
         AND escalate_at <= app_now() AND closed_at IS NULL AND escalated_at IS NULL
         FOR UPDATE SKIP LOCKED`;
    return rows[0];
  }

  async ended(
    tx: Tx,
    tenantId: string,
    { ruleId, key }: AlertKey,
    as: { escalatedAt: Date } | { closedAt: Date },
  ): Promise<void> {
    await tx.notificationAlert.updateMany({ where: { tenantId, ruleId, key }, data: as });
  }

  async deleteOfRule(tx: Tx, tenantId: string, ruleId: string): Promise<void> {
    await tx.notificationAlert.deleteMany({ where: { tenantId, ruleId } });
  }

  /** Forgets what is over: gatherings after a day, closed alerts after a month, all after 400 days. @returns how many */
  async deleteOld(limit: number): Promise<number> {
    return this.database.acrossTenants(
      'retention deletes what is known of old alerts of all tenants',
      (tx) => tx.$executeRaw`
        DELETE FROM notification_alerts WHERE (tenant_id, rule_id, key) IN (
          SELECT tenant_id, rule_id, key FROM notification_alerts
           WHERE last_at < app_now() - interval '1 day'
             AND last_at < app_now() - CASE WHEN rule_id IN (${WINDOW}, ${ENDED}) THEN interval '1 day'
                                                WHEN closed_at IS NOT NULL THEN interval '30 days'
                                                ELSE interval '400 days' END
           LIMIT ${limit})`,
    );
  }
}

const MINUTE_MS = 60_000;
