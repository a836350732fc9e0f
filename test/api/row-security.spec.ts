import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Database } from '../../src/platform/database/index.js';
import { startTestApp } from '../support/app.js';
import { ACROSS_TENANTS, AT_ONCE } from './support/across-tenants.js';
import { seedTenant } from './support/seed.js';
import { tenantTables } from './support/tables.js';

// The last wall: what holds even where a query forgets its tenant.
const app = await startTestApp({ ROLE: 'api' });
await seedTenant(app, 'acme', 1);
await seedTenant(app, 'globex', 2);
const tables = await tenantTables(app.database);
const client = new pg.Client({ connectionString: app.database.url });
beforeAll(() => client.connect());
afterAll(async () => {
  await client.end();
  await app.close();
});

/** Runs one statement as a request's transaction does; null: without a tenant. */
async function as<T = Record<string, unknown>>(
  tenantId: string | null,
  sql: string,
  values: unknown[] = [],
): Promise<T[]> {
  await client.query('BEGIN');
  try {
    await client.query('SET LOCAL ROLE shepherd_app');
    if (tenantId !== null) await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
    const { rows, rowCount } = await client.query(sql, values);
    return rows.length > 0 ? (rows as T[]) : (Array.from({ length: rowCount ?? 0 }, () => ({})) as T[]);
  } finally {
    await client.query('ROLLBACK');
  }
}

const DENIED = { code: '42501' }; // insufficient_privilege: by a policy, or for want of a grant
const count = async (tenantId: string | null, table: string, where = 'true') =>
  Number((await as<{ n: string }>(tenantId, `SELECT count(*) AS n FROM "${table}" WHERE ${where}`))[0]?.n);

describe('each table with tenants', () => {
  it('is known: without tenants are these alone', async () => {
    const rows = await app.database.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL($1) ORDER BY 1",
      [tables],
    );
    expect(rows.map(({ name }) => name)).toEqual([
      '_prisma_migrations',
      'log_levels',
      'poison_messages',
      'processes',
      'retired_secret_keys',
      'secret_keys',
      'tenants',
      'workflow_workers',
    ]);
    expect(tables.length).toBeGreaterThan(10);
  });

  it.each([...tables, 'tenants'])(
    '%s has row security with a policy for reading and for writing',
    async (table) => {
      const [state] = await app.database.query(
        `SELECT c.relrowsecurity AS enabled, p.permissive, p.cmd, p.qual, p.with_check
         FROM pg_class c LEFT JOIN pg_policies p ON p.tablename = c.relname AND p.schemaname = 'public'
        WHERE c.oid = $1::regclass`,
        [`public.${table}`],
      );
      const condition: unknown = expect.stringMatching(/^\(\w+ = .*current_setting\('app\.tenant_id'/);
      expect(state).toEqual({
        enabled: true,
        permissive: 'PERMISSIVE',
        cmd: 'ALL',
        qual: condition,
        with_check: condition,
      });
    },
  );

  it.each(tables)('%s shows a tenant its own rows and no others', async (table) => {
    const [there] = await app.database.query<{ n: string }>(
      `SELECT count(*) AS n FROM "${table}" WHERE tenant_id = 'acme'`,
    );
    expect(Number(there?.n)).toBeGreaterThan(0); // else this proves nothing: seed it in support/seed.ts
    expect(await count('acme', table)).toBe(Number(there?.n));
    expect(await count('globex', table, "tenant_id = 'acme'")).toBe(0);
    expect(await count('globex', table, "tenant_id <> 'globex'")).toBe(0);
  });

  it.each([...tables, 'tenants'])('%s shows nothing without a tenant', async (table) => {
    expect(await count(null, table)).toBe(0);
    expect(await count('', table)).toBe(0);
    expect(await count('nobody', table)).toBe(0);
  });

  it.each(tables)("%s takes no row of another tenant's", async (table) => {
    const [{ row } = { row: {} }] = await app.database.query<{ row: object }>(
      `SELECT to_jsonb(t) AS row FROM "${table}" t WHERE tenant_id = 'acme' LIMIT 1`,
    );
    const insert = `INSERT INTO "${table}" SELECT (jsonb_populate_record(NULL::"${table}", $1)).*`;
    await expect(as('globex', insert, [JSON.stringify(row)])).rejects.toMatchObject(DENIED);
    await expect(as(null, insert, [JSON.stringify(row)])).rejects.toMatchObject(DENIED);
  });

  it.each(tables)("%s lets nobody change, give away or delete another tenant's row", async (table) => {
    const tryTo = (sql: string) =>
      as('globex', sql).then(
        (rows) => rows.length,
        (error: { code: string }) => error.code,
      );
    // no such row for it, or (in the audit log) no such right
    expect([0, DENIED.code]).toContain(
      await tryTo(`UPDATE "${table}" SET tenant_id = 'globex' WHERE tenant_id = 'acme'`),
    );
    expect([0, DENIED.code]).toContain(await tryTo(`DELETE FROM "${table}" WHERE tenant_id = 'acme'`));
    expect(await tryTo(`UPDATE "${table}" SET tenant_id = 'acme' WHERE tenant_id = 'globex'`)).toBe(
      DENIED.code,
    );
    expect(await tryTo(`TRUNCATE "${table}"`)).toBe(DENIED.code);
  });
});

describe('the transaction of a request', () => {
  const database = app.app.get(Database);

  it.each(tables)('sees of %s what belongs to its tenant, though the query names none', async (table) => {
    const rows = await database.withTenant('globex', (tx) =>
      tx.$queryRawUnsafe<{ tenant_id: string }[]>(`SELECT DISTINCT tenant_id FROM "${table}"`),
    );
    expect(rows).toEqual([{ tenant_id: 'globex' }]);
  });

  it('leaves nothing of its tenant to the next one on the same connection', async () => {
    const ask = (tenantId: string) =>
      database.withTenant(tenantId, (tx) => tx.$queryRaw<{ id: string }[]>`SELECT id FROM tenants`);
    const asked = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'acme' : 'globex'));
    const seen = await Promise.all(asked.map(ask));
    expect(seen).toEqual(asked.map((id) => [{ id }]));
  });

  it('writes no row of another tenant', async () => {
    const write = database.withTenant('globex', (tx) =>
      tx.fact.create({
        data: { id: 'fact_x', tenantId: 'acme', name: 'x', key: 'x', payload: {}, correlationId: 'x' },
      }),
    );
    await expect(write).rejects.toThrow(/row-level security|42501/);
    expect(await app.database.query("SELECT id FROM facts WHERE id = 'fact_x'")).toEqual([]);
  });
});

