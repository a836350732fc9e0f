import { Injectable } from '@nestjs/common';
import type { Prisma, Tx } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import type { VulnerabilityResult } from './domain/imports/scan-result.js';
import type { Vulnerability, VulnerabilityProvider } from './domain/imports/vulnerability.js';
import type { OpenUnit } from './scan-unit.store.js';
import type { VulnerabilityQuery } from './vulnerabilities.schemas.js';

export type VulnerabilityRow = Prisma.VulnerabilityGetPayload<object>;

/** The rows of vulnerabilities. Every method runs in the transaction of its use case. */
@Injectable()
export class VulnerabilitiesStore {
  /** Writes what a unit has read; run twice it writes the same rows. Patches that were not read stay as they were. */
  async upsert(tx: Tx, { tenantId, scanId }: OpenUnit, found: readonly Vulnerability[]): Promise<void> {
    if (found.length === 0) return;
    // one row may not be touched twice by one statement; in order, so that two writers cannot wait for each other
    const rows = [...new Map(found.map((one) => [one.externalId, one])).values()]
      .sort((a, b) => (a.externalId < b.externalId ? -1 : 1))
      .map(({ patches, ...one }) => ({ ...one, id: newId('vul'), ...(patches === null ? {} : { patches }) }));
    await tx.$executeRaw`
      INSERT INTO vulnerabilities AS v (id, tenant_id, account_id, region, external_id, provider, vulnerability_id,
             resource_arn, resource_type, instance_id, title, severity, score, status, exploit_available, fix_available,
             packages, patches, patchable, first_seen_at, updated_at, last_seen_at, scan_id)
      SELECT n.id, ${tenantId}, n."accountId", n.region, n."externalId", n.provider, n."vulnerabilityId",
             n."resourceArn", n."resourceType", n."instanceId", n.title, n.severity, n.score, 'open',
             n."exploitAvailable", n."fixAvailable", n.packages, coalesce(n.patches, o.patches, '[]'),
             n.fixable OR jsonb_array_length(coalesce(n.patches, o.patches, '[]')) > 0, app_now(), n."updatedAt",
             app_now(), ${scanId}
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n(id text, "accountId" text, region text,
             "externalId" text, provider text, "vulnerabilityId" text, "resourceArn" text, "resourceType" text,
             "instanceId" text, title text, severity text, score numeric, "exploitAvailable" boolean,
             "fixAvailable" text, packages jsonb, patches jsonb, fixable boolean, "updatedAt" timestamptz)
        LEFT JOIN vulnerabilities o ON o.tenant_id = ${tenantId} AND o.external_id = n."externalId"
      ON CONFLICT (tenant_id, external_id) DO UPDATE SET
             title = EXCLUDED.title, severity = EXCLUDED.severity, score = EXCLUDED.score, status = 'open',
             exploit_available = EXCLUDED.exploit_available, fix_available = EXCLUDED.fix_available,
             packages = EXCLUDED.packages, patches = EXCLUDED.patches, patchable = EXCLUDED.patchable,
             updated_at = EXCLUDED.updated_at, last_seen_at = EXCLUDED.last_seen_at, closed_at = NULL,
             scan_id = EXCLUDED.scan_id`;
  }

  /**
   * What Systems Manager and Inspector both tell of an instance is one vulnerability: Inspector's row, with the patches
   * of the other, which closes.
   */
  async mergeProviders(tx: Tx, unit: OpenUnit, { patchesRead }: { patchesRead: boolean }): Promise<void> {
    const { tenantId, accountId, region, scanId } = unit;
    await tx.$executeRaw`
      WITH same AS (
        SELECT i.id, s.id AS other, s.patches,
               s.scan_id = ${scanId} OR (NOT ${patchesRead} AND i.patches = '[]') AS "isNewer"
          FROM vulnerabilities i JOIN vulnerabilities s USING (tenant_id, account_id, region, resource_arn, vulnerability_id)
         WHERE tenant_id = ${tenantId} AND account_id = ${accountId} AND region = ${region}
           AND i.provider = 'inspector' AND s.provider = 'ssm' AND i.status = 'open' AND s.status = 'open'
           AND ${scanId} IN (i.scan_id, s.scan_id)),
      merged AS (
        UPDATE vulnerabilities i SET scan_id = ${scanId},
               patches = CASE WHEN same."isNewer" THEN same.patches ELSE i.patches END,
               patchable = i.patchable OR same."isNewer"
          FROM same WHERE i.tenant_id = ${tenantId} AND i.id = same.id)
      UPDATE vulnerabilities s SET status = 'closed', closed_at = app_now() FROM same
       WHERE s.tenant_id = ${tenantId} AND s.id = same.other`;
  }

  /**
   * Closes what a complete read has not shown, but on instances of which it knows nothing. What was last written
   * before `writtenSince` was not asked for: that it is missing says nothing.
   */
  async closeUnseen(
    tx: Tx,
    { tenantId, accountId, region, startedAt }: OpenUnit,
    provider: VulnerabilityProvider,
    { writtenSince, unknownInstances }: { writtenSince: Date; unknownInstances: readonly string[] },
  ): Promise<void> {
    await tx.$executeRaw`
      UPDATE vulnerabilities SET status = 'closed', closed_at = app_now()
       WHERE tenant_id = ${tenantId} AND account_id = ${accountId} AND region = ${region} AND provider = ${provider}
         AND status = 'open' AND last_seen_at < ${startedAt} AND updated_at >= ${writtenSince}
         AND (instance_id IS NULL OR instance_id <> ALL(${[...unknownInstances]}))`;
  }

  async counts(tx: Tx, tenantId: string, scanId: string): Promise<Omit<VulnerabilityResult, 'kind'>> {
    const [row] = await tx.$queryRaw<Omit<VulnerabilityResult, 'kind'>[]>`
      SELECT count(*)::int AS "vulnerabilitiesCount",
             count(*) FILTER (WHERE severity = 'critical')::int AS "criticalVulnerabilities",
             count(*) FILTER (WHERE severity = 'high')::int AS "highVulnerabilities",
             count(*) FILTER (WHERE patchable)::int AS "patchableVulnerabilities",
             (SELECT count(DISTINCT (p.account_id, p.region, p.instance_id, patch ->> 'patchId'))::int
                FROM vulnerabilities p, jsonb_array_elements(p.patches) AS patch
               WHERE p.tenant_id = ${tenantId} AND p.scan_id = ${scanId} AND p.status = 'open') AS "patchesCount"
        FROM vulnerabilities WHERE tenant_id = ${tenantId} AND scan_id = ${scanId} AND status = 'open'`;
    if (row === undefined) throw new Error('a count gave nothing');
    return row;
  }

  /** Newest first: ids sort by the time they were made. */
  async list(
    tx: Tx,
    tenantId: string,
    { severity, patchable, ...filter }: Omit<VulnerabilityQuery, 'limit' | 'cursor' | 'tenantId'>,
    after: string | undefined,
    take: number,
  ): Promise<VulnerabilityRow[]> {
    return tx.vulnerability.findMany({
      where: {
        ...{ tenantId, ...filter },
        ...(severity === undefined ? {} : { severity: { in: severity } }),
        ...(patchable === undefined ? {} : { patchable: patchable === 'true' }),
        ...(after === undefined ? {} : { id: { lt: after } }),
      },
      orderBy: { id: 'desc' },
      take,
    });
  }
}
