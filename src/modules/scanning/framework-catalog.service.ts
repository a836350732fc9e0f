import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { CustomFrameworkStore } from './custom-framework.store.js';
import { frameworkOf, frameworks, type Framework } from './domain/frameworks/index.js';

/** Every framework that a tenant has: those of the product, and its own. */
@Injectable()
export class FrameworkCatalog {
  constructor(
    private readonly database: Database,
    private readonly customs: CustomFrameworkStore,
  ) {}

  /** @param within the transaction of whoever is in one: it does not wait for a second connection */
  async all(tenantId: string, within?: Tx): Promise<readonly Framework[]> {
    const read = (tx: Tx) => this.customs.all(tx, tenantId);
    const own = await (within === undefined ? this.database.withTenant(tenantId, read) : read(within));
    return [...frameworks, ...own];
  }

  /** By id or alias. */
  async find(tenantId: string, id: string): Promise<Framework | undefined> {
    const ours = frameworkOf(id);
    if (ours !== undefined) return ours;
    const own = await this.database.withTenant(tenantId, (tx) => this.customs.find(tx, tenantId, id));
    return own && { ...own, aliases: [] };
  }
}
