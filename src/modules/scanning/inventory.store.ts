import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import type { KnownConfiguration } from './domain/verdicts.js';

/** A resource as a page of a scan brings it. */
export interface SeenResource {
  arn: string;
  accountId: string;
  region: string;
  service: string;
  type: string;
  name: string;
  configuration: Record<string, unknown>;
  noEvidence: Record<string, unknown>;
  hash: string;
  tags: Record<string, string>;
  relations: string[];
}

export interface KnownResource {
  arn: string;
  hash: string;
  configuration: Record<string, unknown>;
  noEvidence: Record<string, unknown>;
  deleted: boolean;
}

export interface NewChange {
  arn: string;
  kind: 'created' | 'changed' | 'deleted' | 'restored';
  changes: unknown[];
}

export interface ResourceRow {
  arn: string;
  accountId: string;
  region: string;
  service: string;
  type: string;
  name: string;
  configuration: unknown;
  noEvidence: unknown;
  tags: unknown;
  relations: unknown;
  firstSeenAt: Date;
  lastSeenAt: Date;
  changedAt: Date;
  deletedAt: Date | null;
}

/** What it takes to describe a resource again. */
export interface ResourceKey {
  arn: string;
  name: string;
  region: string;
  type: string;
}

export interface ResourceFilter {
  type?: string | undefined;
  region?: string | undefined;
  accountId?: string | undefined;
  text?: string | undefined;
  includeDeleted: boolean;
  after?: string | undefined;
  take: number;
}

const WITH_OPEN_FINDING = Prisma.sql`AND EXISTS (SELECT FROM findings f WHERE f.tenant_id = r.tenant_id
  AND f.resource_arn = r.arn AND f.status = 'open')`;

/** The inventory's rows. Every method runs in the transaction of its use case. */
@Injectable()
export class InventoryStore {
  async known(tx: Tx, tenantId: string, arns: readonly string[]): Promise<Map<string, KnownResource>> {
    const rows = await tx.$queryRaw<KnownResource[]>`
      SELECT arn, hash, configuration, no_evidence AS "noEvidence", deleted_at IS NOT NULL AS deleted FROM resources
       WHERE tenant_id = ${tenantId} AND arn = ANY(${[...arns]}) ORDER BY arn FOR UPDATE`;
    return new Map(rows.map((row) => [row.arn, row]));
  }

  /** Writes a page in one statement, in the order of ARNs so that two scans cannot block each other for ever. */
  async upsert(tx: Tx, tenantId: string, source: string, page: readonly SeenResource[]): Promise<void> {
    const rows = JSON.stringify([...page].sort((a, b) => (a.arn < b.arn ? -1 : 1)));
    await tx.$executeRaw`
      INSERT INTO resources AS r (tenant_id, arn, account_id, region, service, type, name, configuration, no_evidence,
                                  hash, tags, relations, first_seen_at, last_seen_at, changed_at, last_scan_id)
      SELECT ${tenantId}, n.arn, n."accountId", n.region, n.service, n.type, n.name, n.configuration, n."noEvidence",
             n.hash, n.tags, n.relations, app_now(), app_now(), app_now(), ${source}
        FROM jsonb_to_recordset(${rows}::jsonb) AS n(arn text, "accountId" text, region text, service text, type text,
             name text, configuration jsonb, "noEvidence" jsonb, hash text, tags jsonb, relations jsonb)
      ON CONFLICT (tenant_id, arn) DO UPDATE
         SET account_id = excluded.account_id, region = excluded.region, service = excluded.service,
             type = excluded.type, name = excluded.name, configuration = excluded.configuration,
             no_evidence = excluded.no_evidence, hash = excluded.hash, tags = excluded.tags,
             relations = excluded.relations, last_seen_at = excluded.last_seen_at, last_scan_id = excluded.last_scan_id,
             deleted_at = NULL,
             changed_at = CASE WHEN r.hash <> excluded.hash OR r.deleted_at IS NOT NULL
                               THEN excluded.changed_at ELSE r.changed_at END`;
  }

  async recordChanges(
    tx: Tx,
    tenantId: string,
    source: string,
    changes: readonly NewChange[],
  ): Promise<void> {
    if (changes.length === 0) return;
    const rows = JSON.stringify(changes.map((change) => ({ id: newId('chg'), ...change })));
    await tx.$executeRaw`
      INSERT INTO resource_changes (id, tenant_id, arn, at, kind, changes, source)
      SELECT n.id, ${tenantId}, n.arn, app_now(), n.kind, n.changes, ${source}
        FROM jsonb_to_recordset(${rows}::jsonb) AS n(id text, arn text, kind text, changes jsonb)`;
  }

  /**
   * Marks what a complete list did not show since `seenBefore` as deleted, `limit` at a time, and gives back the ARNs.
   * `regions` keeps what lies elsewhere untouched, since the list did not look there.
   */
  async markDeleted(
    tx: Tx,
    tenantId: string,
    where: {
      accountId: string;
      types: readonly string[];
      regions: readonly string[] | null;
      seenBefore: Date;
      limit: number;
    },
  ): Promise<string[]> {
    const inRegions =
      where.regions === null ? Prisma.empty : Prisma.sql`AND region = ANY(${[...where.regions]})`;
    const rows = await tx.$queryRaw<{ arn: string }[]>`
      UPDATE resources SET deleted_at = app_now()
       WHERE tenant_id = ${tenantId} AND arn IN (
             SELECT arn FROM resources
              WHERE tenant_id = ${tenantId} AND account_id = ${where.accountId} AND type = ANY(${[...where.types]})
                AND deleted_at IS NULL AND last_seen_at < ${where.seenBefore} ${inRegions}
              ORDER BY arn LIMIT ${where.limit} FOR UPDATE)
      RETURNING arn`;
    return rows.map((row) => row.arn);
  }

