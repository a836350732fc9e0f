import { Injectable } from '@nestjs/common';
import { clockTime, Prisma, type Tx } from '../../platform/database/index.js';
import { namesakeOf } from './domain/namesake.js';
import { answeredAt, readAt } from './read-at.js';

/** A resource as the inventory stands. */
export interface Standing {
  arn: string;
  deleted: boolean;
  readAt: Date;
  /** When the last read began that AWS has answered in all parts; null: not known. */
  answeredAt: Date | null;
}

/** What hangs on a resource and is told of with it: all of a type below its ARN, or (`arn` null) in its region. */
export interface PartsOf {
  arn: string | null;
  type: string;
  accountId: string;
  region: string;
}

/** A deletion of what the inventory did not know. */
export interface Unseen {
  arn: string;
  accountId: string;
  region: string;
  service: string;
  type: string;
  name: string;
  source: string;
  readAt: Date;
}

/** What refreshing single resources asks of the inventory. Every method runs in the transaction of its use case. */
@Injectable()
export class ResourceRefreshStore {
  /** Known resources, deleted ones too, by the ARNs that they are asked for by. */
  async standing(tx: Tx, tenantId: string, arns: readonly string[]): Promise<Map<string, Standing[]>> {
    if (arns.length === 0) return new Map();
    const exact = await tx.$queryRaw<(Standing & { asked: string })[]>`
      SELECT arn AS asked, arn, deleted_at IS NOT NULL AS deleted, ${readAt} AS "readAt", ${answeredAt} AS "answeredAt"
        FROM resources r WHERE tenant_id = ${tenantId} AND arn = ANY(${[...arns]})`;
    const found = new Map<string, Standing[]>();
    for (const { asked, ...one } of [...exact, ...(await this.#namesakes(tx, tenantId, arns))])
      found.set(asked, [...(found.get(asked) ?? []), one]);
    return found;
  }

  async #namesakes(
    tx: Tx,
    tenantId: string,
    arns: readonly string[],
  ): Promise<(Standing & { asked: string })[]> {
    const asked = arns.flatMap((arn) => {
      const namesake = namesakeOf(arn);
      return namesake === undefined ? [] : [{ arn, ...namesake }];
    });
    if (asked.length === 0) return [];
    return tx.$queryRaw`
      SELECT n.arn AS asked, r.arn, r.deleted_at IS NOT NULL AS deleted, ${readAt} AS "readAt", ${answeredAt} AS "answeredAt"
        FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS n(arn text, "accountId" text, type text, "like" text)
        JOIN resources r ON r.account_id = n."accountId" AND r.type = n.type AND r.arn LIKE n."like"
       WHERE r.tenant_id = ${tenantId}`;
  }

  /** Locks some resources in one order: before what would lock them in another. */
  async lock(tx: Tx, tenantId: string, arns: readonly string[]): Promise<void> {
    await tx.$queryRaw`
      SELECT FROM resources WHERE tenant_id = ${tenantId} AND arn = ANY(${[...arns]}) ORDER BY arn FOR UPDATE`;
  }

  /** Live parts of some resources, each with the index of the one that it belongs to. */
  async partsOf(
    tx: Tx,
    tenantId: string,
    parents: readonly PartsOf[],
  ): Promise<{ at: number; arn: string }[]> {
    if (parents.length === 0) return [];
    const rows = JSON.stringify(parents.map((parent, at) => ({ at, ...parent })));
    return tx.$queryRaw`
      SELECT n.at, r.arn
        FROM jsonb_to_recordset(${rows}::jsonb) AS n(at int, arn text, type text, "accountId" text, region text)
        JOIN resources r ON r.account_id = n."accountId" AND r.type = n.type
                        AND CASE WHEN n.arn IS NULL THEN r.region = n.region ELSE starts_with(r.arn, n.arn || '/') END
       WHERE r.tenant_id = ${tenantId} AND r.deleted_at IS NULL`;
  }

  /** What was read by a clock that has been put back since was read long ago. Gives back how many there were. */
  async forgetFuture(tx: Tx, tenantId: string): Promise<number> {
    return tx.$executeRaw`
      UPDATE resources r SET read_at = 'epoch', answered_at = NULL
        FROM (SELECT arn FROM resources WHERE tenant_id = ${tenantId} AND read_at > ${clockTime}
               ORDER BY arn FOR UPDATE) AS ahead
       WHERE r.tenant_id = ${tenantId} AND r.arn = ahead.arn`;
  }

  /**
   * Notes the deletion of what was never seen, where a scan is under way in the account: what that has listed before
   * the deletion is not to come in after it.
   */
  async bury(tx: Tx, tenantId: string, unseen: readonly Unseen[]): Promise<void> {
    if (unseen.length === 0) return;
    await tx.$executeRaw`
      INSERT INTO resources (tenant_id, arn, account_id, region, service, type, name, configuration, hash,
                             first_seen_at, last_seen_at, changed_at, last_scan_id, read_at, answered_at,
                             deleted_at)
      SELECT ${tenantId}, n.arn, n."accountId", n.region, n.service, n.type, n.name, '{}', '',
             app_now(), app_now(), app_now(), n.source, n."readAt", n."readAt", app_now()
        FROM jsonb_to_recordset(${JSON.stringify(unseen)}::jsonb) AS n(arn text, "accountId" text, region text,
             service text, type text, name text, source text, "readAt" timestamptz)
       WHERE EXISTS (SELECT FROM scan_units u JOIN scans s ON s.id = u.scan_id AND s.tenant_id = u.tenant_id
                      WHERE u.tenant_id = ${tenantId} AND u.account_id = n."accountId" AND u.status = 'running'
                        AND s.status = 'running')
      ON CONFLICT (tenant_id, arn) DO NOTHING`;
  }

  /** Live resources of a type; `region` null: in all of them. */
  async allOf(
    tx: Tx,
    tenantId: string,
    { type, accountId, region }: { type: string; accountId: string; region: string | null },
  ): Promise<{ arn: string; region: string }[]> {
    return tx.$queryRaw`
      SELECT arn, region FROM resources
       WHERE tenant_id = ${tenantId} AND account_id = ${accountId} AND type = ${type} AND deleted_at IS NULL
         ${region === null ? Prisma.empty : Prisma.sql`AND region = ${region}`}
       ORDER BY arn`;
  }
}
