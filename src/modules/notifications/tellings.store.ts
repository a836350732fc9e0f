import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { directTarget, laneOf, type Recipient } from './domain/destination.js';
import type { Message } from './domain/message.js';
import type { Waiting } from './domain/composing.js';
import type { NewTelling } from './telling.js';

export interface WaitingRow extends Waiting {
  threadKey: string | null;
  correlationId: string;
  createdAt: Date;
}

/** A recipient as rows have it. */
export interface RecipientRow {
  channelId: string | null;
  target: unknown;
}

export const recipientRow = (recipient: Recipient): RecipientRow =>
  'channelId' in recipient
    ? { channelId: recipient.channelId, target: null }
    : { channelId: null, target: recipient.target };

export const recipientOf = ({ channelId, target }: RecipientRow): Recipient =>
  channelId === null ? { target: directTarget.parse(target) } : { channelId };

/** The rows of what is to be told. */
@Injectable()
export class TellingStore {
  /** @returns how many are new */
  async insert(
    tx: Tx,
    tenantId: string,
    tellings: readonly NewTelling[],
    correlationId: string,
  ): Promise<number> {
    const rows = tellings.map(({ recipient, dueAt, ...rest }) => ({
      ...{ ...rest, lane: laneOf(recipient), dueAt: dueAt.toISOString() },
    }));
    return tx.$executeRaw`
      INSERT INTO notification_tellings
             (tenant_id, lane, source_key, rule_id, group_key, thread_key, due_at, is_digest, message, correlation_id)
      SELECT ${tenantId}, t.lane, t."sourceKey", t."ruleId", t."groupKey", t."threadKey", t."dueAt", t."isDigest",
             t.message, ${correlationId}
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t(
          lane text, "sourceKey" text, "ruleId" text, "groupKey" text, "threadKey" text, "dueAt" timestamptz,
          "isDigest" boolean, message jsonb)
       ORDER BY t.lane, t."sourceKey"
      ON CONFLICT (tenant_id, lane, source_key) DO NOTHING`;
  }

  /** What is due in a lane, the oldest first. */
  async due(tx: Tx, tenantId: string, lane: string, limit: number): Promise<WaitingRow[]> {
    return tx.$queryRaw`
      SELECT id, rule_id AS "ruleId", group_key AS "groupKey", thread_key AS "threadKey", due_at AS "dueAt",
             is_digest AS "isDigest",
             -- channels get none: their messages need not be read for this
             lane LIKE 'email:%' AND jsonb_path_exists(message, '$.links[*].to.personalLinkId ? (@ != null)')
               AS "isPersonal", correlation_id AS "correlationId", created_at AS "createdAt"
        FROM notification_tellings
       WHERE tenant_id = ${tenantId} AND lane = ${lane} AND delivery_id IS NULL AND due_at <= app_now()
       ORDER BY due_at, id LIMIT ${limit}`;
  }

  /** Messages of some, as many of the first as have so many bytes together, and one in any case. */
  async messages(
    tx: Tx,
    tenantId: string,
    ids: readonly bigint[],
    maxBytes: number,
  ): Promise<{ id: bigint; message: Message }[]> {
    return tx.$queryRaw`
      SELECT id, message FROM (
        SELECT id, message, due_at, row_number() OVER w AS nr, sum(octet_length(message::text)) OVER w AS bytes
          FROM notification_tellings WHERE tenant_id = ${tenantId} AND id = ANY(${ids}::bigint[])
        WINDOW w AS (ORDER BY due_at, id ROWS UNBOUNDED PRECEDING)) m
       WHERE nr = 1 OR bytes <= ${maxBytes} ORDER BY due_at, id`;
  }

  /** They are in that delivery now, and their messages with it. */
  async hold(tx: Tx, tenantId: string, ids: readonly bigint[], deliveryId: string): Promise<void> {
    await tx.$executeRaw`
      UPDATE notification_tellings SET delivery_id = ${deliveryId}, message = NULL
       WHERE tenant_id = ${tenantId} AND id = ANY(${ids}::bigint[])`;
  }
}
