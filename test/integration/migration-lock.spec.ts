import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { alone } from '../../src/platform/database/migration-lock.js';
import { concurrentIndex, runScript } from '../../src/platform/database/migration-script.js';
import { startTcpGate } from '../support/tcp-gate.js';

const DATABASE = 'migration_lock';
const PATIENCE = { lockTimeoutMs: 200, retryMs: 50, patienceMs: 10_000 };

describe('the lock of migrations', () => {
  let server: pg.Client;
  let pools: pg.Pool[] = [];
  let app: pg.Pool;

  const migrator = (port?: string): pg.Pool => {
    const url = new URL(process.env['TEST_POSTGRES'] ?? '');
    url.port = port ?? url.port;
    url.pathname = `/${DATABASE}`;
    const pool = new pg.Pool({ connectionString: url.href, max: 1, idleTimeoutMillis: 0 });
    pool.on('error', () => undefined); // the database is dropped under connections that are still closing
    pools.push(pool);
    return pool;
  };

  const endAll = async (): Promise<void> => {
    for (const pool of pools) if (!pool.ended) await pool.end();
  };

  beforeAll(async () => {
    server = new pg.Client({ connectionString: process.env['TEST_POSTGRES'] });
    await server.connect();
  });

  beforeEach(async () => {
    await endAll();
    pools = [];
    await server.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
    await server.query(`CREATE DATABASE ${DATABASE}`);
    app = migrator();
    await app.query('CREATE TABLE things (id int)');
  });

  afterAll(async () => {
    await endAll();
    await server.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
    await server.end();
  });

  it('lets one work at a time', async () => {
    let under = 0;
    let most = 0;
    const once = async (): Promise<void> => {
      const pool = migrator();
      await alone(pool, async () => {
        most = Math.max(most, ++under);
        await sleep(50);
        under--;
      });
      await pool.end();
    };
    await Promise.all([once(), once(), once()]);
    expect(most).toBe(1);
  });

  it('gives a table back to those who read it, and begins again, while a long reader is in the way', async () => {
    await app.query('BEGIN');
    await app.query('SELECT * FROM things');
    let tries = 0;
    const pool = migrator();
    const done = alone(
      pool,
      async () => {
        tries++;
        await pool.query('ALTER TABLE things ADD COLUMN name text');
      },
      PATIENCE,
    );
    while (tries === 0) await sleep(10);
    const started = performance.now();
    await migrator().query('SELECT * FROM things'); // queues behind the ALTER until that gives up
    const waited = performance.now() - started;
    expect(waited).toBeLessThan(5000);
    while (tries < 2) await sleep(10);
    await app.query('COMMIT');
    await done;
    expect((await app.query('SELECT name FROM things')).rows).toEqual([]);
  });

  it('gives up with the reason when the table is never free', async () => {
    await app.query('BEGIN');
    await app.query('SELECT * FROM things');
    const pool = migrator();
    const work = () => pool.query('ALTER TABLE things ADD COLUMN name text');
    await expect(alone(pool, work, { ...PATIENCE, patienceMs: 0 })).rejects.toThrow('lock timeout');
    await app.query('COMMIT');
  });

  it('lets an index be made concurrently while others wait for the lock', async () => {
    const [first, second] = [migrator(), migrator()];
    let waiting: Promise<unknown> | undefined;
    await alone(first, async () => {
      waiting = alone(second, () => Promise.resolve());
      await sleep(300);
      await first.query(`SET statement_timeout = '5s'`);
      await first.query('CREATE INDEX CONCURRENTLY things_id ON things (id)');
    });
    await first.end();
    await waiting;
  });

  const noteMigrations = () =>
    app.query(
      `CREATE TABLE _prisma_migrations (id text, finished_at timestamptz, rolled_back_at timestamptz)`,
    );

  it('forgets a migration that was broken off', async () => {
    await noteMigrations();
    await app.query(
      `INSERT INTO _prisma_migrations VALUES ('done', now(), NULL), ('broken off', NULL, NULL)`,
    );
    await alone(migrator(), () => Promise.resolve());
    expect((await app.query('SELECT id FROM _prisma_migrations')).rows).toEqual([{ id: 'done' }]);
  });

  it('notes what is done in the transaction of the script, so that nothing is done twice', async () => {
    await noteMigrations();
    const pool = migrator();
    const unfinished = async () =>
      (await app.query('SELECT id FROM _prisma_migrations WHERE finished_at IS NULL')).rows.length;
    await app.query(`INSERT INTO _prisma_migrations VALUES ('one', NULL, NULL)`);
    await expect(runScript(pool, 'ALTER TABLE things ADD COLUMN a int; SELECT 1 / 0')).rejects.toThrow(
      'zero',
    );
    expect(await unfinished()).toBe(1);
    await runScript(pool, 'ALTER TABLE things ADD COLUMN a int; -- the end');
    expect(await unfinished()).toBe(0); // a process that dies here leaves nothing to be begun again
  });

  const indexes = async () => {
    const { rows } = await app.query<{ name: string; valid: boolean }>(
      `SELECT relname AS name, indisvalid AS valid FROM pg_index JOIN pg_class c ON c.oid = indexrelid
        WHERE indrelid = 'things'::regclass`,
    );
    return rows;
  };
  const MAKE = '-- why\nCREATE INDEX CONCURRENTLY "things_id" ON "things" ("id");\n';

  it('lets an index wait for an old transaction for longer than others may wait for a lock', async () => {
    const reader = migrator();
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await reader.query('SELECT * FROM things');
    let tries = 0;
    const pool = migrator();
    const made = alone(
      pool,
      () => {
        tries++;
        return runScript(pool, MAKE);
      },
      { ...PATIENCE, patienceMs: 0 },
    );
    await sleep(1_000);
    expect(await indexes()).toEqual([{ name: 'things_id', valid: false }]); // it is being made
    await app.query('INSERT INTO things VALUES (1)'); // and nobody waits for that
    await reader.query('COMMIT');
    await made;
    expect(await indexes()).toEqual([{ name: 'things_id', valid: true }]);
    expect(tries).toBe(1);
    const { rows } = await pool.query<{ lock_timeout: string }>('SHOW lock_timeout');
    expect(rows).toEqual([{ lock_timeout: '200ms' }]); // for what comes next
  });

  it('makes an index anew that was left half made, and takes one that was made', async () => {
    await app.query('INSERT INTO things VALUES (1), (1)');
    await expect(app.query('CREATE UNIQUE INDEX CONCURRENTLY things_id ON things (id)')).rejects.toThrow(
      'could not create unique index',
    );
    expect(await indexes()).toEqual([{ name: 'things_id', valid: false }]);
    const pool = migrator();
    await runScript(pool, MAKE.replace('CONCURRENTLY', 'CONCURRENTLY IF NOT EXISTS'));
    expect(await indexes()).toEqual([{ name: 'things_id', valid: true }]);
    await runScript(pool, MAKE); // its process had died before it could say so
    expect(await indexes()).toEqual([{ name: 'things_id', valid: true }]);
  });

  it('gives the lock on within seconds when its process dies in the middle of a statement', async () => {
    const { hostname, port } = new URL(process.env['TEST_POSTGRES'] ?? '');
    const gate = await startTcpGate(hostname, Number(port));
    const dying = migrator(String(gate.port));
    await app.query('BEGIN');
    await app.query('SELECT * FROM things');
    const died = alone(dying, () => dying.query('SET lock_timeout = 0; ALTER TABLE things ADD COLUMN b int'));
    died.catch(() => undefined);
    await sleep(500);
    await gate.shut();
    await expect(died).rejects.toThrow();
    const began = Date.now();
    await alone(migrator(), () => Promise.resolve());
    expect(Date.now() - began).toBeLessThan(12_000);
    await app.query('COMMIT');
  }, 40_000);
});

it('knows the scripts that make an index beside the work', () => {
  const names = [
    'CREATE INDEX CONCURRENTLY "a_b" ON "a" ("b");',
    '-- why\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS a_b ON a (b) INCLUDE (c)\n  WHERE d IS NOT NULL',
    'CREATE INDEX a_b ON a (b);',
    'CREATE INDEX CONCURRENTLY a_b ON a (b); SELECT 1;',
  ].map(concurrentIndex);
  expect(names).toEqual(['a_b', 'a_b', undefined, undefined]);
});
