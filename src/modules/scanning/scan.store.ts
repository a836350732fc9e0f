import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import type { ScanResult } from './domain/imports/scan-result.js';
import type { Scope, ScanType } from './domain/scope.js';
import type { ScanStatus } from './domain/scan-outcome.js';

export interface NewScan {
  id: string;
  tenantId: string;
  scanType: ScanType;
  scope: Scope;
  scopeKey: string;
  source: string;
  requestedBy: string;
  correlationId: string;
  requestKey: string | null;
  /** Channels that are told of its end; null: no schedule asked for it. */
  notifyChannels: readonly string[] | null;
}

export interface ScanRow {
  id: string;
  tenantId: string;
  status: ScanStatus;
  scanType: ScanType;
  scope: Scope;
  source: string;
  requestedBy: string;
  correlationId: string;
  result: ScanResult | null;
  notifyChannels: string[] | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

export interface Progress {
  unitsDone: number;
  unitsTotal: number;
  resources: number;
  findings: number;
  apiCalls: number;
  throttles: number;
}

/** The rows of scans. Every method runs in the transaction of its use case. */
@Injectable()
export class ScanStore {
  /** False when a scan of equal scope is under way. */
  async insert(tx: Tx, scan: NewScan): Promise<boolean> {
    const count = await tx.$executeRaw`
      INSERT INTO scans (id, tenant_id, scan_type, scope, scope_key, source, requested_by, correlation_id,
                         request_key, notify_channels)
      VALUES (${scan.id}, ${scan.tenantId}, ${scan.scanType}, ${JSON.stringify(scan.scope)}::jsonb, ${scan.scopeKey},
              ${scan.source}, ${scan.requestedBy}, ${scan.correlationId}, ${scan.requestKey},
              ${json(scan.notifyChannels)}::jsonb)
      ON CONFLICT (tenant_id, scope_key) WHERE status IN ('queued', 'running') DO NOTHING`;
    return count === 1;
  }

  async findByRequest(tx: Tx, tenantId: string, requestKey: string): Promise<string | undefined> {
    const scan = await tx.scan.findFirst({ where: { tenantId, requestKey }, select: { id: true } });
    return scan?.id;
  }

  async findJoined(tx: Tx, tenantId: string, requestKey: string): Promise<string | undefined> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM scans
       WHERE tenant_id = ${tenantId} AND joined_by @> ARRAY[${requestKey}] AND joined_by <> '{}' LIMIT 1`;
    return rows[0]?.id;
  }

  /** Notes who takes the scan under way. Who is about to cancel it is waited for: undefined when it has ended. */
  async join(tx: Tx, tenantId: string, scopeKey: string, requestKey: string): Promise<string | undefined> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      UPDATE scans SET joined_by = array_append(array_remove(joined_by, ${requestKey}), ${requestKey})
       WHERE tenant_id = ${tenantId} AND scope_key = ${scopeKey} AND status IN ('queued', 'running')
      RETURNING id`;
    return rows[0]?.id;
  }

  /** Locks the scans under way that were started by keys of this beginning, with who has joined them. */
  async lockStartedBy(
    tx: Tx,
    tenantId: string,
    keyPrefix: string,
  ): Promise<{ id: string; joinedBy: string[] }[]> {
    return tx.$queryRaw`
      SELECT id, joined_by AS "joinedBy" FROM scans
       WHERE tenant_id = ${tenantId} AND status IN ('queued', 'running') AND starts_with(request_key, ${keyPrefix})
       ORDER BY id FOR UPDATE`;
  }

  async joinedBy(tx: Tx, tenantId: string, id: string): Promise<string[]> {
    const scan = await tx.scan.findFirst({ where: { tenantId, id }, select: { joinedBy: true } });
    return scan?.joinedBy ?? [];
  }

  async byKeyPrefixes(tx: Tx, tenantId: string, prefixes: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.$queryRaw<{ prefix: string; id: string }[]>`
      SELECT DISTINCT ON (prefix) prefix, s.id FROM unnest(${[...prefixes]}::text[]) AS prefix
        JOIN scans s ON s.tenant_id = ${tenantId}
         AND (starts_with(s.request_key, prefix)
              OR EXISTS (SELECT FROM unnest(s.joined_by) AS k WHERE starts_with(k, prefix)))
       ORDER BY prefix, s.id DESC`;
    return new Map(rows.map(({ prefix, id }) => [prefix, id]));
  }

  /** Forgets who has joined scans by keys of this beginning. */
  async leave(tx: Tx, tenantId: string, keyPrefix: string): Promise<void> {
    await tx.$executeRaw`
      UPDATE scans
         SET joined_by = ARRAY(SELECT k FROM unnest(joined_by) AS k WHERE NOT starts_with(k, ${keyPrefix}))
       WHERE tenant_id = ${tenantId} AND status IN ('queued', 'running') AND joined_by <> '{}'
         AND EXISTS (SELECT FROM unnest(joined_by) AS k WHERE starts_with(k, ${keyPrefix}))`;
  }

