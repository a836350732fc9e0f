import { Injectable } from '@nestjs/common';
import { Database, type Statement, type Tx } from '../../platform/database/index.js';

export interface ScanOrigin {
  scanId: string;
  /** `vulnerabilities`, `findings`; null: it read the inventory itself. */
  reads: string | null;
  endedAt: Date | null;
  /** Of whoever has started or joined it, and may have to ask again. */
  requestKeys: string[];
}

const TENANTS: Statement = {
  name: 'scan-tenants-of-correlation',
  text: `SELECT DISTINCT tenant_id AS "tenantId" FROM scans WHERE correlation_id = $1 LIMIT 2`,
};

/** Where scans come from. */
@Injectable()
export class ScanOriginsStore {
  constructor(private readonly database: Database) {}

  /** Those that have such a scan; two at most. */
  async tenantsOf(correlationId: string): Promise<string[]> {
    const rows = await this.database.atOnce<{ tenantId: string }>(
      'an event names a scan by its correlation id, and that its tenant',
      TENANTS,
      [correlationId],
    );
    return rows.map(({ tenantId }) => tenantId);
  }

  async byId(tx: Tx, tenantId: string, scanId: string): Promise<ScanOrigin | undefined> {
    const [row] = await this.#find(tx, tenantId, { id: scanId });
    return row;
  }

  /** The scan of a correlation id that has ended at that moment. */
  async byEnd(
    tx: Tx,
    tenantId: string,
    { correlationId, endedAt }: { correlationId: string; endedAt: Date },
  ): Promise<ScanOrigin | undefined> {
    const [row] = await this.#find(tx, tenantId, { correlationId, endedAt });
    return row;
  }

  async #find(
    tx: Tx,
    tenantId: string,
    where: { id: string } | { correlationId: string; endedAt: Date },
  ): Promise<ScanOrigin[]> {
    const rows = await tx.scan.findMany({
      where: { tenantId, ...where },
      orderBy: { id: 'desc' },
      take: 1,
      select: { id: true, scope: true, endedAt: true, requestKey: true, joinedBy: true },
    });
    return rows.map(({ id: scanId, scope, endedAt, requestKey, joinedBy }) => ({
      ...{ scanId, endedAt, reads: kindIn(scope) },
      requestKeys: [...(requestKey === null ? [] : [requestKey]), ...joinedBy],
    }));
  }
}

function kindIn(scope: unknown): string | null {
  const { reads } = (scope ?? {}) as { reads?: { kind?: string } | null };
  return reads?.kind ?? null;
}
