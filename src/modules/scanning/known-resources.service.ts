import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { KnownResourcesStore, type KnownResource } from './known-resources.store.js';

/** Resources that other modules hear of by their ARNs, or by findings on them. */
@Injectable()
export class KnownResources {
  constructor(
    private readonly database: Database,
    private readonly store: KnownResourcesStore,
  ) {}

  /** Those that the inventory knows; what it does not know is left out. */
  async of(
    tenantId: string,
    named: { findingIds: readonly string[]; resourceArns: readonly string[] },
  ): Promise<KnownResource[]> {
    return this.database.withTenant(tenantId, (tx) => this.store.find(tx, tenantId, named));
  }
}
