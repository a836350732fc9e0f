import { Injectable } from '@nestjs/common';
import { clockTime, Prisma, type Tx } from '../../platform/database/index.js';
import type { KnownResource, SeenResource } from './domain/seen-resource.js';
import type { KnownConfiguration } from './domain/verdicts.js';
import { readAt } from './read-at.js';

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

/**
 * The inventory's rows. Every method runs in the transaction of its use case.
 *
 * A reading from the future is none that is younger: PostgreSQL's clock has been put back since. It would keep out
 * whatever is read until that time comes again.
 */
@Injectable()
export class InventoryStore {
  /** What is known of some resources, deleted ones too; locked in one order. */
  async known(tx: Tx, tenantId: string, arns: readonly string[]): Promise<Map<string, KnownResource>> {
    const rows = await tx.$queryRaw<KnownResource[]>`
      SELECT arn, hash, configuration, no_evidence AS "noEvidence", deleted_at IS NOT NULL AS deleted,
             ${readAt} AS "readAt"
        FROM resources r WHERE tenant_id = ${tenantId} AND arn = ANY(${[...arns]}) ORDER BY arn FOR UPDATE`;
    return new Map(rows.map((row) => [row.arn, row]));
  }

  /**
   * Writes a page in one statement, in the order of ARNs so that two scans cannot block each other for ever. Gives back
   * the ARNs of what was written, each with whether it is new: not what somebody else has just written by a younger
   * reading.
   */
  async upsert(
    tx: Tx,
    tenantId: string,
    page: readonly (SeenResource & { source: string })[],
  ): Promise<Map<string, boolean>> {
    if (page.length === 0) return new Map();
    const rows = JSON.stringify([...page].sort((a, b) => (a.arn < b.arn ? -1 : 1)));
    const written = await tx.$queryRaw<{ arn: string; isNew: boolean }[]>`
      INSERT INTO resources AS r (tenant_id, arn, account_id, region, service, type, name, configuration, no_evidence,
                                  hash, tags, relations, first_seen_at, last_seen_at, changed_at, last_scan_id, read_at,
                                  answered_at)
      SELECT ${tenantId}, n.arn, n."accountId", n.region, n.service, n.type, n.name, n.configuration, n."noEvidence",
             n.hash, n.tags, n.relations, app_now(), app_now(), app_now(), n.source, n."readAt",
             CASE WHEN n."isWhole" THEN n."readAt" END
        FROM jsonb_to_recordset(${rows}::jsonb) AS n(arn text, "accountId" text, region text, service text, type text,
             name text, configuration jsonb, "noEvidence" jsonb, hash text, tags jsonb, relations jsonb, source text,
             "readAt" timestamptz, "isWhole" bool)
      ON CONFLICT (tenant_id, arn) DO UPDATE
         SET account_id = excluded.account_id, region = excluded.region, service = excluded.service,
             type = excluded.type, name = excluded.name, configuration = excluded.configuration,
             no_evidence = excluded.no_evidence, hash = excluded.hash, tags = excluded.tags,
             relations = excluded.relations, last_seen_at = excluded.last_seen_at, last_scan_id = excluded.last_scan_id,
             read_at = excluded.read_at, answered_at = coalesce(excluded.answered_at, r.answered_at), deleted_at = NULL,
             first_seen_at = CASE WHEN r.hash = '' THEN excluded.first_seen_at ELSE r.first_seen_at END,
             changed_at = CASE WHEN r.hash <> excluded.hash OR r.deleted_at IS NOT NULL
                               THEN excluded.changed_at ELSE r.changed_at END
       WHERE r.read_at <= excluded.read_at OR r.read_at > ${clockTime}
      RETURNING arn, xmax = 0 AS "isNew"`; // xmax: who locked the row that was there
    return new Map(written.map(({ arn, isNew }) => [arn, isNew]));
  }

  /** Notes that resources were seen again, by a reading that a younger one has overtaken. */
  async touch(tx: Tx, tenantId: string, arns: readonly string[]): Promise<void> {
    if (arns.length === 0) return;
    await tx.$executeRaw`
      UPDATE resources SET last_seen_at = app_now() WHERE tenant_id = ${tenantId} AND arn = ANY(${[...arns]})`;
  }

  /**
   * Marks what a complete list, begun at `readAt`, did not show as deleted, `limit` at a time, and gives back the ARNs.
   * What was read since then is there, whatever the list shows. `regions` keeps what lies elsewhere untouched, since
   * the list did not look there: what is gone from here may have been made anew elsewhere, so that an event from before
   * the list may still tell something (`answered_at` stays).
   */
  async markDeleted(
    tx: Tx,
    tenantId: string,
    where: {
      accountId: string;
      types: readonly string[];
      regions: readonly string[] | null;
      readAt: Date;
      limit: number;
    },
  ): Promise<string[]> {
    const inRegions =
      where.regions === null ? Prisma.empty : Prisma.sql`AND region = ANY(${[...where.regions]})`;
    const rows = await tx.$queryRaw<{ arn: string }[]>`
      UPDATE resources SET deleted_at = app_now(), read_at = ${where.readAt}
       WHERE tenant_id = ${tenantId} AND arn IN (
             SELECT arn FROM resources
              WHERE tenant_id = ${tenantId} AND account_id = ${where.accountId} AND type = ANY(${[...where.types]})
                AND deleted_at IS NULL AND (read_at < ${where.readAt} OR read_at > ${clockTime}) ${inRegions}
              ORDER BY arn LIMIT ${where.limit} FOR UPDATE)
      RETURNING arn`;
    return rows.map((row) => row.arn);
  }

  /**
   * Marks resources that readings, begun at `readAt`, did not find as deleted, but for what was read later; the ARNs
   * of those that were there until now.
   */
  async markGone(
    tx: Tx,
    tenantId: string,
    gone: readonly { arn: string; readAt: Date }[],
  ): Promise<string[]> {
    if (gone.length === 0) return [];
    const rows = gone.map(({ arn, readAt }) => ({ arn, readAt }));
    const marked = await tx.$queryRaw<{ arn: string; wasThere: boolean }[]>`
      UPDATE resources r SET deleted_at = coalesce(r.deleted_at, app_now()), read_at = n."readAt", answered_at = n."readAt"
        FROM (SELECT o.arn, o.deleted_at, g."readAt"
                FROM resources o
                JOIN (SELECT arn, max("readAt") AS "readAt"
                        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS g(arn text, "readAt" timestamptz)
                       GROUP BY arn) g USING (arn)
               WHERE o.tenant_id = ${tenantId} AND (o.read_at <= g."readAt" OR o.read_at > ${clockTime})
               ORDER BY o.arn FOR UPDATE OF o) n
       WHERE r.tenant_id = ${tenantId} AND r.arn = n.arn
      RETURNING r.arn, n.deleted_at IS NULL AS "wasThere"`;
    return marked.flatMap(({ arn, wasThere }) => (wasThere ? [arn] : []));
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
      regions?: readonly string[] | undefined;
      arn?: string | undefined;
      from?: string | undefined;
      after?: string | undefined;
      take: number;
    },
  ): Promise<(KnownConfiguration & { type: string; lastScanId: string })[]> {
    const { accountId, types, region, regions, arn, from, after, take } = where;
    const rows = await tx.resource.findMany({
      where: {
        ...{ tenantId, accountId, region, deletedAt: null },
        ...(regions === undefined ? {} : { region: { in: [...regions] } }),
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
