import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/index.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/** The database adapter reads and writes times without their offset, so a session must be in UTC wherever it is. */
describe('times on a PostgreSQL that lies in another time zone', () => {
  let made: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    made = await createTestDatabase();
    const name = new URL(made.url).pathname.slice(1);
    await made.query(`ALTER DATABASE ${name} SET timezone = 'America/New_York'`);
    database = new Database(made.url, 2);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  it('are read as they are', async () => {
    const [row] = await database.withTenant(
      'default',
      (tx) => tx.$queryRaw<{ now: Date }[]>`SELECT app_now() AS now`,
    );
    expect(Math.abs((row?.now.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('are written as they are', async () => {
    const at = new Date('2026-11-01T05:30:00.123Z'); // within the hour that New York has twice
    const [row] = await database.withTenant(
      'default',
      (tx) =>
        tx.$queryRaw<{ epoch: number }[]>`SELECT extract(epoch FROM ${at}::timestamptz)::float8 AS epoch`,
    );
    expect(row?.epoch).toBe(at.getTime() / 1000);
  });

  it('follow app.clock_offset, which tests set', async () => {
    const [row] = await database.withTenant('default', async (tx) => {
      await tx.$queryRaw`SELECT set_config('app.clock_offset', '2 days', true)`;
      return tx.$queryRaw<{ ahead: number }[]>`SELECT extract(epoch FROM app_now() - now())::float8 AS ahead`;
    });
    expect(Math.round(row?.ahead ?? 0)).toBe(172_800);
  });
});
