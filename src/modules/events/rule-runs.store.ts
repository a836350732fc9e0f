import { Injectable } from '@nestjs/common';
import { Database, Prisma, type Tx } from '../../platform/database/index.js';
import type { Change, Disposition } from './domain/disposition.js';
import type { Envelope } from './domain/envelope.js';
import { envelopeOfFact, type RunStatus } from './domain/event-rule.js';

export interface RuleRunRow {
  id: string;
  tenantId: string;
  ruleId: string;
  sourceId: string;
  status: RunStatus;
  result: { type: string; id: string } | null;
  error: string | null;
  correlationId: string;
  createdAt: Date;
  endedAt: Date | null;
}

/** What a run is about. */
export interface RuleSource {
  envelope: Envelope;
  /** Of an event, what its rule says; of a fact none. */
  resources: { arn: string; change: Change; type: string | null }[];
  disposition: Disposition | null;
}

export interface NewRuleRun {
  id: string;
  ruleId: string;
  sourceId: string;
  correlationId: string;
}

/** How a run ended. */
export interface RunEnd {
  status: Exclude<RunStatus, 'queued'>;
  result?: { type: string; id: string };
  error?: string;
}

/** The rows of what rules did. Every method runs in the transaction of its use case. */
@Injectable()
export class RuleRunStore {
  constructor(private readonly database: Database) {}

  /** Each rule runs once for a source. @returns the ids of those that are new */
  async insert(tx: Tx, tenantId: string, runs: readonly NewRuleRun[]): Promise<string[]> {
    const rows = await tx.eventRuleRun.createManyAndReturn({
      data: runs.map((run) => ({ tenantId, ...run })),
      skipDuplicates: true,
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<RuleRunRow | undefined> {
    const row = await tx.eventRuleRun.findFirst({ where: { id, tenantId } });
    return row === null ? undefined : toRun(row);
  }

  /** How many of the rule's runs, in the minute before this one, were or will be made. Counts to `limit`. */
  async before(tx: Tx, { id, tenantId, ruleId, createdAt }: RuleRunRow, limit: number): Promise<number> {
    const [row] = await tx.$queryRaw<{ n: bigint }[]>`
      SELECT count(*) AS n FROM (
        SELECT created_at FROM event_rule_runs
         WHERE tenant_id = ${tenantId} AND rule_id = ${ruleId} AND id < ${id} AND status <> 'skipped'
         ORDER BY id DESC LIMIT ${limit}) r
       WHERE r.created_at > ${createdAt}::timestamptz - interval '1 minute'`;
    return Number(row?.n ?? 0);
  }

  /** The event or fact of a run; undefined where it is gone. */
  async source(tx: Tx, tenantId: string, id: string): Promise<RuleSource | undefined> {
    if (id.startsWith('fact_')) {
      const fact = await tx.fact.findFirst({ where: { id, tenantId } });
      if (fact === null) return undefined;
      const envelope = envelopeOfFact({ ...fact, payload: fact.payload as Record<string, unknown> });
      return { envelope, resources: [], disposition: null };
    }
    const [row] = await tx.$queryRaw<RuleSource[]>`
      SELECT e.envelope, e.resources, e.disposition
        FROM event_ids i JOIN events e ON e.received_at = i.received_at AND e.id = i.id
       WHERE i.tenant_id = ${tenantId} AND i.id = ${id} AND e.tenant_id = ${tenantId}`;
    return row;
  }

  /** False where it has ended already. */
  async end(tx: Tx, { id, tenantId }: Pick<RuleRunRow, 'id' | 'tenantId'>, end: RunEnd): Promise<boolean> {
    const { count } = await tx.eventRuleRun.updateMany({
      where: { id, tenantId, status: 'queued' },
      data: {
        ...{ status: end.status, result: end.result ?? Prisma.DbNull, error: end.error ?? null },
        endedAt: await this.database.now(tx),
      },
    });
    return count === 1;
  }

  /** Newest first. */
  async list(
    tx: Tx,
    { id: ruleId, tenantId }: { id: string; tenantId: string },
    filter: { status?: RunStatus | undefined; after?: string | undefined; take: number },
  ): Promise<RuleRunRow[]> {
    const { status, after, take } = filter;
    const rows = await tx.eventRuleRun.findMany({
      where: { tenantId, ruleId, status, id: { lt: after } },
      orderBy: { id: 'desc' },
      take,
    });
    return rows.map(toRun);
  }

  /** The newest run of each rule that has one. */
  async newest(tx: Tx, tenantId: string, ruleIds: readonly string[]): Promise<Map<string, RuleRunRow>> {
    const rows = await tx.$queryRaw<RuleRunRow[]>`
      SELECT u.id, u.tenant_id AS "tenantId", u.rule_id AS "ruleId", u.source_id AS "sourceId", u.status, u.result,
             u.error, u.correlation_id AS "correlationId", u.created_at AS "createdAt", u.ended_at AS "endedAt"
        FROM unnest(${[...ruleIds]}::text[]) AS r(id)
       CROSS JOIN LATERAL (SELECT * FROM event_rule_runs x WHERE x.tenant_id = ${tenantId} AND x.rule_id = r.id
                            ORDER BY x.id DESC LIMIT 1) u`;
    return new Map(rows.map((row) => [row.ruleId, row]));
  }
}

const toRun = (row: Prisma.EventRuleRunGetPayload<object>): RuleRunRow => ({
  ...row,
  status: row.status as RunStatus,
  result: row.result as RuleRunRow['result'],
});
