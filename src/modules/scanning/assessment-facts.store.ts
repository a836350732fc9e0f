import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import { severities, type Severity } from './domain/control.js';

/** Which findings an assessment is about; null: all. */
export interface FindingScope {
  accountIds: readonly string[] | null;
  /** With that of what lies in none. */
  regions: readonly string[] | null;
  resourceTypes: readonly string[] | null;
  tags: Readonly<Record<string, string>> | null;
  controlIds: readonly string[];
}

export interface ControlFindings {
  controlId: string;
  severity: Severity;
  /** Open, and neither suppressed nor muted. */
  count: number;
  suppressed: number;
  muted: number;
  savingsUsd: number | null;
}

export interface ChangedFinding {
  findingId: string;
  title: string;
  severity: Severity;
  controlId: string;
  resourceArn: string;
  at: Date;
}

/** What assessments read of findings. Every method runs in the transaction of its use case. */
@Injectable()
export class AssessmentFactsStore {
  /** Open findings by control and severity. */
  async totals(tx: Tx, tenantId: string, scope: FindingScope): Promise<ControlFindings[]> {
    return tx.$queryRaw`
      SELECT control_id AS "controlId", severity,
             count(*) FILTER (WHERE NOT ${BY_HAND} AND NOT ${BY_RULE})::int AS count,
             count(*) FILTER (WHERE ${BY_HAND})::int AS suppressed,
             count(*) FILTER (WHERE NOT ${BY_HAND} AND ${BY_RULE})::int AS muted,
             sum(estimated_monthly_savings_usd) FILTER (WHERE NOT ${BY_HAND} AND NOT ${BY_RULE})::float8
               AS "savingsUsd"
        FROM findings WHERE ${within(tenantId, scope)} AND status = 'open' GROUP BY 1, 2 ORDER BY 1, 2`;
  }

  /** The open findings of some failures. */
  async idsOf(
    tx: Tx,
    tenantId: string,
    { arns, controlIds }: { arns: readonly string[]; controlIds: readonly string[] },
  ): Promise<{ findingId: string; resourceArn: string; controlId: string }[]> {
    return tx.$queryRaw`
      SELECT id AS "findingId", resource_arn AS "resourceArn", control_id AS "controlId" FROM findings
       WHERE tenant_id = ${tenantId} AND resource_arn = ANY(${[...arns]}) AND control_id = ANY(${[...controlIds]})
         AND status = 'open'`;
  }

  /** What has opened since and is open: the worst first, and how many there are. */
  async opened(tx: Tx, tenantId: string, scope: FindingScope, since: Date, limit: number) {
    const where = Prisma.sql`${within(tenantId, scope)} AND status = 'open' AND opened_at >= ${since}
      AND NOT ${BY_HAND} AND NOT ${BY_RULE}`;
    return changed(tx, where, Prisma.sql`opened_at`, limit);
  }

  async resolved(tx: Tx, tenantId: string, scope: FindingScope, since: Date, limit: number) {
    const where = Prisma.sql`${within(tenantId, scope)} AND status = 'resolved' AND resolved_at >= ${since}`;
    return changed(tx, where, Prisma.sql`resolved_at`, limit);
  }
}

async function changed(
  tx: Tx,
  where: Prisma.Sql,
  at: Prisma.Sql,
  limit: number,
): Promise<{ items: ChangedFinding[]; total: number }> {
  const items = await tx.$queryRaw<(ChangedFinding & { total: number })[]>`
    SELECT id AS "findingId", title, severity, control_id AS "controlId", resource_arn AS "resourceArn",
           ${at} AS at, count(*) OVER ()::int AS total
      FROM findings WHERE ${where}
     ORDER BY array_position(${[...severities]}::text[], severity), ${at} DESC, id LIMIT ${limit}`;
  return { items: items.map(({ total: _, ...one }) => one), total: items[0]?.total ?? 0 };
}

const BY_HAND = Prisma.sql`coalesce(suppressed_at IS NOT NULL
  AND (suppressed_until IS NULL OR suppressed_until > app_now()), false)`;

const BY_RULE = Prisma.sql`EXISTS (SELECT FROM mutes m
  WHERE m.tenant_id = findings.tenant_id AND m.id = findings.mute_id
    AND (m.expires_at IS NULL OR m.expires_at > app_now()))`;

function within(tenantId: string, scope: FindingScope): Prisma.Sql {
  const among = (column: Prisma.Sql, values: readonly string[] | null) =>
    values === null ? Prisma.empty : Prisma.sql`AND ${column} = ANY(${[...values]})`;
  const tagged =
    scope.tags === null
      ? Prisma.empty
      : Prisma.sql`AND EXISTS (SELECT FROM resources r WHERE r.tenant_id = findings.tenant_id
          AND r.arn = findings.resource_arn AND r.tags @> ${JSON.stringify(scope.tags)}::jsonb)`;
  return Prisma.sql`tenant_id = ${tenantId} AND control_id = ANY(${[...scope.controlIds]})
    ${among(Prisma.sql`account_id`, scope.accountIds)} ${among(Prisma.sql`region`, scope.regions)}
    ${among(Prisma.sql`resource_type`, scope.resourceTypes)} ${tagged}`;
}
