import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const SCRIPT = fileURLToPath(new URL('../../dist/platform/database/migrate.main.js', import.meta.url));

function migrate(url: string): Promise<string> {
  const child = spawn(process.execPath, [SCRIPT], {
    env: { ...process.env, DATABASE_URL: url, NODE_OPTIONS: '' },
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
  return new Promise((done, reject) =>
    child.once('exit', (code) => (code === 0 ? done(out) : reject(new Error(out)))),
  );
}

describe('migrations', () => {
  it('are applied once when four processes start at the same time', async () => {
    const server = new pg.Client({ connectionString: process.env['TEST_POSTGRES'] });
    await server.connect();
    await server.query('DROP DATABASE IF EXISTS migrations_at_once');
    await server.query('CREATE DATABASE migrations_at_once');
    const url = new URL(process.env['TEST_POSTGRES'] ?? '');
    url.pathname = '/migrations_at_once';
    try {
      const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(url.href)));
      expect(applied.filter((names) => names !== '[]')).toHaveLength(1);
    } finally {
      await server.query('DROP DATABASE migrations_at_once WITH (FORCE)');
      await server.end();
    }
  });

  it('run for a login that is no superuser, as on a managed PostgreSQL, and let it switch to the request role', async () => {
    const server = new pg.Client({ connectionString: process.env['TEST_POSTGRES'] });
    await server.connect();
    const name = `plain_owner_${Date.now()}`;
    await server.query(`CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD 'x'`);
    const { rows } = await server.query<{ v: number }>(
      `SELECT current_setting('server_version_num')::int AS v`,
    );
    // the role exists already in this cluster, made by another login, who has to hand it over
    await server.query(`GRANT shepherd_app TO ${name} WITH ADMIN OPTION`);
    await server.query(`CREATE DATABASE ${name} OWNER ${name}`);
    const url = new URL(process.env['TEST_POSTGRES'] ?? '');
    Object.assign(url, { pathname: `/${name}`, username: name, password: 'x' });
    try {
      expect(rows[0]?.v).toBeGreaterThanOrEqual(150000);
      await migrate(url.href);
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      await client.query('BEGIN');
      await client.query(
        `SELECT set_config('role', 'shepherd_app', true), set_config('app.tenant_id', 'default', true)`,
      );
      expect((await client.query('SELECT id FROM tenants')).rows).toEqual([{ id: 'default' }]);
      await client.query(`SELECT set_config('app.tenant_id', 'another', true)`);
      expect((await client.query('SELECT id FROM tenants')).rows).toEqual([]);
      await client.end();
    } finally {
      await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await server.query(`DROP ROLE ${name}`);
      await server.end();
    }
  });
});
