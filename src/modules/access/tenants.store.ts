import { Injectable } from '@nestjs/common';
import { Database, type Prisma, type Tx } from '../../platform/database/index.js';

export interface TenantRow {
  id: string;
  name: string;
  createdAt: Date;
}

const columns = { id: true, name: true, createdAt: true } as const;

/** Tenants are the one thing that belongs to no tenant: all but settings is the platform key's business. */
@Injectable()
export class TenantStore {
  constructor(private readonly database: Database) {}

  async list(after: string | undefined, take: number): Promise<TenantRow[]> {
    return this.database.acrossTenants('the platform key lists tenants', (tx) =>
      tx.tenant.findMany({
        where: after === undefined ? {} : { id: { gt: after } },
        orderBy: { id: 'asc' },
        select: columns,
        take,
      }),
    );
  }

  async find(id: string): Promise<TenantRow | undefined> {
    const row = await this.database.acrossTenants('the platform key acts on any tenant', (tx) =>
      tx.tenant.findUnique({ where: { id }, select: columns }),
    );
    return row ?? undefined;
  }

  /** In a transaction across tenants. Undefined when there is one of this id. */
  async insert(tx: Tx, tenant: { id: string; name: string }): Promise<TenantRow | undefined> {
    const rows = await tx.tenant.createManyAndReturn({ data: tenant, skipDuplicates: true, select: columns });
    return rows[0];
  }

  /** What the tenant has set; undefined when there is no such tenant. */
  async settings(tx: Tx, tenantId: string): Promise<unknown> {
    const row = await tx.tenant.findUnique({ where: { id: tenantId }, select: { settings: true } });
    return row?.settings;
  }

  /** The same, for a change: who comes second waits, and sees what the first has written. */
  async settingsForUpdate(tx: Tx, tenantId: string): Promise<unknown> {
    const rows = await tx.$queryRaw<{ settings: unknown }[]>`
      SELECT settings FROM tenants WHERE id = ${tenantId} FOR UPDATE`;
    return rows[0]?.settings;
  }

  /** Undefined when there is no such tenant. */
  async name(tx: Tx, tenantId: string): Promise<string | undefined> {
    return (await tx.tenant.findUnique({ where: { id: tenantId }, select: { name: true } }))?.name;
  }

  async saveSettings(tx: Tx, tenantId: string, settings: Prisma.InputJsonValue): Promise<void> {
    await tx.tenant.update({ where: { id: tenantId }, data: { settings }, select: { id: true } });
  }
}
