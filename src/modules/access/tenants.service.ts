import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { conflict, notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page, type PageRequest } from '../../shared/paging.js';
import { AuditLog } from './audit-log.service.js';
import { tenantCreated } from './facts.js';
import { TenantStore, type TenantRow } from './tenants.store.js';

/** A tenant as the API shows it. */
export interface Tenant {
  tenantId: string;
  name: string;
  createdAt: Date;
}

@Injectable()
export class TenantsService {
  constructor(
    private readonly database: Database,
    private readonly store: TenantStore,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  async list(page: PageRequest): Promise<Page<Tenant>> {
    const rows = await this.store.list(decodeCursor(page.cursor, 1)?.[0], page.limit + 1);
    const { items, nextCursor } = toPage(rows, page.limit, (row) => [row.id]);
    return { items: items.map(toTenant), nextCursor };
  }

  async get(id: string): Promise<Tenant> {
    const row = await this.store.find(id);
    if (row === undefined) throw notFound('tenant', id);
    return toTenant(row);
  }

  /** The log of the new tenant begins with its creation. */
  async create(caller: Caller, { tenantId, name }: { tenantId: string; name: string }): Promise<Tenant> {
    const row = await this.database.acrossTenants('the platform key makes a tenant', async (tx) => {
      const made = await this.store.insert(tx, { id: tenantId, name });
      if (made === undefined) throw conflict(`There is a tenant ${tenantId} already`);
      const change = { action: 'tenant.created', targetType: 'tenant', targetId: tenantId, after: { name } };
      await this.audit.write(tx, { ...caller, tenantId }, change);
      await this.outbox.write(tx, tenantId, tenantCreated, [{ key: tenantId, payload: { name } }]);
      return made;
    });
    return toTenant(row);
  }
}

const toTenant = ({ id, ...rest }: TenantRow): Tenant => ({ tenantId: id, ...rest });
