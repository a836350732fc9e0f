import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import type { Severity } from './domain/control.js';
import type { FindingRow } from './finding-list.store.js';

/** What is looked through for findings to send. `regions`: as findings have them. */
export interface ExportScope {
  accountId: string;
  regions: readonly string[];
  severities: readonly Severity[];
  /** What Security Hub has for longer than since then is sent again while it is open. */
  staleBefore: Date;
}

export interface ChangedFinding {
  row: FindingRow;
  /** A hash of all that makes it another for Security Hub. */
  state: string;
}

export type FindingExportRow = Prisma.FindingExportGetPayload<object>;

/** What of a finding was sent, when its mapping was such: another number sends all of them again. */
const FORMAT = '1';

/** What was exported to Security Hub. Every method runs in the transaction of its use case. */
@Injectable()
export class FindingExportStore {
  /** The accounts and regions that have findings. */
  async places(tx: Tx, tenantId: string): Promise<{ accountId: string; region: string }[]> {
    const places = await tx.finding.groupBy({ by: ['accountId', 'region'], where: { tenantId } });
    return places.map(({ accountId, region }) => ({ accountId, region }));
  }

  /**
   * Findings, in the order of their ids, that are not in Security Hub as they are now. What was never there and is
   * resolved, or not severe enough, does not come; what is there is kept right whatever its severity.
   */
  async changed(
    tx: Tx,
    tenantId: string,
    { accountId, regions, severities, staleBefore }: ExportScope,
    after: string,
    take: number,
  ): Promise<ChangedFinding[]> {
    const found = await tx.$queryRaw<{ id: string; state: string }[]>`
      SELECT f.id, s.state
        FROM findings f
       CROSS JOIN LATERAL (SELECT md5(concat_ws(chr(10), ${FORMAT}::text, f.status, f.severity, f.title, f.evidence_hash,
               extract(epoch FROM f.opened_at),
               f.suppressed_at IS NOT NULL AND (f.suppressed_until IS NULL OR f.suppressed_until > app_now()),
               EXISTS (SELECT FROM mutes m WHERE m.tenant_id = ${tenantId} AND m.id = f.mute_id
                          AND (m.expires_at IS NULL OR m.expires_at > app_now())))) AS state) s
        LEFT JOIN exported_findings x ON x.tenant_id = ${tenantId} AND x.finding_id = f.id
       WHERE f.tenant_id = ${tenantId} AND f.account_id = ${accountId} AND f.region = ANY(${[...regions]})
         AND f.id > ${after}
         AND (x.finding_id IS NOT NULL OR (f.status = 'open' AND f.severity = ANY(${[...severities]})))
         AND (x.state IS DISTINCT FROM s.state OR (f.status = 'open' AND x.exported_at < ${staleBefore}))
       ORDER BY f.id LIMIT ${take}`;
    const states = new Map(found.map(({ id, state }) => [id, state]));
    const rows = await tx.finding.findMany({
      where: { tenantId, id: { in: [...states.keys()] } },
      orderBy: { id: 'asc' },
    });
    return rows.map((row) => ({ row, state: states.get(row.id) ?? '' }));
  }

  /** Notes what Security Hub has taken; of two exports at the same time, the later one counts there and here. */
  async record(
    tx: Tx,
    tenantId: string,
    sent: readonly { findingId: string; state: string }[],
    at: Date,
  ): Promise<void> {
    if (sent.length === 0) return;
    await tx.$executeRaw`
      INSERT INTO exported_findings (tenant_id, finding_id, state, exported_at)
      SELECT ${tenantId}, n."findingId", n.state, ${at}::timestamptz
        FROM jsonb_to_recordset(${JSON.stringify(sent)}::jsonb) AS n("findingId" text, state text)
      ON CONFLICT (tenant_id, finding_id) DO UPDATE SET state = excluded.state, exported_at = excluded.exported_at
       WHERE exported_findings.exported_at <= excluded.exported_at`;
  }

  /** Notes how an attempt ended; `lastExportedAt` null leaves the time of the last that came to its end. */
  async close(
    tx: Tx,
    row: Omit<FindingExportRow, 'failures' | 'error'> & { failures: object[]; error: object | null },
  ): Promise<void> {
    const { tenantId, accountId, region, lastExportedAt, ...ended } = row;
    const outcome = {
      ...ended,
      failures: row.failures as Prisma.InputJsonValue,
      error: row.error === null ? Prisma.DbNull : (row.error as Prisma.InputJsonValue),
    };
    await tx.findingExport.upsert({
      where: { tenantId_accountId_region: { tenantId, accountId, region } },
      create: { tenantId, accountId, region, lastExportedAt, ...outcome },
      update: { ...outcome, ...(lastExportedAt === null ? {} : { lastExportedAt }) },
    });
  }

  async list(
    tx: Tx,
    tenantId: string,
    filter: { accountId?: string | undefined; region?: string | undefined },
    [account, region]: readonly [string, string],
    take: number,
  ): Promise<FindingExportRow[]> {
    return tx.findingExport.findMany({
      where: {
        AND: [
          { tenantId, ...filter },
          { OR: [{ accountId: { gt: account } }, { accountId: account, region: { gt: region } }] },
        ],
      },
      orderBy: [{ accountId: 'asc' }, { region: 'asc' }],
      take,
    });
  }
}
