import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InventoryStore } from '../../src/modules/scanning/inventory.store.js';
import { ResourceRefreshStore } from '../../src/modules/scanning/resource-refresh.store.js';
import { Database, type Tx } from '../../src/platform/database/index.js';
import { eventually } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const ARN = 'arn:aws:s3:::read-in-the-future';
const PLACE = { accountId: '111122223333', region: 'eu-west-1' };

/** What was read while PostgreSQL's clock was ahead says a time that has not come yet. */
describe('an inventory whose last reading lies in the future', () => {
  const inventory = new InventoryStore();
  const refresh = new ResourceRefreshStore();
  let made: TestDatabase;
  let database: Database;
  const inTenant = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.withTenant('default', work);
  const seen = (hash: string, readAt: Date) => ({
    ...{ ...PLACE, arn: ARN, service: 's3' as const, type: 'AWS::S3::Bucket', name: 'future', hash, readAt },
    ...{ configuration: { hash }, noEvidence: {}, tags: {}, relations: [], source: 'test' },
  });
  const write = (hash: string, readAt: Date) =>
    inTenant((tx) => inventory.upsert(tx, 'default', [seen(hash, readAt)] as never));
  const hashOf = async () => (await made.query<{ hash: string }>('SELECT hash FROM resources'))[0]?.hash;
  const HOUR_MS = 3_600_000;
  const ago = (ms: number) => new Date(Date.now() - ms);

  beforeAll(async () => {
    made = await createTestDatabase();
    database = new Database(made.url, 2);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  it('takes what is read now, and then nothing that is older', async () => {
    await write('future', ago(-HOUR_MS));
    await write('now', ago(100));
    expect(await hashOf()).toBe('now');
    await write('older', ago(60_000));
    expect(await hashOf()).toBe('now');
  });

  it('does not count as younger than an event', async () => {
    await write('future', ago(-HOUR_MS));
    const standing = await inTenant((tx) => refresh.standing(tx, 'default', [ARN]));
    expect(standing.get(ARN)?.[0]?.readAt.getTime()).toBeLessThan(ago(HOUR_MS).getTime());
    const known = await inTenant((tx) => inventory.known(tx, 'default', [ARN]));
    expect(known.get(ARN)?.readAt.getTime()).toBeLessThan(ago(HOUR_MS).getTime());
  });

  it('lets go of what is gone', async () => {
    await write('future', ago(-HOUR_MS));
    expect(
      await inTenant((tx) => inventory.markGone(tx, 'default', [{ arn: ARN, readAt: ago(100) }])),
    ).toEqual([ARN]);
    await write('future', ago(-HOUR_MS));
    const list = { ...PLACE, types: ['AWS::S3::Bucket'], regions: null, readAt: ago(100), limit: 10 };
    expect(await inTenant((tx) => inventory.markDeleted(tx, 'default', list))).toEqual([ARN]);
  });

  const list = (readAt: Date) => ({ ...PLACE, types: ['AWS::S3::Bucket'], regions: null, readAt, limit: 10 });
  it.each([
    ['a list without it', (tx: Tx, at: Date) => inventory.markDeleted(tx, 'default', list(at))],
    ['not finding it', (tx: Tx, at: Date) => inventory.markGone(tx, 'default', [{ arn: ARN, readAt: at }])],
    ['a reading of it', (tx: Tx, at: Date) => inventory.upsert(tx, 'default', [seen('older', at)] as never)],
  ])('is not what another has read and written while %s waited for its row', async (_, older) => {
    await made.query('DELETE FROM resources');
    await write('before', ago(60_000));
    const isWaiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    let late: Promise<unknown> | undefined;
    await inTenant(async (tx) => {
      await refresh.lock(tx, 'default', [ARN]);
      late = inTenant<unknown>((other) => older(other, ago(30_000)));
      await eventually(async () => (await made.query(isWaiting)).length > 0, 5_000);
      await inventory.upsert(tx, 'default', [seen('younger', new Date())] as never);
    });
    await late;
    const rows = await made.query('SELECT hash, deleted_at FROM resources');
    expect(rows).toEqual([{ hash: 'younger', deleted_at: null }]);
  });
});
