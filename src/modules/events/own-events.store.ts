import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import type { Disposition, Outcome } from './domain/disposition.js';
import type { Envelope } from './domain/envelope.js';
import type { Who } from './domain/incoming.js';

export interface NewOwnEvent {
  id: string;
  eventId: string;
  eventType: string;
  eventTime: Date;
  disposition: Disposition;
  reason: string;
  resources: readonly unknown[];
  outcomes: Record<string, Outcome>;
  who: Who | null;
  correlationId: string;
  envelope: Envelope;
}

/** An event of our own, as its job reads it. */
export interface OwnEventRow {
  id: string;
  eventId: string;
  receivedAt: Date;
  eventType: string;
  eventTime: Date;
  disposition: Disposition;
  resources: { arn: string }[];
  who: Who | null;
  correlationId: string;
  envelope: Envelope;
}

/** Events that come from here and not from AWS. Every method runs in the transaction of its use case. */
@Injectable()
export class OwnEventStore {
  /** Leaves out those that are there already. @returns the ids of those that were not */
  async insert(tx: Tx, tenantId: string, source: string, events: readonly NewOwnEvent[]): Promise<string[]> {
    const ids = events.map(({ id, eventId }) => ({ id, eventId }));
    const added = await tx.$queryRaw<{ id: string; receivedAt: Date }[]>`
      INSERT INTO event_ids (tenant_id, event_id, id, received_at)
      SELECT ${tenantId}, n."eventId", n.id, app_now()
        FROM jsonb_to_recordset(${JSON.stringify(ids)}::jsonb) AS n(id text, "eventId" text) ORDER BY 2
      ON CONFLICT (tenant_id, event_id) DO NOTHING
      RETURNING id, received_at AS "receivedAt"`;
    const receivedAt = new Map(added.map((row) => [row.id, row.receivedAt]));
    const rows = events.flatMap((event) => {
      const at = receivedAt.get(event.id);
      return at === undefined ? [] : [rowOf(tenantId, source, event, at)];
    });
    if (rows.length > 0) await tx.event.createMany({ data: rows });
    return [...receivedAt.keys()];
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<OwnEventRow | undefined> {
    const row = await tx.event.findFirst({ where: { tenantId, id } });
    return row === null ? undefined : (row as unknown as OwnEventRow);
  }

  async findByEventId(tx: Tx, tenantId: string, eventId: string): Promise<OwnEventRow | undefined> {
    const known = await tx.eventId.findUnique({ where: { tenantId_eventId: { tenantId, eventId } } });
    return known === null ? undefined : this.find(tx, tenantId, known.id);
  }

  /** False where it has ended already. */
  async settle(
    tx: Tx,
    tenantId: string,
    { id, receivedAt }: Pick<OwnEventRow, 'id' | 'receivedAt'>,
    end: { disposition: Disposition; reason: string; outcomes: Record<string, Outcome> },
  ): Promise<boolean> {
    const count = await tx.$executeRaw`
      UPDATE events SET disposition = ${end.disposition}, reason = ${end.reason},
             outcomes = ${JSON.stringify(end.outcomes)}::jsonb, settled_at = app_now()
       WHERE tenant_id = ${tenantId} AND received_at = ${receivedAt} AND id = ${id} AND disposition = 'retrying'`;
    return count === 1;
  }
}

const rowOf = (tenantId: string, source: string, event: NewOwnEvent, receivedAt: Date) => {
  const { id, eventId, eventType, eventTime, disposition, reason, correlationId } = event;
  return {
    ...{ id, tenantId, receivedAt, eventId, eventType, eventSource: source, eventName: eventType, eventTime },
    ...{ disposition, reason, correlationId },
    resources: event.resources as Prisma.InputJsonArray,
    outcomes: event.outcomes as unknown as Prisma.InputJsonObject,
    who: event.who === null ? Prisma.DbNull : (event.who as unknown as Prisma.InputJsonObject),
    envelope: event.envelope as Prisma.InputJsonObject,
    settledAt: disposition === 'retrying' ? null : receivedAt,
  };
};
