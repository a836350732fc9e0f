import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import { severities, type Severity } from './domain/control.js';
import type { OwnCount } from './domain/imports/compliance-result.js';
import type { ScanStatus } from './domain/scan-outcome.js';
import type { FoundGroup } from './domain/scan-summary.js';
import type { ScanView } from './domain/scan-view.js';
import { ACCOUNT_UNIT } from './scan-unit.store.js';

export interface ServiceUnits {
  scanStatus: ScanStatus;
  /** Accounts whose units are not known yet. */
  accountsOpen: number;
  units: number;
  open: number;
  failed: number;
  resources: number;
}

export interface SeverityCount {
  severity: Severity;
  count: number;
  suppressed: number;
  estimatedMonthlySavingsUsd: number;
}

export interface FoundRow {
  findingId: string;
  controlId: string;
  title: string;
  severity: Severity;
  accountId: string;
  region: string;
  resourceArn: string;
  resourceType: string;
  risk: 'high' | 'low' | null;
  estimatedMonthlySavingsUsd: number | null;
  openedAt: Date;
}

/** Findings that are open: those that a scan has seen, or those that have opened since a time. */
export type FoundWhere = { seenBy: { scanId: string; since: Date; view: ScanView } } | { openedSince: Date };

/** What scans have found, for reports. Every method runs in the transaction of its use case. */
@Injectable()
export class ScanResultsStore {
  /** Undefined when there is no such scan. */
  async unitsOf(
    tx: Tx,
    tenantId: string,
    scanId: string,
    services: readonly string[],
  ): Promise<ServiceUnits | undefined> {
    const rows = await tx.$queryRaw<ServiceUnits[]>`
      SELECT s.status AS "scanStatus",
             count(*) FILTER (WHERE u.service = ${ACCOUNT_UNIT} AND u.status IN ('queued', 'running'))::int AS "accountsOpen",
             count(*) FILTER (WHERE u.service = ANY(${[...services]}))::int AS units,
             count(*) FILTER (WHERE u.service = ANY(${[...services]}) AND u.status IN ('queued', 'running'))::int AS open,
             count(*) FILTER (WHERE u.service = ANY(${[...services]}) AND u.status = 'failed')::int AS failed,
             coalesce(sum(u.resources) FILTER (WHERE u.service = ANY(${[...services]})), 0)::int AS resources
        FROM scans s LEFT JOIN scan_units u ON u.scan_id = s.id AND u.tenant_id = s.tenant_id
       WHERE s.id = ${scanId} AND s.tenant_id = ${tenantId} GROUP BY s.id`;
    return rows[0];
  }

  async accountsOf(tx: Tx, tenantId: string, scanId: string): Promise<string[]> {
    const rows = await tx.scanUnit.findMany({
      where: { tenantId, scanId, service: ACCOUNT_UNIT },
      select: { accountId: true },
      orderBy: { accountId: 'asc' },
    });
    return rows.map(({ accountId }) => accountId);
  }

  /** Without severities of which there is none. */
  async counts(tx: Tx, tenantId: string, where: FoundWhere): Promise<SeverityCount[]> {
    return tx.$queryRaw`
      SELECT severity, count(*) FILTER (WHERE NOT (${SUPPRESSED}))::int AS count,
             count(*) FILTER (WHERE ${SUPPRESSED})::int AS suppressed,
             coalesce(sum(estimated_monthly_savings_usd) FILTER (WHERE NOT (${SUPPRESSED})), 0)::float8
               AS "estimatedMonthlySavingsUsd"
        FROM findings WHERE ${conditionOf(tenantId, where)} GROUP BY severity`;
  }

  /** By control, and the severity that its findings have. */
  async byControl(tx: Tx, tenantId: string, where: FoundWhere): Promise<OwnCount[]> {
    return tx.$queryRaw`
      SELECT control_id AS "controlId", severity, count(*) FILTER (WHERE NOT (${SUPPRESSED}))::int AS count,
             count(*) FILTER (WHERE ${SUPPRESSED})::int AS suppressed
        FROM findings WHERE ${conditionOf(tenantId, where)} GROUP BY 1, 2`;
  }

