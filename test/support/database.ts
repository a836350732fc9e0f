import pg from 'pg';

export interface TestDatabase {
  url: string;
  /** Runs SQL as the owner, past the policies. */
  query: <T = Record<string, unknown>>(sql: string, values?: unknown[]) => Promise<T[]>;
  drop(): Promise<void>;
}

let made = 0;

/** A database of this test file's own, copied from the migrated template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_POSTGRES'];
  if (server === undefined) throw new Error('test/support/global-setup.mjs has not run');
  made += 1;
  const name = `test_${process.pid}_${Date.now()}_${made}`;
  await admin(server, `CREATE DATABASE ${name} TEMPLATE shepherd_template`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 2 });
  pool.on('error', () => undefined); // the drop below cuts idle connections
  return {
    url: url.href,
    query: async <T>(sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows as T[],
    drop: async () => {
      await pool.end();
      await admin(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function admin(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
