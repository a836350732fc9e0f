import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bucket, recordOf, wrapped } from '../../scripts/bench/event-stub/records.mjs';
import { startEventStub, type StubResource } from '../../scripts/bench/event-stub/server.mjs';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.mjs';

const ACCOUNT = '200000000001';
const REGION = 'eu-west-1';

/** The stub of the benchmarks in the place of AWS, behind a proxy that fails for one part of a bucket. */
describe('a change of a part for which AWS does not answer', () => {
  const variables = { ...process.env };
  let stub: Awaited<ReturnType<typeof startEventStub>>;
  let proxy: FaultProxy;
  let app: TestApp;

  beforeAll(async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
    stub = await startEventStub({
      visibilityMs: 10_000,
      maxReceives: 50,
      accounts: [ACCOUNT],
      regions: [REGION],
    });
    proxy = await startFaultProxy({ target: stub.url });
    app = await startTestApp({
      ...{ AWS_REGION: REGION, AWS_ENDPOINT_URL: proxy.url, AWS_MAX_ATTEMPTS: '1' },
      ...{ EVENTS_QUEUE_URL: stub.queueUrl, EVENTS_QUIET_MS: '50' },
    });
    const { admin } = await app.tenant('acme');
    const body = { accountId: ACCOUNT, regions: [REGION] };
    await app.request('POST', '/accounts', { key: admin, body });
  }, 90_000);
  afterAll(async () => {
    await app.close();
    await proxy.close();
    await stub.stop();
    process.env = variables;
  }, 60_000);

  const versioning = async () =>
    (
      await app.database.query<{ status: string | null }>(
        "SELECT configuration -> 'versioning' ->> 'status' AS status FROM resources WHERE arn = 'arn:aws:s3:::parts'",
      )
    )[0]?.status;
  const tell = (what: string, one: StubResource, details: object = {}) => {
    stub.world.put(one);
    stub.queue.send(JSON.stringify(wrapped(recordOf(what, one, { at: Date.now(), ...details }))));
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
});