  /** Marks one resource as deleted; its ARN, or nothing where it was not there. */
  async markGone(tx: Tx, tenantId: string, arn: string): Promise<string[]> {
    const count = await tx.$executeRaw`
      UPDATE resources SET deleted_at = app_now()
       WHERE tenant_id = ${tenantId} AND arn = ${arn} AND deleted_at IS NULL`;
    return count === 1 ? [arn] : [];
  }

  /** Live resources of some types, in the order of their ARNs. */
  async keys(
    tx: Tx,
    tenantId: string,
    where: {
      accountId: string;
      types: readonly string[];
      regions: readonly string[] | null;
      arns: readonly string[] | null;
      withOpenFinding: boolean;
      after: string;
      take: number;
    },
  ): Promise<ResourceKey[]> {
    const among = (column: Prisma.Sql, values: readonly string[] | null) =>
      values === null ? Prisma.empty : Prisma.sql`AND ${column} = ANY(${[...values]})`;
    return tx.$queryRaw`
      SELECT r.arn, r.name, r.region, r.type FROM resources r
       WHERE r.tenant_id = ${tenantId} AND r.account_id = ${where.accountId} AND r.type = ANY(${[...where.types]})
         AND r.deleted_at IS NULL AND r.arn > ${where.after}
         ${among(Prisma.sql`r.region`, where.regions)} ${among(Prisma.sql`r.arn`, where.arns)}
         ${where.withOpenFinding ? WITH_OPEN_FINDING : Prisma.empty}
       ORDER BY r.arn LIMIT ${where.take}`;
  }

  /** Where live resources stand, by account, region and type; only those with an open finding, or only these ARNs. */
  async places(
    tx: Tx,
    tenantId: string,
    where: { accountId?: string; arns?: readonly string[]; withOpenFinding?: boolean },
  ): Promise<{ arn: string | null; accountId: string; region: string; type: string }[]> {
    const { accountId, arns, withOpenFinding = false } = where;
    return tx.$queryRaw`
      SELECT ${arns === undefined ? Prisma.sql`NULL` : Prisma.sql`r.arn`} AS arn, r.account_id AS "accountId", r.region, r.type
        FROM resources r
       WHERE r.tenant_id = ${tenantId} AND r.deleted_at IS NULL
         ${accountId === undefined ? Prisma.empty : Prisma.sql`AND r.account_id = ${accountId}`}
         ${arns === undefined ? Prisma.empty : Prisma.sql`AND r.arn = ANY(${[...arns]})`}
         ${withOpenFinding ? WITH_OPEN_FINDING : Prisma.empty}
       GROUP BY 1, 2, 3, 4`;
  }

  /** Live resources with their configurations, in the order of their ARNs, from `from` on. */
  async configurations(
    tx: Tx,
    tenantId: string,
    where: {
      accountId?: string | undefined;
      types?: readonly string[] | undefined;
      region?: string | undefined;
      arn?: string | undefined;
      from?: string | undefined;
      after?: string | undefined;
      take: number;
    },
  ): Promise<(KnownConfiguration & { type: string; lastScanId: string })[]> {
    const { accountId, types, region, arn, from, after, take } = where;
    const rows = await tx.resource.findMany({
      where: {
        ...{ tenantId, accountId, region, deletedAt: null },
        ...(types === undefined ? {} : { type: { in: [...types] } }),
        AND: [{ arn }, { arn: { gte: from } }, { arn: { gt: after } }],
      },
      select: {
        ...{ arn: true, accountId: true, region: true, type: true, lastSeenAt: true, lastScanId: true },
        ...{ configuration: true, noEvidence: true, tags: true },
      },
      orderBy: { arn: 'asc' },
      take,
    });
    return rows as (KnownConfiguration & { type: string; lastScanId: string })[];
  }

  async find(tx: Tx, tenantId: string, arn: string): Promise<ResourceRow | null> {
    return tx.resource.findUnique({ where: { tenantId_arn: { tenantId, arn } } });
  }

  /** The last changes of a resource, newest first. */
  async changesOf(tx: Tx, tenantId: string, arn: string, take: number) {
    return tx.resourceChange.findMany({
      where: { tenantId, arn },
      orderBy: { id: 'desc' },
      take,
      select: { id: true, at: true, kind: true, changes: true, source: true },
    });
  }

  async list(tx: Tx, tenantId: string, filter: ResourceFilter): Promise<ResourceRow[]> {
    const { type, region, accountId, text, includeDeleted, after, take } = filter;
    const contains = { contains: text?.replaceAll(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const };
    return tx.resource.findMany({
      where: {
        tenantId,
        type,
        region,
        accountId,
        ...(includeDeleted ? {} : { deletedAt: null }),
        ...(after === undefined ? {} : { arn: { gt: after } }),
        ...(text === undefined ? {} : { OR: [{ name: contains }, { AND: { arn: contains } }] }),
      },
      orderBy: { arn: 'asc' },
      take,
    });
  }
}
