import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import { severities, type Severity } from './domain/control.js';

/** A finding, and the resource that it is about. */
export interface FindingSubject {
  id: string;
  /** open | resolved */
  status: string;
  /** Suppressed or muted: somebody has said that it may stay. */
  silenced: boolean;
  controlId: string;
  severity: Severity;
  title: string;
  resourceArn: string;
  resourceType: string;
  accountId: string;
  region: string;
  /** As the inventory knows them. */
  tags: Record<string, string>;
  /** The resource is in the inventory, and not deleted. */
  exists: boolean;
}

const SUBJECTS = Prisma.sql`
      SELECT f.id, f.status, f.control_id AS "controlId", f.severity, f.title, f.resource_arn AS "resourceArn",
             f.resource_type AS "resourceType", f.account_id AS "accountId", f.region,
             coalesce(r.tags, '{}') AS tags, coalesce(r.deleted_at IS NULL AND r.arn IS NOT NULL, false) AS "exists",
             (f.suppressed_at IS NOT NULL AND (f.suppressed_until IS NULL OR f.suppressed_until > app_now())
               OR EXISTS (SELECT FROM mutes m WHERE m.tenant_id = f.tenant_id AND m.id = f.mute_id
                             AND (m.expires_at IS NULL OR m.expires_at > app_now()))) AS silenced
        FROM findings f LEFT JOIN resources r ON r.tenant_id = f.tenant_id AND r.arn = f.resource_arn`;

/** Findings with their resources, for those who do something about them. */
@Injectable()
export class FindingSubjectsStore {
  /** What there is of those named by their ids. */
  async byIds(tx: Tx, tenantId: string, ids: readonly string[]): Promise<FindingSubject[]> {
    return tx.$queryRaw`
      ${SUBJECTS}
       WHERE f.tenant_id = ${tenantId} AND f.id = ANY(${[...ids]})
       ORDER BY f.id`;
  }

  async openOf(tx: Tx, tenantId: string, arns: readonly string[], most: number): Promise<FindingSubject[]> {
    return tx.$queryRaw`
      ${SUBJECTS}
       WHERE f.tenant_id = ${tenantId} AND f.resource_arn = ANY(${[...arns]}) AND f.status = 'open'
       ORDER BY array_position(${[...severities]}::text[], f.severity), f.id LIMIT ${most}`;
  }

  async relatedTo(tx: Tx, tenantId: string, arns: readonly string[]): Promise<string[]> {
    const rows = await tx.$queryRaw<{ arn: string }[]>`
      SELECT DISTINCT related.arn FROM resources r, jsonb_array_elements_text(r.relations) AS related(arn)
       WHERE r.tenant_id = ${tenantId} AND r.arn = ANY(${[...arns]}) AND r.deleted_at IS NULL ORDER BY 1`;
    return rows.map(({ arn }) => arn);
  }

  /** The open findings that are named by control and resource, for those who know no ids. */
  async idsOf(
    tx: Tx,
    tenantId: string,
    named: readonly { controlId: string; resourceArn: string }[],
  ): Promise<string[]> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT f.id FROM findings f
        JOIN jsonb_to_recordset(${JSON.stringify(named)}::jsonb) AS n("controlId" text, "resourceArn" text)
          ON f.control_id = n."controlId" AND f.resource_arn = n."resourceArn"
       WHERE f.tenant_id = ${tenantId} AND f.status = 'open' ORDER BY f.id`;
    return rows.map(({ id }) => id);
  }

  /** Open findings of these severities, which are given the worst first. */
  async worstOf(tx: Tx, tenantId: string, severities: readonly Severity[], take: number): Promise<string[]> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT f.id FROM findings f
       WHERE f.tenant_id = ${tenantId} AND f.status = 'open' AND f.severity = ANY(${[...severities]})
         AND NOT (f.suppressed_at IS NOT NULL AND (f.suppressed_until IS NULL OR f.suppressed_until > app_now()))
         AND NOT EXISTS (SELECT FROM mutes m WHERE m.tenant_id = f.tenant_id AND m.id = f.mute_id
                            AND (m.expires_at IS NULL OR m.expires_at > app_now()))
       ORDER BY array_position(${[...severities]}::text[], f.severity), f.id LIMIT ${take}`;
    return rows.map(({ id }) => id);
  }

  /** What the inventory knows of one resource. */
  async resource(
    tx: Tx,
    tenantId: string,
    arn: string,
  ): Promise<
    { arn: string; type: string; accountId: string; region: string; tags: Record<string, string> } | undefined
  > {
    const [row] = await tx.$queryRaw<
      { arn: string; type: string; accountId: string; region: string; tags: Record<string, string> }[]
    >`
      SELECT arn, type, account_id AS "accountId", region, tags FROM resources
       WHERE tenant_id = ${tenantId} AND arn = ${arn} AND deleted_at IS NULL`;
    return row;
  }
}
