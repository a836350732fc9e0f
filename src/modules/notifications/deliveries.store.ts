import { Injectable } from '@nestjs/common';
import { Database, Prisma, type Tx } from '../../platform/database/index.js';
import type { AttemptOutcome, DeliveryStatus } from './domain/delivery.js';
import type { ChannelType } from './domain/destination.js';
import type { Message, MessageKind } from './domain/message.js';
import type { Severity } from './domain/severity.js';
import type { RecipientRow } from './tellings.store.js';

export interface DeliveryRow extends RecipientRow {
  id: string;
  tenantId: string;
  lane: string;
  ruleId: string | null;
  kind: MessageKind;
  severity: Severity | null;
  title: string;
  message: Message;
  threadKey: string | null;
  told: number;
  status: DeliveryStatus;
  attempts: number;
  tries: number;
  nextAttemptAt: Date;
  expiresAt: Date;
  lastError: string | null;
  channelType: ChannelType | null;
  providerId: string | null;
  correlationId: string;
  createdAt: Date;
  sentAt: Date | null;
  endedAt: Date | null;
}

export type NewDelivery = Pick<
  DeliveryRow,
  | 'id'
  | 'tenantId'
  | 'lane'
  | 'channelId'
  | 'target'
  | 'ruleId'
  | 'message'
  | 'threadKey'
  | 'told'
  | 'correlationId'
>;

export interface AttemptRow {
  number: number;
  startedAt: Date;
  endedAt: Date | null;
  outcome: AttemptOutcome | null;
  error: string | null;
}

export interface DeliveryFilter {
  status?: DeliveryStatus | undefined;
  channelId?: string | undefined;
  kind?: MessageKind | undefined;
  since?: Date | undefined;
}

const COLUMNS = Prisma.sql`id, tenant_id AS "tenantId", lane, channel_id AS "channelId", target,
  rule_id AS "ruleId", kind, severity, title, message, thread_key AS "threadKey", told, status, attempts, tries,
  next_attempt_at AS "nextAttemptAt", expires_at AS "expiresAt", last_error AS "lastError",
  channel_type AS "channelType", provider_id AS "providerId", correlation_id AS "correlationId",
  created_at AS "createdAt", sent_at AS "sentAt", ended_at AS "endedAt"`;
const OPEN = Prisma.sql`status IN ('pending', 'waiting')`;
const secondsOf = (ms: number) => Prisma.sql`make_interval(secs => ${ms / 1000}::float8)`;

