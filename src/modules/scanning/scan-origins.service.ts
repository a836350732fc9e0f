import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { ScanOriginsStore, type ScanOrigin } from './scan-origins.store.js';

export type { ScanOrigin } from './scan-origins.store.js';

/** What those who are told of a scan ask about where it comes from. */
@Injectable()
export class ScanOrigins {
  constructor(private readonly store: ScanOriginsStore) {}

  /** Whose a scan is that an event names by its correlation id; undefined where there is none, or it could be another's. */
  async tenantOf(correlationId: string): Promise<string | undefined> {
    const [tenantId, another] = await this.store.tenantsOf(correlationId);
    return another === undefined ? tenantId : undefined;
  }

  byId(tx: Tx, tenantId: string, scanId: string): Promise<ScanOrigin | undefined> {
    return this.store.byId(tx, tenantId, scanId);
  }

  /** An event carries no id of its scan, but what its requester called it and when it ended. */
  byEnd(
    tx: Tx,
    tenantId: string,
    ended: { correlationId: string; endedAt: Date },
  ): Promise<ScanOrigin | undefined> {
    return this.store.byEnd(tx, tenantId, ended);
  }
}
