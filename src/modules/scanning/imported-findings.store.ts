import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import type { ImportedCount } from './domain/imports/compliance-result.js';
import type { ImportedClaim, OwnClaim } from './domain/imports/duplicates.js';
import type { ImportedFinding, ImportProvider } from './domain/imports/imported-finding.js';
import type { OpenUnit } from './scan-unit.store.js';

/** The rows of imported findings. Every method runs in the transaction of its use case. */
@Injectable()
export class ImportedFindingsStore {
  /** Writes what a unit has read; run twice it writes the same rows. What could not be decided stays as it was. */
  async upsert(tx: Tx, { tenantId, scanId }: OpenUnit, findings: readonly ImportedFinding[]): Promise<void> {
    if (findings.length === 0) return;
    // one row may not be touched twice by one statement; in order, so that two writers cannot wait for each other
    const rows = [...new Map(findings.map((one) => [one.externalId, one])).values()]
      .sort((a, b) => (a.externalId < b.externalId ? -1 : 1))
      .map(({ says, violates, controlIds, details, ...finding }) => ({
        ...{ ...finding, id: newId('imp'), says, controlId: controlIds[0] ?? null },
        details: { ...details, violates, controlIds },
      }));
    await tx.$executeRaw`
      INSERT INTO imported_findings AS i (id, tenant_id, provider, external_id, account_id, region, resource_arn,
             resource_type, title, severity, status, external_control, control_id, frameworks, details, first_seen_at,
             updated_at, last_seen_at, scan_id)
      SELECT n.id, ${tenantId}, n.provider, n."externalId", n."accountId", n.region, n."resourceArn", n."resourceType",
             n.title, n.severity, CASE n.says WHEN 'fail' THEN 'open' WHEN 'pass' THEN 'resolved' ELSE 'undecided' END,
             n."externalControl", n."controlId", n.frameworks, n.details, app_now(), n."updatedAt", app_now(), ${scanId}
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n(id text, provider text, "externalId" text,
             "accountId" text, region text, "resourceArn" text, "resourceType" text, title text, severity text,
             says text, "externalControl" text, "controlId" text, frameworks jsonb, details jsonb,
             "updatedAt" timestamptz)
      ON CONFLICT (tenant_id, provider, external_id) DO UPDATE SET
             resource_arn = EXCLUDED.resource_arn, resource_type = EXCLUDED.resource_type, title = EXCLUDED.title,
             severity = EXCLUDED.severity, external_control = EXCLUDED.external_control,
             status = CASE EXCLUDED.status WHEN 'undecided' THEN i.status ELSE EXCLUDED.status END,
             control_id = EXCLUDED.control_id, frameworks = EXCLUDED.frameworks, details = EXCLUDED.details,
             updated_at = EXCLUDED.updated_at, last_seen_at = EXCLUDED.last_seen_at, scan_id = EXCLUDED.scan_id`;
  }

  /**
   * Resolves what a complete read has not shown. One that was last written before `writtenSince` was not asked for:
   * that it is missing says nothing.
   */
  async resolveUnseen(
    tx: Tx,
    { tenantId, scanId, accountId, region, startedAt }: OpenUnit,
    provider: ImportProvider,
    writtenSince: Date,
  ): Promise<number> {
    return tx.$executeRaw`
      UPDATE imported_findings SET status = 'resolved', scan_id = ${scanId}
       WHERE tenant_id = ${tenantId} AND account_id = ${accountId} AND region = ${region} AND provider = ${provider}
         AND status <> 'resolved' AND last_seen_at < ${startedAt} AND updated_at >= ${writtenSince}`;
  }

  /** The open ones that a scan has seen. */
  async openClaims(tx: Tx, tenantId: string, scanId: string): Promise<ImportedClaim[]> {
    return tx.$queryRaw`
      SELECT id, provider, account_id AS "accountId", region, resource_arn AS "resourceArn",
             external_control AS "externalControl",
             ARRAY(SELECT jsonb_array_elements_text(details -> 'controlIds')) AS "controlIds"
        FROM imported_findings WHERE tenant_id = ${tenantId} AND scan_id = ${scanId} AND status = 'open'`;
  }

  /** Our own open findings of these controls in these accounts. */
  async ownClaims(
    tx: Tx,
    tenantId: string,
    { accountIds, controlIds }: { accountIds: string[]; controlIds: string[] },
  ): Promise<OwnClaim[]> {
    if (accountIds.length === 0 || controlIds.length === 0) return [];
    return tx.$queryRaw`
      SELECT id, control_id AS "controlId", account_id AS "accountId", region, resource_arn AS "resourceArn"
        FROM findings
       WHERE tenant_id = ${tenantId} AND status = 'open' AND account_id = ANY(${accountIds})
         AND control_id = ANY(${controlIds})
       ORDER BY id`;
  }

  /** Notes of each that a scan has seen which finding says the same, or that none does. */
  async setDuplicates(
    tx: Tx,
    tenantId: string,
    scanId: string,
    duplicates: ReadonlyMap<string, string>,
  ): Promise<void> {
    const rows = [...duplicates].map(([id, of]) => ({ id, of }));
    await tx.$executeRaw`
      WITH n AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n(id text, "of" text)),
      said AS (
        SELECT i.id, n."of" FROM imported_findings i LEFT JOIN n USING (id)
         WHERE i.tenant_id = ${tenantId} AND i.scan_id = ${scanId} AND i.status = 'open')
      UPDATE imported_findings i SET duplicate_of = said."of" FROM said
       WHERE i.tenant_id = ${tenantId} AND i.id = said.id AND i.duplicate_of IS DISTINCT FROM said."of"`;
  }

  /** What a scan has seen and no other finding repeats, by what is counted apart. */
  async counts(tx: Tx, tenantId: string, scanId: string): Promise<ImportedCount[]> {
    return tx.$queryRaw`
      SELECT severity, status = 'open' AS "isOpen", coalesce((details ->> 'violates')::boolean, false) AS violates,
             frameworks, count(*)::int AS count
        FROM imported_findings
       WHERE tenant_id = ${tenantId} AND scan_id = ${scanId} AND duplicate_of IS NULL
       GROUP BY 1, 2, 3, 4`;
  }
}