/** The rows of deliveries and their attempts. */
@Injectable()
export class DeliveryStore {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, delivery: NewDelivery, triedForMs: number): Promise<void> {
    const { id, tenantId, lane, channelId, target, ruleId, message, threadKey, told, correlationId } =
      delivery;
    await tx.$executeRaw`
      INSERT INTO notification_deliveries (id, tenant_id, lane, channel_id, target, rule_id, kind, severity, title,
                                           message, thread_key, told, expires_at, correlation_id)
      VALUES (${id}, ${tenantId}, ${lane}, ${channelId}, nullif(${JSON.stringify(target)}::jsonb, 'null'), ${ruleId},
              ${message.kind}, ${message.severity}, ${message.title}, ${JSON.stringify(message)}::jsonb, ${threadKey},
              ${told}, app_now() + ${secondsOf(triedForMs)}, ${correlationId})`;
  }

  /** The one of a lane that is to be tried next; `isDue`: now. One whose channel is no longer paused is due. */
  async open(
    tx: Tx,
    tenantId: string,
    lane: string,
  ): Promise<(DeliveryRow & { isDue: boolean }) | undefined> {
    const rows = await tx.$queryRaw<(DeliveryRow & { isDue: boolean })[]>`
      SELECT ${COLUMNS}, next_attempt_at <= app_now() AS "isDue" FROM notification_deliveries
       WHERE tenant_id = ${tenantId} AND lane = ${lane} AND ${OPEN}
       ORDER BY next_attempt_at <= app_now() DESC, id LIMIT 1`;
    return rows[0];
  }

  /** Counts an attempt before the message goes out. What waited while its channel was paused has a day again. */
  async begin(tx: Tx, { id, tenantId }: DeliveryRow, triedForMs: number): Promise<number> {
    const rows = await tx.$queryRaw<{ attempts: number }[]>`
      UPDATE notification_deliveries
         SET attempts = attempts + 1, tries = CASE status WHEN 'waiting' THEN 1 ELSE tries + 1 END, status = 'pending',
             expires_at = CASE status WHEN 'waiting' THEN app_now() + ${secondsOf(triedForMs)} ELSE expires_at END
       WHERE tenant_id = ${tenantId} AND id = ${id} RETURNING attempts`;
    const number = rows[0]?.attempts ?? 0;
    await tx.$executeRaw`
      INSERT INTO notification_attempts (delivery_id, number, tenant_id) VALUES (${id}, ${number}, ${tenantId})`;
    return number;
  }

  /** What decides about an attempt that failed. */
  async standing(
    tx: Tx,
    tenantId: string,
    id: string,
  ): Promise<{ tries: number; isExpired: boolean; status: DeliveryStatus } | undefined> {
    const rows = await tx.$queryRaw<{ tries: number; isExpired: boolean; status: DeliveryStatus }[]>`
      SELECT tries, expires_at <= app_now() AS "isExpired", status FROM notification_deliveries
       WHERE tenant_id = ${tenantId} AND id = ${id}`;
    return rows[0];
  }

  async endAttempt(
    tx: Tx,
    { tenantId, id, number }: { tenantId: string; id: string; number: number },
    outcome: AttemptOutcome,
    error: string | null,
  ): Promise<void> {
    await tx.$executeRaw`
      UPDATE notification_attempts SET ended_at = app_now(), outcome = ${outcome}, error = ${error}
       WHERE tenant_id = ${tenantId} AND delivery_id = ${id} AND number = ${number}`;
  }

  async sent(
    tx: Tx,
    tenantId: string,
    id: string,
    { channelType, providerId }: { channelType: ChannelType; providerId: string | null },
  ): Promise<void> {
    await tx.$executeRaw`
      UPDATE notification_deliveries
         SET status = 'sent', channel_type = ${channelType}, provider_id = ${providerId}, last_error = NULL,
             sent_at = app_now(), ended_at = app_now()
       WHERE tenant_id = ${tenantId} AND id = ${id}`;
  }

  /** It comes again later. `waiting`: as soon as its channel is no longer paused. */
  async postpone(
    tx: Tx,
    tenantId: string,
    id: string,
    status: 'pending' | 'waiting',
    delayMs: number,
    error: string,
  ): Promise<void> {
    await tx.$executeRaw`
      UPDATE notification_deliveries
         SET status = ${status}, last_error = ${error}, next_attempt_at = app_now() + ${secondsOf(delayMs)}
       WHERE tenant_id = ${tenantId} AND id = ${id}`;
  }

  async giveUp(
    tx: Tx,
    tenantId: string,
    id: string,
    status: 'failed' | 'refused',
    error: string,
  ): Promise<void> {
    await tx.$executeRaw`
      UPDATE notification_deliveries SET status = ${status}, last_error = ${error}, ended_at = app_now()
       WHERE tenant_id = ${tenantId} AND id = ${id} AND ${OPEN}`;
  }

  /** Ends all that is under way in a lane. @returns how many */
  async giveUpAll(tx: Tx, tenantId: string, lane: string, error: string): Promise<number> {
    return tx.$executeRaw`
      UPDATE notification_deliveries SET status = 'failed', last_error = ${error}, ended_at = app_now()
       WHERE tenant_id = ${tenantId} AND lane = ${lane} AND ${OPEN}`;
  }

  /** Has one that ended tried again, as itself. False: it has not ended without having arrived. */
  async revive(tx: Tx, tenantId: string, id: string, triedForMs: number): Promise<boolean> {
    const count = await tx.$executeRaw`
      UPDATE notification_deliveries
         SET status = 'pending', tries = 0, next_attempt_at = app_now(), ended_at = NULL,
             expires_at = app_now() + ${secondsOf(triedForMs)}
       WHERE tenant_id = ${tenantId} AND id = ${id} AND status IN ('failed', 'refused')`;
    return count === 1;
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<DeliveryRow | undefined> {
    const rows = await tx.$queryRaw<DeliveryRow[]>`
      SELECT ${COLUMNS} FROM notification_deliveries WHERE tenant_id = ${tenantId} AND id = ${id}`;
    return rows[0];
  }

  async some(tx: Tx, tenantId: string, ids: readonly string[]): Promise<DeliveryRow[]> {
    return tx.$queryRaw`
      SELECT ${COLUMNS} FROM notification_deliveries WHERE tenant_id = ${tenantId} AND id = ANY(${[...ids]})
       ORDER BY id`;
  }

  /** Newest first. */
  async list(
    tx: Tx,
    tenantId: string,
    { status, channelId, kind, since }: DeliveryFilter,
    after: string | undefined,
    take: number,
  ): Promise<DeliveryRow[]> {
    const where = (isGiven: unknown, condition: Prisma.Sql) =>
      isGiven === undefined ? Prisma.empty : condition;
    return tx.$queryRaw`
      SELECT ${COLUMNS} FROM notification_deliveries
       WHERE tenant_id = ${tenantId}
         ${where(after, Prisma.sql`AND id < ${after}`)} ${where(status, Prisma.sql`AND status = ${status}`)}
         ${where(channelId, Prisma.sql`AND channel_id = ${channelId}`)} ${where(kind, Prisma.sql`AND kind = ${kind}`)}
         ${where(since, Prisma.sql`AND created_at >= ${since}::timestamptz`)}
       ORDER BY id DESC LIMIT ${take}`;
  }

  /** The last ones of a delivery, the oldest of them first. */
  async attempts(tx: Tx, tenantId: string, id: string, take: number): Promise<AttemptRow[]> {
    const rows = await tx.$queryRaw<AttemptRow[]>`
      SELECT number, started_at AS "startedAt", ended_at AS "endedAt", outcome, error FROM notification_attempts
       WHERE tenant_id = ${tenantId} AND delivery_id = ${id} ORDER BY number DESC LIMIT ${take}`;
    return rows.reverse();
  }

  /** Deletes deliveries that ended so long ago. @returns how many */
  async deleteOld(days: number, limit: number): Promise<number> {
    return this.database.acrossTenants(
      'retention deletes old deliveries of all tenants',
      (tx) => tx.$executeRaw`
        DELETE FROM notification_deliveries WHERE id = ANY(ARRAY(
          SELECT id FROM notification_deliveries
           WHERE ended_at < app_now() - make_interval(days => ${days}::int) LIMIT ${limit}))`,
    );
  }

  /** Deletes what was told so long ago that it cannot come again, and whose delivery is gone. @returns how many */
  async deleteOldTellings(days: number, limit: number): Promise<number> {
    return this.database.acrossTenants(
      'retention deletes old deliveries of all tenants',
      (tx) => tx.$executeRaw`
        DELETE FROM notification_tellings WHERE id = ANY(ARRAY(
          SELECT t.id FROM notification_tellings t
           WHERE t.created_at < app_now() - make_interval(days => ${days}::int) AND t.delivery_id IS NOT NULL
             AND NOT EXISTS (SELECT FROM notification_deliveries d WHERE d.id = t.delivery_id) LIMIT ${limit}))`,
    );
  }
}
