import { Injectable } from '@nestjs/common';
import { Database, Prisma, type Tx } from '../../platform/database/index.js';
import { roles, type Role } from '../../platform/http/index.js';

export interface ApiKeyRow {
  id: string;
  name: string;
  owner: string;
  role: Role;
  prefix: string;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

export type NewApiKey = Pick<
  ApiKeyRow,
  'id' | 'name' | 'owner' | 'role' | 'prefix' | 'createdBy' | 'expiresAt'
> & {
  hash: string;
};

/** What a request needs to know of the key that it shows. */
export type KnownKey = Pick<ApiKeyRow, 'id' | 'owner' | 'role' | 'expiresAt' | 'revokedAt'> & {
  tenantId: string;
};

const hidden = { hash: true, tenantId: true } as const;

@Injectable()
export class ApiKeyStore {
  constructor(private readonly database: Database) {}

  /** The tenant follows from the key, so this is the one look-up that cannot name it. */
  async findByHash(hash: string): Promise<KnownKey | undefined> {
    const row = await this.database.acrossTenants('a key tells which tenant asks', (tx) =>
      tx.apiKey.findUnique({
        where: { hash },
        select: { id: true, tenantId: true, owner: true, role: true, expiresAt: true, revokedAt: true },
      }),
    );
    return row === null ? undefined : { ...row, role: row.role as Role };
  }

  /** Of keys that may be used now; those that were used or made last first. */
  async recentHashes(most: number): Promise<string[]> {
    const rows = await this.database.acrossTenants(
      'keys of all tenants pass where an address is locked',
      (tx) => tx.$queryRaw<{ hash: string }[]>`
        SELECT hash FROM api_keys WHERE ${USABLE}
         ORDER BY coalesce(last_used_at, created_at) DESC LIMIT ${most}`,
    );
    return rows.map(({ hash }) => hash);
  }

  async insert(tx: Tx, tenantId: string, key: NewApiKey): Promise<ApiKeyRow> {
    return toKey(await tx.apiKey.create({ data: { ...key, tenantId }, omit: hidden }));
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<ApiKeyRow | undefined> {
    const row = await tx.apiKey.findFirst({ where: { id, tenantId }, omit: hidden });
    return row === null ? undefined : toKey(row);
  }

  /** Newest first. */
  async list(tx: Tx, tenantId: string, after: string | undefined, take: number): Promise<ApiKeyRow[]> {
    const rows = await tx.apiKey.findMany({
      where: { tenantId, ...(after === undefined ? {} : { id: { lt: after } }) },
      orderBy: { id: 'desc' },
      omit: hidden,
      take,
    });
    return rows.map(toKey);
  }

  /** False when it is revoked already, or not there. */
  async revoke(tx: Tx, tenantId: string, id: string): Promise<boolean> {
    const count = await tx.$executeRaw`
      UPDATE api_keys SET revoked_at = app_now() WHERE id = ${id} AND tenant_id = ${tenantId} AND revoked_at IS NULL`;
    return count === 1;
  }

  /** Owners of keys of these roles that may be used now, each once. */
  async owners(tx: Tx, tenantId: string, of: readonly Role[]): Promise<string[]> {
    const rows = await tx.$queryRaw<{ owner: string }[]>`
      SELECT DISTINCT owner FROM api_keys
       WHERE tenant_id = ${tenantId} AND role = ANY(${[...of]}) AND ${USABLE} ORDER BY owner`;
    return rows.map(({ owner }) => owner);
  }

  /** Of the keys of somebody that may be used now, the one of the highest role. */
  async bestOf(tx: Tx, tenantId: string, owner: string): Promise<KnownKey | undefined> {
    const rows = await tx.$queryRaw<KnownKey[]>`
      SELECT id, tenant_id AS "tenantId", owner, role, expires_at AS "expiresAt", revoked_at AS "revokedAt" FROM api_keys
       WHERE tenant_id = ${tenantId} AND lower(owner) = lower(${owner}) AND ${USABLE}
       ORDER BY array_position(${[...roles]}::text[], role) DESC, id LIMIT 1`;
    return rows[0];
  }

  /** Of several processes that tell of the same minute, one writes. */
  async noteUse(tenantId: string, id: string): Promise<void> {
    await this.database.withTenant(
      tenantId,
      (tx) => tx.$executeRaw`
        UPDATE api_keys SET last_used_at = app_now()
         WHERE id = ${id} AND tenant_id = ${tenantId}
           AND (last_used_at IS NULL OR last_used_at < app_now() - interval '55 seconds')`,
    );
  }
}

const USABLE = Prisma.sql`revoked_at IS NULL AND (expires_at IS NULL OR expires_at > app_now())`;

const toKey = (row: Omit<ApiKeyRow, 'role'> & { role: string }): ApiKeyRow => ({
  ...row,
  role: row.role as Role,
});
