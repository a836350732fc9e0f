import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, type Tx } from '../../src/platform/database/index.js';
import { asTenant } from '../../src/platform/database/tenant-client.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/** Whose transaction PostgreSQL itself takes it for. */
async function boundTo(tx: Tx): Promise<{ role: string; tenant: string | null }> {
  const [row] = await tx.$queryRaw<{ role: string; tenant: string | null }[]>`
    SELECT current_user::text AS role, nullif(current_setting('app.tenant_id', true), '') AS tenant`;
  if (row === undefined) throw new Error('no row');
  return row;
}

describe('the tenant of a transaction', () => {
  let made: TestDatabase;
  let database: Database;
  let owner: string;

  beforeAll(async () => {
    made = await createTestDatabase();
    database = new Database(made.url, 2);
    owner = (await database.acrossTenants('test', boundTo)).role;
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  it.each(['default', "o'neill", String.raw`a\'; COMMIT; --`, 'mañana 🐑'])(
    'is bound as it is: %s',
    async (id) => {
      expect(await database.withTenant(id, boundTo)).toEqual({ role: 'shepherd_app', tenant: id });
    },
  );

  it('ends with it: the connection is nobody’s again', async () => {
    for (let i = 0; i < 4; i++) await database.withTenant('default', boundTo);
    expect(await database.acrossTenants('test', boundTo)).toEqual({ role: owner, tenant: null });
  });

  it('is not that of another transaction that is opened within it', async () => {
    const inner = await database.withTenant('outer', async (tx) => ({
      across: await database.acrossTenants('test', boundTo),
      own: await boundTo(tx),
    }));
    expect(inner).toEqual({
      across: { role: owner, tenant: null },
      own: { role: 'shepherd_app', tenant: 'outer' },
    });
    const nested = await database.withTenant('outer', () => database.withTenant('inner', boundTo));
    expect(nested.tenant).toBe('inner');
  });

  it('stays each one’s own when many are open at once', async () => {
    const ids = Array.from({ length: 20 }, (_, i) => `tenant-${i}`);
    const bound = await Promise.all(ids.map((id) => database.withTenant(id, boundTo)));
    expect(bound.map(({ tenant }) => tenant)).toEqual(ids);
  });

  it('is wanted: where nothing has bound the transaction, nothing runs in it', async () => {
    const unbound = asTenant('default', async (began) => Promise.resolve(began()));
    await expect(unbound).rejects.toThrow('bound to no tenant');
  });

  it('is taken again after an error in the middle', async () => {
    const failing = database.withTenant('default', (tx) => tx.$queryRaw`SELECT 1 / 0`);
    await expect(failing).rejects.toThrow();
    expect(await database.withTenant('default', boundTo)).toEqual({
      role: 'shepherd_app',
      tenant: 'default',
    });
  });
});
