import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bucket, recordOf, wrapped } from '../../scripts/bench/event-stub/records.mjs';
import { startEventStub, type StubResource } from '../../scripts/bench/event-stub/server.mjs';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.mjs';

const ACCOUNT = '200000000001';
const REGION = 'eu-west-1';
const ELSEWHERE = 'us-east-1';

/** The stub of the benchmarks in the place of AWS, behind a proxy that fails for one part of a bucket. */
describe('a change of a part for which AWS does not answer', () => {
  const variables = { ...process.env };
  let stub: Awaited<ReturnType<typeof startEventStub>>;
  let proxy: FaultProxy;
  let app: TestApp;
  let admin: string;

  beforeAll(async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
    stub = await startEventStub({
      visibilityMs: 10_000,
      maxReceives: 50,
      accounts: [ACCOUNT],
      regions: [REGION, ELSEWHERE],
    });
    proxy = await startFaultProxy({ target: stub.url });
    app = await startTestApp({
      ...{ AWS_REGION: REGION, AWS_ENDPOINT_URL: proxy.url, AWS_MAX_ATTEMPTS: '1' },
      ...{ EVENTS_QUEUE_URL: stub.queueUrl, EVENTS_QUIET_MS: '50' },
    });
    ({ admin } = await app.tenant('acme'));
    const body = { accountId: ACCOUNT, regions: [REGION, ELSEWHERE] };
    await app.request('POST', '/accounts', { key: admin, body });
  }, 90_000);
  afterAll(async () => {
    await app.close();
    await proxy.close();
    await stub.stop();
    process.env = variables;
  }, 60_000);

  const known = async (name: string) =>
    (
      await app.database.query<{ status: string | null; region: string; isThere: boolean }>(
        `SELECT configuration -> 'versioning' ->> 'status' AS status, region, deleted_at IS NULL AS "isThere"
           FROM resources WHERE arn = 'arn:aws:s3:::' || $1`,
        [name],
      )
    )[0];
  const versioning = async (name = 'parts') => (await known(name))?.status;
  const later = (what: string, one: StubResource, details: object = {}) => {
    stub.world.put(one);
    const body = JSON.stringify(wrapped(recordOf(what, one, { at: Date.now(), ...details })));
    return () => stub.queue.send(body);
  };
  const tell = (...given: Parameters<typeof later>) => later(...given)();
  /** Of a region alone, begun long enough after what has happened that its events are from before it. */
  const scan = async (body: object = {}) => {
    await sleep(2_100); // times of CloudTrail are whole seconds
    const asked = await app.request('POST', '/scans', {
      key: admin,
      body: { services: ['s3'], accountIds: [ACCOUNT], regions: [REGION], ...body },
    });
    expect(asked.status).toBe(202);
    const id = (asked.body as { scanId: string }).scanId;
    await eventually(async () => {
      const { body: now } = await app.request('GET', `/scans/${id}`, { key: admin });
      return (now as { status: string }).status.startsWith('completed');
    }, 30_000);
  };

  it('is asked for again, and does not wait for the next scan', async () => {
    const one = bucket(ACCOUNT, REGION, 'parts');
    tell('createBucket', one);
    await eventually(async () => (await versioning()) !== undefined, 20_000);
    expect(await versioning()).not.toBe('Enabled');
    proxy.rules = [{ match: { action: 'GetBucketVersioning' }, fault: 'error500', times: 1 }];
    tell('versionBucket', { ...one, versioning: 'Enabled' }, { status: 'Enabled' });
    await eventually(async () => (await versioning()) === 'Enabled', 20_000);
    expect(proxy.count({ action: 'GetBucketVersioning', fault: 'error500' })).toBe(1);
  }, 60_000);

  it('keeps its tries apart though more events come, and is known when AWS answers again', async () => {
    const one = bucket(ACCOUNT, REGION, 'burst');
    tell('createBucket', one);
    await eventually(async () => (await versioning('burst')) !== undefined, 20_000);
    proxy.rules = [{ match: { action: 'GetBucketVersioning' }, fault: 'error500' }];
    const asked = () => proxy.count({ action: 'GetBucketVersioning', fault: 'error500' });
    const before = asked();
    for (let i = 0; i < 12; i += 1) {
      tell('versionBucket', { ...one, versioning: 'Enabled' }, { status: 'Enabled' });
      await sleep(300);
    }
    expect(asked() - before).toBeLessThan(6); // 1, 2, 4 … seconds apart
    proxy.rules = [];
    await eventually(async () => (await versioning('burst')) === 'Enabled', 20_000);
  }, 60_000);

  it('is looked into by its event, though a scan has come before it that did not get that part', async () => {
    const one = bucket(ACCOUNT, REGION, 'unanswered');
    tell('createBucket', one);
    await eventually(async () => (await versioning('unanswered')) !== undefined, 20_000);
    const arrives = later('versionBucket', { ...one, versioning: 'Enabled' }, { status: 'Enabled' });
    proxy.rules = [{ match: { action: 'GetBucketVersioning' }, fault: 'error500' }];
    await scan();
    proxy.rules = [];
    expect(await versioning('unanswered')).not.toBe('Enabled'); // its last value
    arrives();
    await eventually(async () => (await versioning('unanswered')) === 'Enabled', 20_000);
  }, 90_000);

  it('is looked into by its event, though a scan has come before it that did not ask for that part', async () => {
    const one = bucket(ACCOUNT, REGION, 'unasked');
    tell('createBucket', one);
    await eventually(async () => (await versioning('unasked')) !== undefined, 20_000);
    const arrives = later('versionBucket', { ...one, versioning: 'Enabled' }, { status: 'Enabled' });
    await scan({ controls: ['s3_bucket_level_public_access_block'] });
    expect(await versioning('unasked')).not.toBe('Enabled');
    arrives();
    await eventually(async () => (await versioning('unasked')) === 'Enabled', 20_000);
  }, 90_000);

  it('a bucket that was made anew in another region is there, though a scan of the old one has come before its event', async () => {
    const one = bucket(ACCOUNT, REGION, 'moved');
    tell('createBucket', one);
    await eventually(async () => (await known('moved'))?.isThere === true, 20_000);
    const arrives = later('createBucket', bucket(ACCOUNT, ELSEWHERE, 'moved'));
    await scan();
    expect(await known('moved')).toMatchObject({ isThere: false, region: REGION });
    arrives();
    await eventually(async () => (await known('moved'))?.isThere === true, 20_000);
    expect(await known('moved')).toMatchObject({ region: ELSEWHERE });
  }, 90_000);
});
