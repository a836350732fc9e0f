import { Injectable } from '@nestjs/common';
import { Database, type Statement, type Tx } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';

export type PoisonStatus = 'received' | 'dead' | 'redriven';

/** A message, or one record of many in it, that is no event. */
export interface NewPoison {
  queueUrl: string;
  /** Of a record: the message's, with `#` and its place. */
  messageId: string;
  reason: string;
  body: string;
  /** Whose it claims to be; '-': it does not say. */
  accountId: string;
}

export interface SeenPoison {
  id: string;
  messageId: string;
  receiveCount: number;
  status: PoisonStatus;
  /** For the first time. */
  isNew: boolean;
}

export interface PoisonRow {
  id: string;
  queueUrl: string;
  messageId: string;
  reason: string;
  body: string;
  receiveCount: number;
  status: PoisonStatus;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

/** Each is counted once, in the statement that makes its row; what comes again raises the row's count alone. */
const SEE: Statement = {
  name: 'events-poison-see',
  text: `
WITH n AS (
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
    AS n(id, queue_url, message_id, reason, body, account_id)
), seen AS (
  INSERT INTO poison_messages AS p (id, queue_url, message_id, reason, body, receive_count, status)
  SELECT id, queue_url, message_id, reason, body, 1, $7 FROM n ORDER BY queue_url, message_id
  ON CONFLICT (queue_url, message_id) DO UPDATE
     SET receive_count = p.receive_count + 1, last_seen_at = app_now(), reason = excluded.reason
  RETURNING id, queue_url, message_id, receive_count, status, (xmax = 0) AS is_new
), counted AS (
  INSERT INTO event_counts AS c (tenant_id, account_id, day, slot, poison)
  SELECT '-', n.account_id, (app_now() AT TIME ZONE 'UTC')::date, $8::smallint, count(*)
    FROM n JOIN seen USING (queue_url, message_id) WHERE seen.is_new GROUP BY n.account_id ORDER BY n.account_id
  ON CONFLICT (tenant_id, account_id, day, slot) DO UPDATE SET poison = c.poison + excluded.poison
)
SELECT id, message_id AS "messageId", receive_count AS "receiveCount", status, is_new AS "isNew" FROM seen`,
};

const BURY: Statement = {
  name: 'events-poison-bury',
  text: `UPDATE poison_messages SET status = 'dead' WHERE id = ANY($1::text[]) AND status = 'received'`,
};

/** SQS moved it without us: it is no poison that was counted. What we saw ourselves keeps what we know of it. */
const ADOPT: Statement = {
  name: 'events-poison-adopt',
  text: `
INSERT INTO poison_messages AS p (id, queue_url, message_id, reason, body, receive_count, status, first_seen_at)
VALUES ($1, $2, $3, $4, $5, $6, 'dead', $7)
ON CONFLICT (queue_url, message_id) DO UPDATE
   SET status = CASE WHEN p.status = 'received' THEN 'dead' ELSE p.status END
RETURNING id`,
};

const COUNT_DEAD: Statement = {
  name: 'events-poison-count',
  text: `SELECT count(*)::int AS count FROM poison_messages WHERE status = 'dead'`,
};

const OF_MESSAGES: Statement = {
  name: 'events-poison-of-messages',
  text: `
SELECT id, message_id AS "messageId", reason, receive_count AS "receiveCount", status
  FROM poison_messages WHERE message_id = ANY($1::text[]) AND queue_url = ANY($2::text[])`,
};

/** What came from queues and was no event. It belongs to no tenant: nobody can tell whose it is. */
@Injectable()
export class EventPoisonStore {
  /** Of this process: workers that count in one row would wait for one another. */
  readonly #slot = Math.floor(Math.random() * 64);

  constructor(private readonly database: Database) {}

  /** Notes and counts; no message twice in one call. @param status of those that are new */
  see(poison: readonly NewPoison[], status: PoisonStatus): Promise<SeenPoison[]> {
    return this.database.atOnce<SeenPoison>('messages that are no events belong to no tenant', SEE, [
      ...[poison.map(() => newId('psn')), poison.map(({ queueUrl }) => queueUrl)],
      ...[poison.map(({ messageId }) => messageId), poison.map(({ reason }) => reason)],
      ...[poison.map(({ body }) => body), poison.map(({ accountId }) => accountId), status, this.#slot],
    ]);
  }

  async bury(ids: readonly string[]): Promise<void> {
    await this.database.atOnce('messages that are given up belong to no tenant', BURY, [ids]);
  }

  async adopt(poison: Omit<PoisonRow, 'id' | 'status' | 'lastSeenAt'>): Promise<string> {
    const { queueUrl, messageId, reason, body, receiveCount, firstSeenAt } = poison;
    const values = [newId('psn'), queueUrl, messageId, reason, body, receiveCount, firstSeenAt];
    const rows = await this.database.atOnce<{ id: string }>(
      'messages that SQS gave up belong to no tenant',
      ADOPT,
      values,
    );
    return rows[0]?.id ?? '';
  }

  ofMessages(
    messageIds: readonly string[],
    queueUrls: readonly string[],
  ): Promise<Pick<PoisonRow, 'id' | 'messageId' | 'reason' | 'receiveCount' | 'status'>[]> {
    return this.database.atOnce('messages that SQS gave up are looked up, of no tenant', OF_MESSAGES, [
      messageIds,
      queueUrls,
    ]);
  }

  async countDead(): Promise<number> {
    const [row] = await this.database.atOnce<{ count: number }>(
      'messages that were given up are counted, of no tenant',
      COUNT_DEAD,
      [],
    );
    return row?.count ?? 0;
  }

  async list(after: string | undefined, take: number): Promise<PoisonRow[]> {
    const rows = await this.database.acrossTenants(
      'the platform key lists messages that are no events',
      (tx) =>
        tx.poisonMessage.findMany({
          where: { status: 'dead', ...(after === undefined ? {} : { id: { lt: after } }) },
          orderBy: { id: 'desc' },
          take,
        }),
    );
    return rows.map((row) => ({ ...row, status: row.status as PoisonStatus }));
  }

  /**
   * Sends it again by `send`, and marks the row. The row is locked meanwhile: a second one waits, and then finds that
   * it is done. What dies after the sending sends twice: an event that comes twice is taken once.
   * @returns the status that the row had; undefined: there is none
   */
  redrive(id: string, send: (tx: Tx, row: PoisonRow) => Promise<void>): Promise<PoisonRow | undefined> {
    return this.database.acrossTenants(
      'the platform key sends a message again that was no event',
      async (tx) => {
        await tx.$queryRaw`SELECT id FROM poison_messages WHERE id = ${id} FOR UPDATE`;
        const row = await tx.poisonMessage.findUnique({ where: { id } });
        if (row === null) return undefined;
        const known: PoisonRow = { ...row, status: row.status as PoisonStatus };
        if (known.status !== 'dead') return known;
        await send(tx, known);
        await tx.poisonMessage.update({ where: { id }, data: { status: 'redriven' } });
        return known;
      },
    );
  }
}
