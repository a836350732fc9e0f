import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const DIST = new URL('../../dist/', import.meta.url);

/**
 * Real parts for the tests: PostgreSQL (the embedded one, or TEST_DATABASE_URL) with a migrated template database,
 * from which each test file copies its own. The emulator and Redis come from `npm test` by MOTO_URL and
 * TEST_REDIS_URL; what is not there is skipped.
 */
export default async function setup() {
  if (!existsSync(new URL('main.js', DIST))) throw new Error('dist/ is missing: run `npm run build` first');
  const { startEmbeddedPostgres } = await import(
    new URL('platform/database/embedded-postgres.js', DIST).href
  );
  const { migrate } = await import(new URL('platform/database/prepare.js', DIST).href);
  const given = process.env.TEST_DATABASE_URL;
  const folder = given ? undefined : mkdtempSync(join(tmpdir(), 'shepherd-test-'));
  const embedded = folder === undefined ? undefined : await startEmbeddedPostgres(join(folder, 'pg'));
  const server = given ?? embedded.url;
  const template = new URL(server);
  template.pathname = '/shepherd_template';
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query('DROP DATABASE IF EXISTS shepherd_template WITH (FORCE)');
  await client.query('CREATE DATABASE shepherd_template');
  await client.end();
  await migrate(template.href);
  process.env.TEST_POSTGRES = server;
  globalThis.stopTestPostgres = async () => {
    await embedded?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
}
