import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, Prisma } from '../../src/platform/database/index.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

describe('what a connection keeps prepared', () => {
  let made: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    made = await createTestDatabase();
    database = new Database(made.url, 1);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  const prepared = async (mark: string): Promise<number> =>
    database.acrossTenants('test', async (tx) => {
      const [row] = await tx.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM pg_prepared_statements WHERE statement LIKE ${`%${mark}%`}`;
      return row?.count ?? NaN;
    });
  const tenantsOf = (ids: readonly string[]) =>
    database.acrossTenants('test', (tx) => tx.tenant.findMany({ where: { id: { in: [...ids] } } }));

  it('is a statement that comes again', async () => {
    const ask = () => database.acrossTenants('test', (tx) => tx.$queryRaw`SELECT ${1}::int AS "comes_again"`);
    await ask();
    expect(await prepared('AS "comes_again"')).toBe(0);
    for (let i = 0; i < 5; i++) await ask();
    expect(await prepared('AS "comes_again"')).toBe(1);
  });

  it('is not each length of a list', async () => {
    for (let most = 2; most < 100; most++)
      await tenantsOf(Array.from({ length: most }, (_, i) => `none-${i}`));
    expect(await prepared('"tenants"')).toBe(0);
  });

  it('is not a text that is larger than what it saves', async () => {
    const long = Prisma.raw(`SELECT 'too_long' AS a, '${'x'.repeat(8_000)}' AS b`);
    for (let i = 0; i < 5; i++) await database.acrossTenants('test', (tx) => tx.$queryRaw(long));
    expect(await prepared('too_long')).toBe(0);
  });
});
