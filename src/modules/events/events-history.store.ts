import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';

export interface EventRow {
  id: string;
  tenantId: string;
  receivedAt: Date;
  eventId: string;
  eventType: string;
  eventSource: string;
  eventName: string;
  eventTime: Date;
  accountId: string | null;
  region: string | null;
  disposition: string;
  reason: string;
  rule: string | null;
  resources: unknown;
  correlationId: string;
}

export interface EventDetails extends EventRow {
  outcomes: unknown;
  who: unknown;
  isOwn: boolean;
  settledAt: Date | null;
  envelope: unknown;
}

export interface EventFilter {
  eventType?: string | undefined;
  eventSource?: string | undefined;
  eventName?: string | undefined;
  accountId?: string | undefined;
  region?: string | undefined;
  disposition?: string | undefined;
  resourceArn?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

const ROW = Prisma.sql`e.id, e.tenant_id AS "tenantId", e.received_at AS "receivedAt", e.event_id AS "eventId",
  e.event_type AS "eventType", e.event_source AS "eventSource", e.event_name AS "eventName",
  e.event_time AS "eventTime", e.account_id AS "accountId", e.region, e.disposition, e.reason, e.rule, e.resources,
  e.correlation_id AS "correlationId"`;

/** Events for people. Every method runs in the transaction of its use case. */
@Injectable()
export class EventsHistoryStore {
  /** Newest first. */
  async list(
    tx: Tx,
    tenantId: string,
    filter: EventFilter,
    after: string | undefined,
    take: number,
  ): Promise<EventRow[]> {
    const { resourceArn, from, to, ...equal } = filter;
    const columns: Record<keyof typeof equal, Prisma.Sql> = {
      eventType: Prisma.sql`e.event_type`,
      eventSource: Prisma.sql`e.event_source`,
      eventName: Prisma.sql`e.event_name`,
      accountId: Prisma.sql`e.account_id`,
      region: Prisma.sql`e.region`,
      disposition: Prisma.sql`e.disposition`,
    };
    const wanted = Object.entries(columns).flatMap(([name, column]) => {
      const value = equal[name as keyof typeof equal];
      return value === undefined ? [] : [Prisma.sql`AND ${column} = ${value}`];
    });
    if (resourceArn !== undefined)
      wanted.push(Prisma.sql`AND e.resources @> ${JSON.stringify([{ arn: resourceArn }])}::jsonb`);
    if (from !== undefined) wanted.push(Prisma.sql`AND e.event_time >= ${from}`);
    if (to !== undefined) wanted.push(Prisma.sql`AND e.event_time < ${to}`);
    if (after !== undefined) wanted.push(Prisma.sql`AND e.id < ${after}`);
    const where = wanted.length === 0 ? Prisma.empty : Prisma.join(wanted, ' ');
    return tx.$queryRaw`
      SELECT ${ROW} FROM events e WHERE e.tenant_id = ${tenantId} ${where} ORDER BY e.id DESC LIMIT ${take}`;
  }

  /** By our id, or by the event's own. */
  async find(tx: Tx, tenantId: string, ref: string): Promise<EventDetails | undefined> {
    const [row] = await tx.$queryRaw<EventDetails[]>`
      SELECT ${ROW}, e.outcomes, e.who, e.is_own AS "isOwn", e.settled_at AS "settledAt", e.envelope
        FROM event_ids i JOIN events e ON e.received_at = i.received_at AND e.id = i.id
       WHERE i.tenant_id = ${tenantId} AND (i.event_id = ${ref} OR i.id = ${ref}) LIMIT 1`;
    return row;
  }

  /** What rules did about an event. */
  async runsOf(tx: Tx, tenantId: string, id: string) {
    return tx.eventRuleRun.findMany({
      where: { tenantId, sourceId: id },
      select: { id: true, ruleId: true, status: true },
      orderBy: { id: 'asc' },
    });
  }
}
