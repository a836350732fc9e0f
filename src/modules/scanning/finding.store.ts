import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import type { Severity } from './domain/control.js';
import type { FindingKey, FindingState, Transition } from './domain/finding-changes.js';

/** What a failing control says of a resource, ready to be written. */
export interface Failure extends FindingKey {
  id: string;
  resourceType: string;
  title: string;
  severity: Severity;
  risk: string | null;
  evidence: Record<string, unknown>;
  evidenceHash: string;
  savings: number | null;
  /** The mute that holds for it. */
  muteId: string | null;
  /** Somebody has suppressed it by hand, and that still holds. */
  suppressed: boolean;
  /** The scan or event that read the resource. */
  source: string;
}

const stateColumns = Prisma.sql`
  id, account_id AS "accountId", region, resource_arn AS "resourceArn", control_id AS "controlId", status, title, severity,
  suppressed_at IS NOT NULL AND coalesce(suppressed_until > app_now(), true) AS suppressed`;

/** Writes findings, a page at a time. Every method runs in the transaction of its use case. */
@Injectable()
export class FindingStore {
  /** All findings of some resources, locked in one order, so that two scans of a resource take turns. */
  async lockOf(tx: Tx, tenantId: string, arns: readonly string[]): Promise<FindingState[]> {
    return tx.$queryRaw`
      SELECT ${stateColumns} FROM findings WHERE tenant_id = ${tenantId} AND resource_arn = ANY(${[...arns]}) ORDER BY id FOR UPDATE`;
  }

  /** Open findings of a control, without those on one type of resource; locked as lockOf() does. */
  async lockOpenOf(
    tx: Tx,
    tenantId: string,
    { controlId, butOfType }: { controlId: string; butOfType: string | null },
    take: number,
  ): Promise<FindingState[]> {
    return tx.$queryRaw`
      SELECT ${stateColumns} FROM findings
       WHERE tenant_id = ${tenantId} AND control_id = ${controlId} AND status = 'open'
         AND resource_type IS DISTINCT FROM ${butOfType}
       ORDER BY id LIMIT ${take} FOR UPDATE`;
  }

  /** Adds new findings; gives back the ids of those that were not there. */
  async insert(tx: Tx, tenantId: string, failures: readonly Failure[]): Promise<string[]> {
    if (failures.length === 0) return [];
    const rows = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO findings (id, tenant_id, account_id, region, resource_arn, resource_type, control_id, title, severity,
                            status, risk, evidence, evidence_hash, estimated_monthly_savings_usd, first_seen_at,
                            last_seen_at, opened_at, last_scan_id, mute_id)
      SELECT n.id, ${tenantId}, n."accountId", n.region, n."resourceArn", n."resourceType", n."controlId", n.title,
             n.severity, 'open', n.risk, n.evidence, n."evidenceHash", n.savings, app_now(), app_now(), app_now(), n.source,
             n."muteId"
        FROM jsonb_to_recordset(${JSON.stringify(failures)}::jsonb) AS n(id text, "accountId" text, region text,
             "resourceArn" text, "resourceType" text, "controlId" text, title text, severity text, risk text,
             evidence jsonb, "evidenceHash" text, savings numeric, "muteId" text, source text)
      ON CONFLICT (tenant_id, account_id, region, resource_arn, control_id) DO NOTHING
      RETURNING id`;
    return rows.map((row) => row.id);
  }

  /** Refreshes findings that still fail, and opens those that were resolved. */
  async refresh(tx: Tx, tenantId: string, failures: readonly Failure[]): Promise<void> {
    if (failures.length === 0) return;
    await tx.$executeRaw`
      UPDATE findings f
         SET title = n.title, severity = n.severity, risk = n.risk, evidence = n.evidence,
             evidence_hash = n."evidenceHash", estimated_monthly_savings_usd = n.savings, mute_id = n."muteId", last_seen_at = app_now(),
             last_scan_id = n.source, status = 'open', resolved_at = NULL,
             opened_at = CASE WHEN f.status = 'resolved' THEN app_now() ELSE f.opened_at END
        FROM jsonb_to_recordset(${JSON.stringify(failures)}::jsonb) AS n(id text, title text, severity text, risk text,
             evidence jsonb, "evidenceHash" text, savings numeric, "muteId" text, source text)
       WHERE f.tenant_id = ${tenantId} AND f.id = n.id`;
  }

  async resolve(tx: Tx, tenantId: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await tx.$executeRaw`
      UPDATE findings SET status = 'resolved', resolved_at = app_now()
       WHERE tenant_id = ${tenantId} AND id = ANY(${[...ids]}) AND status = 'open'`;
  }

  /** Open findings of resources that were seen as they were already known: so are the findings. */
  async touch(tx: Tx, tenantId: string, arns: readonly string[]): Promise<void> {
    if (arns.length === 0) return;
    await tx.$executeRaw`
      UPDATE findings SET last_seen_at = app_now() WHERE id IN (
        SELECT id FROM findings
         WHERE tenant_id = ${tenantId} AND resource_arn = ANY(${[...arns]}) AND status = 'open' ORDER BY id FOR UPDATE)`;
  }

  async recordTransitions(
    tx: Tx,
    tenantId: string,
    transitions: readonly (Transition & { id: string })[],
  ): Promise<void> {
    if (transitions.length === 0) return;
    await tx.$executeRaw`
      INSERT INTO finding_transitions (id, tenant_id, finding_id, at, "from", "to", reason, evidence, source, actor)
      SELECT n.id, ${tenantId}, n."findingId", app_now(), n."from", n."to", n.reason, n.evidence, n.source, n.actor
        FROM jsonb_to_recordset(${JSON.stringify(transitions)}::jsonb) AS n(id text, "findingId" text, "from" text,
             "to" text, reason text, evidence jsonb, source text, actor text)`;
  }
}
