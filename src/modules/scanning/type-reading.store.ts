import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import type { NoEvidence } from './domain/part.js';

/** How a type was read in one account and region. */
export interface TypeReading {
  accountId: string;
  region: string;
  type: string;
  /** Why it could not be listed; null: it was listed to its end. */
  missing: NoEvidence | null;
}

/** The last reading of a type where not all of it could be listed. */
export interface FailedReading extends TypeReading {
  readAt: Date;
  scanId: string;
}

/** The last reading of each type by account and region. Every method runs in the transaction of its use case. */
@Injectable()
export class TypeReadingStore {
  async record(
    tx: Tx,
    tenantId: string,
    scanId: string,
    { accountId, region }: { accountId: string; region: string },
    readings: readonly Pick<TypeReading, 'type' | 'missing'>[],
  ): Promise<void> {
    if (readings.length === 0) return;
    await tx.$executeRaw`
      INSERT INTO type_readings AS r (tenant_id, account_id, region, type, read_at, complete_at, missing, scan_id)
      SELECT ${tenantId}, ${accountId}, ${region}, n.type, app_now(),
             CASE WHEN n.missing IS NULL THEN app_now() END, n.missing, ${scanId}
        FROM jsonb_to_recordset(${JSON.stringify(readings)}::jsonb) AS n(type text, missing jsonb)
       ORDER BY n.type
      ON CONFLICT (tenant_id, account_id, region, type) DO UPDATE
         SET read_at = excluded.read_at, missing = excluded.missing, scan_id = excluded.scan_id,
             complete_at = coalesce(excluded.complete_at, r.complete_at)`;
  }

  /** Types of an account that have been listed to their end, ever, and whose last listing nowhere failed. */
  async known(tx: Tx, tenantId: string, accountId: string): Promise<Set<string>> {
    const rows = await tx.$queryRaw<{ type: string }[]>`
      SELECT type FROM type_readings WHERE tenant_id = ${tenantId} AND account_id = ${accountId}
       GROUP BY type HAVING bool_and(missing IS NULL)`;
    return new Set(rows.map(({ type }) => type));
  }

  /** Which of these types were ever listed to their end there. */
  async everComplete(
    tx: Tx,
    tenantId: string,
    places: readonly Pick<TypeReading, 'accountId' | 'region' | 'type'>[],
  ): Promise<Pick<TypeReading, 'accountId' | 'region' | 'type'>[]> {
    return tx.$queryRaw`
      SELECT r.account_id AS "accountId", r.region, r.type
        FROM type_readings r
        JOIN jsonb_to_recordset(${JSON.stringify(places)}::jsonb) AS n("accountId" text, region text, type text)
          ON r.account_id = n."accountId" AND r.region = n.region AND r.type = n.type
       WHERE r.tenant_id = ${tenantId} AND r.complete_at IS NOT NULL`;
  }

  /** Types that were listed to their end since then. */
  async completeSince(
    tx: Tx,
    tenantId: string,
    accountId: string,
    since: Date,
  ): Promise<{ region: string; type: string }[]> {
    return tx.typeReading.findMany({
      where: { tenantId, accountId, completeAt: { gte: since }, missing: { equals: Prisma.DbNull } },
      select: { region: true, type: true },
    });
  }

  /** Those whose last reading failed. */
  async failed(tx: Tx, tenantId: string, accountId?: string): Promise<FailedReading[]> {
    const rows = await tx.typeReading.findMany({
      where: { tenantId, accountId, NOT: { missing: { equals: Prisma.DbNull } } },
      select: { accountId: true, region: true, type: true, missing: true, readAt: true, scanId: true },
      orderBy: [{ accountId: 'asc' }, { region: 'asc' }, { type: 'asc' }],
    });
    return rows.map(({ missing, ...row }) => ({ ...row, missing: missing as unknown as NoEvidence }));
  }
}