  /** Adds whom one that joins wants to be told; [] takes all, as it is whoever the rules say. */
  async notifyToo(tx: Tx, tenantId: string, id: string, channels: readonly string[]): Promise<void> {
    await tx.$executeRaw`
      UPDATE scans SET notify_channels = CASE
               WHEN notify_channels IS NULL THEN ${JSON.stringify(channels)}::jsonb
               WHEN notify_channels = '[]' OR ${channels.length === 0} THEN '[]'
               ELSE (SELECT jsonb_agg(DISTINCT one) FROM jsonb_array_elements(
                       notify_channels || ${JSON.stringify(channels)}::jsonb) AS one) END
       WHERE tenant_id = ${tenantId} AND id = ${id}`;
  }

  async findRunning(tx: Tx, tenantId: string, scopeKey: string): Promise<string | undefined> {
    const scan = await tx.scan.findFirst({
      where: { tenantId, scopeKey, status: { in: ['queued', 'running'] } },
      select: { id: true },
    });
    return scan?.id;
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<ScanRow | undefined> {
    const row = await tx.scan.findFirst({ where: { id, tenantId } });
    return row === null ? undefined : toScan(row);
  }

  async list(
    tx: Tx,
    tenantId: string,
    filter: { status?: ScanStatus | undefined; after?: string | undefined; take: number },
  ): Promise<ScanRow[]> {
    const { status, after, take } = filter;
    const rows = await tx.scan.findMany({
      where: { tenantId, status, ...(after === undefined ? {} : { id: { lt: after } }) },
      orderBy: { id: 'desc' },
      take,
    });
    return rows.map(toScan);
  }

  /** Sums over the units, by scan. */
  async progressOf(tx: Tx, tenantId: string, scanIds: readonly string[]): Promise<Map<string, Progress>> {
    if (scanIds.length === 0) return new Map();
    const rows = await tx.$queryRaw<(Progress & { scanId: string })[]>`
      SELECT scan_id AS "scanId", count(*) FILTER (WHERE status NOT IN ('queued', 'running'))::int AS "unitsDone",
             count(*)::int AS "unitsTotal", sum(resources)::int AS resources, sum(findings)::int AS findings,
             sum(api_calls)::int AS "apiCalls", sum(throttles)::int AS throttles
        FROM scan_units WHERE tenant_id = ${tenantId} AND scan_id IN (${Prisma.join([...scanIds])})
       GROUP BY scan_id`;
    return new Map(rows.map(({ scanId, ...progress }) => [scanId, progress]));
  }

  /** Marks the scan and its waiting units as cancelled; running ones see it at their next page. */
  async cancel(tx: Tx, tenantId: string, id: string): Promise<boolean> {
    const count = await tx.$executeRaw`
      UPDATE scans SET status = 'cancelled', ended_at = app_now()
       WHERE id = ${id} AND tenant_id = ${tenantId} AND status IN ('queued', 'running')`;
    if (count === 0) return false;
    await tx.$executeRaw`
      UPDATE scan_units SET status = 'cancelled', ended_at = app_now()
       WHERE scan_id = ${id} AND tenant_id = ${tenantId} AND status IN ('queued', 'running')`;
    return true;
  }

  /** A scan that waits is running from its first unit on. */
  async begin(tx: Tx, tenantId: string, id: string): Promise<void> {
    await tx.$executeRaw`
      UPDATE scans SET status = 'running', started_at = app_now()
       WHERE id = ${id} AND tenant_id = ${tenantId} AND status = 'queued'`;
  }

  /** Locks the scan, so that its units close one after the other and the last one is known to be the last. */
  async lock(tx: Tx, tenantId: string, id: string): Promise<ScanStatus | undefined> {
    const rows = await tx.$queryRaw<{ status: ScanStatus }[]>`
      SELECT status FROM scans WHERE id = ${id} AND tenant_id = ${tenantId} FOR UPDATE`;
    return rows[0]?.status;
  }

  async setResult(tx: Tx, tenantId: string, id: string, result: ScanResult): Promise<void> {
    await tx.scan.updateMany({ where: { tenantId, id }, data: { result } });
  }

  async end(tx: Tx, tenantId: string, id: string, status: ScanStatus): Promise<void> {
    await tx.$executeRaw`
      UPDATE scans SET status = ${status}, ended_at = app_now()
       WHERE id = ${id} AND tenant_id = ${tenantId}`;
  }
}

function toScan(row: ScanRecord): ScanRow {
  return {
    id: row.id,
    tenantId: row.tenantId,
    status: row.status as ScanStatus,
    scanType: row.scanType as ScanType,
    scope: row.scope as unknown as Scope,
    source: row.source,
    requestedBy: row.requestedBy,
    correlationId: row.correlationId,
    result: row.result as ScanResult | null,
    notifyChannels: row.notifyChannels as string[] | null,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
  };
}

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

type ScanRecord = Prisma.ScanGetPayload<object>;
