import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { alone } from '../../src/platform/database/migration-lock.js';

const DATABASE = 'migration_lock';
const PATIENCE = { lockTimeoutMs: 200, retryMs: 50, patienceMs: 10_000 };

describe('the lock of migrations', () => {
  let server: pg.Client;
  let pools: pg.Pool[] = [];
  let app: pg.Pool;

  const migrator = (): pg.Pool => {
    const url = new URL(process.env['TEST_POSTGRES'] ?? '');
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

  it('forgets a migration that was broken off, and what it left', async () => {
    await app.query(
      `CREATE TABLE _prisma_migrations (id text, finished_at timestamptz, rolled_back_at timestamptz)`,
    );
    await app.query(
      `INSERT INTO _prisma_migrations VALUES ('done', now(), NULL), ('broken off', NULL, NULL)`,
    );
    await app.query('INSERT INTO things VALUES (1), (1)');
    await expect(app.query('CREATE UNIQUE INDEX CONCURRENTLY things_once ON things (id)')).rejects.toThrow(
      'could not create unique index',
    );
    await alone(migrator(), () => Promise.resolve());
    expect((await app.query('SELECT id FROM _prisma_migrations')).rows).toEqual([{ id: 'done' }]);
    expect((await app.query(`SELECT to_regclass('things_once') AS index`)).rows).toEqual([{ index: null }]);
  });
});