describe('the role of requests', () => {
  it('owns nothing and passes no policy', async () => {
    const [role] = await app.database.query(
      `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcanlogin,
              (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owned FROM pg_roles r WHERE rolname = 'shepherd_app'`,
    );
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcanlogin: false,
      owned: 0,
    });
  });

  it('finds no way around by a view or a function of the owner', async () => {
    const views = await app.database.query("SELECT viewname FROM pg_views WHERE schemaname = 'public'");
    const functions = await app.database.query(
      "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace",
    );
    expect([views, functions]).toEqual([[], []]);
  });

  it('sees and changes its own tenant in tenants, and makes or deletes none', async () => {
    expect(await as('globex', 'SELECT id FROM tenants')).toEqual([{ id: 'globex' }]);
    expect(await as('globex', "UPDATE tenants SET name = 'x' WHERE id = 'acme'")).toHaveLength(0);
    await expect(as('globex', "UPDATE tenants SET id = 'acme2'")).rejects.toMatchObject(DENIED);
    await expect(as('globex', "INSERT INTO tenants (id, name) VALUES ('new', 'x')")).rejects.toMatchObject(
      DENIED,
    );
    await expect(as('globex', 'DELETE FROM tenants')).rejects.toMatchObject(DENIED);
  });

  it('reads and adds to the audit log, and rewrites nothing in it', async () => {
    await expect(as('acme', "UPDATE audit_log SET actor = 'x'")).rejects.toMatchObject(DENIED);
    await expect(as('acme', 'DELETE FROM audit_log')).rejects.toMatchObject(DENIED);
  });
});

describe('what looks across tenants', () => {
  const src = join(import.meta.dirname, '../../src');
  const texts = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.includes('database/client/'),
    )
    .map((file): [string, string] => [file.replaceAll('\\', '/'), readFileSync(join(src, file), 'utf8')]);
  const outside = texts.filter(([file]) => file !== 'platform/database/database.ts');

  it('is what is listed here', () => {
    const uses = outside.flatMap(([file, text]) =>
      [...text.matchAll(/acrossTenants\b(?:\(\s*'([^']*)')?/g)].map(([, reason]) => [
        file,
        reason ?? 'no reason is given',
      ]),
    );
    expect(uses.sort()).toEqual(ACROSS_TENANTS);
  });

  it('is what is listed here, by a statement at once or a connection of its own', () => {
    const uses = outside.flatMap(([file, text]) =>
      [...text.matchAll(/\bdatabase\.(?:session\b|atOnce\b(?:<[^(]*?>)?\(\s*(?:'([^']*)')?)/g)].map(
        ([call, reason]) => [
          file,
          call.includes('session') ? 'a connection of its own' : (reason ?? 'no reason is given'),
        ],
      ),
    );
    expect(uses.sort()).toEqual(AT_ONCE);
  });

  it('has no other way to the database', () => {
    const own = texts.filter(([file]) => !file.startsWith('platform/database/'));
    const ways = own
      .filter(([, text]) => /PrismaClient\b|from 'pg'|@prisma\/adapter-pg/.test(text))
      .map(([file]) => file);
    expect(ways).toEqual([]);
  });
});