  /** By control, severity, type and region; without those that are suppressed or muted. */
  async groups(tx: Tx, tenantId: string, where: FoundWhere): Promise<FoundGroup[]> {
    return tx.$queryRaw`
      SELECT control_id AS "controlId", severity, resource_type AS "resourceType", region, count(*)::int AS count,
             count(*) FILTER (WHERE risk = 'high')::int AS "highRisk",
             coalesce(sum(estimated_monthly_savings_usd), 0)::float8 AS "savingsUsd"
        FROM findings WHERE ${conditionOf(tenantId, where)} AND NOT (${SUPPRESSED}) GROUP BY 1, 2, 3, 4`;
  }

  /** Scores of frameworks as they were before a scan; what was noted first stays. */
  async noteScoresBefore(
    tx: Tx,
    tenantId: string,
    scanId: string,
    before: Readonly<Record<string, number | null>>,
  ): Promise<void> {
    await tx.$executeRaw`
      UPDATE scans SET scores_before = coalesce(scores_before, ${JSON.stringify(before)}::jsonb)
       WHERE tenant_id = ${tenantId} AND id = ${scanId}`;
  }

  async scoresBefore(tx: Tx, tenantId: string, scanId: string): Promise<Record<string, number | null>> {
    const row = await tx.scan.findFirst({ where: { tenantId, id: scanId }, select: { scoresBefore: true } });
    return (row?.scoresBefore ?? {}) as Record<string, number | null>;
  }

  /** The worst first; without those that are suppressed. */
  async found(tx: Tx, tenantId: string, where: FoundWhere, limit: number): Promise<FoundRow[]> {
    return tx.$queryRaw`
      SELECT id AS "findingId", control_id AS "controlId", title, severity, account_id AS "accountId", region,
             resource_arn AS "resourceArn", resource_type AS "resourceType", risk,
             estimated_monthly_savings_usd::float8 AS "estimatedMonthlySavingsUsd", opened_at AS "openedAt"
        FROM findings WHERE ${conditionOf(tenantId, where)} AND NOT (${SUPPRESSED})
       ORDER BY array_position(${[...severities]}::text[], severity), estimated_monthly_savings_usd DESC NULLS LAST, id
       LIMIT ${limit}`;
  }

  /** How many findings a scan has opened and resolved; `since` is when it began. */
  async changedBy(
    tx: Tx,
    tenantId: string,
    scanId: string,
    since: Date,
  ): Promise<{ opened: number; resolved: number }> {
    const rows = await tx.$queryRaw<{ opened: number; resolved: number }[]>`
      SELECT count(*) FILTER (WHERE t."to" = 'open')::int AS opened,
             count(*) FILTER (WHERE t."to" = 'resolved')::int AS resolved
        FROM findings f JOIN finding_transitions t ON t.tenant_id = f.tenant_id AND t.finding_id = f.id
       WHERE f.tenant_id = ${tenantId} AND (f.opened_at >= ${since} OR f.resolved_at >= ${since})
         AND t.source = ${scanId}`;
    return rows[0] ?? { opened: 0, resolved: 0 };
  }

  async resolvedSince(tx: Tx, tenantId: string, since: Date): Promise<number> {
    return tx.finding.count({ where: { tenantId, status: 'resolved', resolvedAt: { gte: since } } });
  }
}

/** By hand, or by a mute that holds. */
const SUPPRESSED = Prisma.sql`(coalesce(suppressed_at IS NOT NULL AND (suppressed_until IS NULL OR suppressed_until > app_now()), false)
  OR EXISTS (SELECT FROM mutes m WHERE m.tenant_id = findings.tenant_id AND m.id = findings.mute_id
                AND (m.expires_at IS NULL OR m.expires_at > app_now())))`;

function conditionOf(tenantId: string, where: FoundWhere): Prisma.Sql {
  const open = Prisma.sql`tenant_id = ${tenantId} AND status = 'open'`;
  if ('openedSince' in where) return Prisma.sql`${open} AND opened_at >= ${where.openedSince}`;
  const { scanId, since, view } = where.seenBy;
  const among = (column: Prisma.Sql, values: string[] | null) =>
    values === null ? Prisma.empty : Prisma.sql`AND ${column} = ANY(${values})`;
  return Prisma.sql`${open} AND last_seen_at >= ${since}
    AND account_id IN (SELECT account_id FROM scan_units WHERE tenant_id = ${tenantId} AND scan_id = ${scanId})
    ${among(Prisma.sql`region`, view.regions)} ${among(Prisma.sql`resource_type`, view.resourceTypes)}
    ${among(Prisma.sql`control_id`, view.controlIds)} ${among(Prisma.sql`resource_arn`, view.resourceArns)}`;
}
