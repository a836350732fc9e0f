import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Aws,
  type AwsAccount,
  type AwsCall,
  AwsClients,
  type AwsFailure,
  type AwsOptions,
  callMeter,
  failureOf,
  newCallCount,
} from '../../src/platform/aws/index.js';
import { Clock, MINUTE_MS } from '../../src/shared/clock.js';
import { type Fault, type FaultProxy, startFaultProxy } from '../support/fault-proxy.mjs';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no emulator to speak to: the runner reports these as skipped. */
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

class HandClock extends Clock {
  ms = Date.now();
  now(): Date {
    return new Date(this.ms);
  }
}

const other: AwsAccount = {
  tenantId: 'default',
  accountId: '210987654321',
  partition: 'aws',
  roleArn: 'arn:aws:iam::210987654321:role/QrieInventoryRole',
  externalId: 'shepherd-test',
};

describeIf('AWS clients against the emulator (needs MOTO_URL)', () => {
  let proxy: FaultProxy;
  let made: AwsClients[];
  let environment: NodeJS.ProcessEnv;

  const clients = (options: Partial<AwsOptions> = {}, clock: Clock = new HandClock()): AwsClients => {
    const one = new AwsClients(
      {
        endpointUrl: proxy.url,
        defaultRegion: 'eu-central-1',
        maxCallsPerSecond: 200,
        maxConcurrentCalls: 10,
        sessionName: ({ accountId }) => `compliance-shepherd scanner ${accountId}`,
        ...options,
      },
      clock,
    );
    made.push(one);
    return one;
  };

  beforeAll(async () => {
    proxy = await startFaultProxy({ target: MOTO_URL ?? '' });
  });
  afterAll(() => proxy.close());

  beforeEach(() => {
    environment = { ...process.env };
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIATESTAMBIENT', AWS_SECRET_ACCESS_KEY: 'testing' });
    made = [];
    proxy.rules = [];
    proxy.latencyMs = 0;
    proxy.clear();
  });
  afterEach(() => {
    made.forEach((one) => one.close());
    process.env = environment;
  });

  const reads: [string, (aws: Aws) => Promise<unknown>][] = [
    ['ec2', async (aws) => (await aws.ec2()).describeInstances()],
    ['s3', async (aws) => (await aws.s3()).listBuckets()],
    ['iam', async (aws) => (await aws.iam()).listUsers()],
    ['sts', async (aws) => (await aws.sts()).getCallerIdentity()],
    ['cloudwatch', async (aws) => (await aws.cloudwatch()).listMetrics()],
  ];
  const codes: Record<string, Record<string, string>> = {
    deny: { ec2: 'UnauthorizedOperation', other: 'AccessDenied' },
    throttle: { ec2: 'RequestLimitExceeded', s3: 'SlowDown', other: 'Throttling' },
    unsupported: { other: 'NotImplemented' },
    reset: { other: 'TimeoutError' }, // so the SDK calls it; ECONNRESET outside of jest, whose realm costs the code
  };
  const faults: [Fault, AwsFailure][] = [
    ['deny', 'denied'],
    ['throttle', 'throttled'],
    ['unsupported', 'unsupported'],
    ['reset', 'unreachable'],
  ];

  it.each(reads)('reads %s, each service by its own protocol', async (service, read) => {
    await read(clients().ambient('eu-west-1'));
    expect(proxy.count({ service, region: 'eu-west-1', accessKeyId: 'AKIATESTAMBIENT' })).toBe(1);
  });

  describe.each(faults)('%s', (fault, failure) => {
    it.each(reads)(`is told from the error of %s as ${failure}`, async (service, read) => {
      proxy.rules = [{ match: { service }, fault }];
      const error: unknown = await read(clients({ maxAttempts: 1 }).ambient('eu-west-1')).catch(
        (e: unknown) => e,
      );
      const wanted = codes[fault] ?? {};
      const { failure: told, code } = failureOf(error);
      expect({ told, code: code.replace(/Exception$/, '') }).toEqual({
        told: failure,
        code: wanted[service] ?? wanted['other'],
      });
    });
  });

  it('denies one region and leaves the next', async () => {
    proxy.rules = [{ match: { region: 'eu-west-1' }, fault: 'deny' }];
    const aws = clients().ambient('eu-west-1');
    await expect((await aws.ec2()).describeInstances()).rejects.toThrow('not authorized');
    await expect((await aws.in('eu-west-2').ec2()).describeInstances()).resolves.toHaveProperty(
      'Reservations',
    );
  });

  it('slows down for throttles and then answers, and counts every attempt', async () => {
    proxy.rules = [{ match: { action: 'DescribeVolumes' }, fault: 'throttle', times: 2 }];
    const calls: AwsCall[] = [];
    const all = clients({ onCall: (call) => calls.push(call) });
    const count = newCallCount();
    const before = performance.now();
    await callMeter.run(count, async () => (await all.ambient('eu-west-1').ec2()).describeVolumes());

    expect(performance.now() - before).toBeGreaterThan(500);
    expect(count).toEqual({
      ...{ calls: 3, throttles: 2, answers: 1 },
      operations: new Set(['ec2:DescribeVolumes']),
    });
    expect(all.counters()).toEqual([
      { account: '', region: 'eu-west-1', service: 'ec2', calls: 3, throttles: 2, errors: 0 },
    ]);
    expect(calls.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
      'DescribeVolumes throttle',
      'DescribeVolumes throttle',
      'DescribeVolumes ok',
    ]);
  });

  it('limits each region by itself', async () => {
    const all = clients({ maxConcurrentCalls: 2, maxCallsPerSecond: 100 });
    proxy.latencyMs = 60;
    const sixIn = async (region: string): Promise<number> => {
      const sts = await all.ambient(region).sts();
      const before = performance.now();
      await Promise.all(Array.from({ length: 6 }, () => sts.getCallerIdentity()));
      return performance.now() - before;
    };
    const before = performance.now();
    const times = await Promise.all(['eu-west-1', 'eu-west-2', 'eu-west-3'].map(sixIn));
    for (const time of times) expect(time).toBeGreaterThan(3 * 55);
    expect(performance.now() - before).toBeLessThan(9 * 60);
  });

  it('gives up an attempt that takes too long, and tells it as unreachable', async () => {
    proxy.latencyMs = 500;
    const sts = await clients({ requestTimeoutMs: 100, maxAttempts: 1 }).ambient('eu-west-1').sts();
    const error: unknown = await sts.getCallerIdentity().catch((e: unknown) => e);
    expect(failureOf(error)).toMatchObject({ failure: 'unreachable' });
  });

  it('tells what the emulator does not implement as unsupported', async () => {
    const ec2 = await clients({ maxAttempts: 1 }).ambient('eu-west-1').ec2();
    const error: unknown = await ec2.describeFastLaunchImages().catch((e: unknown) => e);
    expect(failureOf(error).failure).toBe('unsupported');
  });

  it('tries again after a server error and a lost connection', async () => {
    proxy.rules = [
      { match: { service: 'iam' }, fault: 'error500', times: 1 },
      { match: { service: 'iam' }, fault: 'reset', times: 1 },
    ];
    await expect((await clients().ambient('us-east-1').iam()).listUsers()).resolves.toHaveProperty('Users');
    expect(proxy.count({ action: 'ListUsers' })).toBe(3);
  });

  it('reads another account by its role: one AssumeRole for all regions and services, at the regional endpoint', async () => {
    const all = clients();
    const regions = ['us-east-1', 'eu-west-1', 'ap-south-1'];
    await Promise.all(regions.flatMap((region) => reads.map(([, read]) => read(all.for(other, region)))));
    expect(proxy.count({ action: 'AssumeRole' })).toBe(1);
    expect(
      proxy.count({ action: 'AssumeRole', region: 'eu-central-1', accessKeyId: 'AKIATESTAMBIENT' }),
    ).toBe(1);
    expect(proxy.count({ accessKeyId: 'AKIATESTAMBIENT' })).toBe(1);

    const { Account, Arn } = await (await all.for(other, 'us-east-1').sts()).getCallerIdentity();
    expect(Account).toBe('210987654321');
    expect(Arn).toMatch(/:assumed-role\/QrieInventoryRole\/compliance-shepherd-scanner-210987654321$/);
  });

  it('enters an account under another name where one is given, within the same limit', async () => {
    const all = clients({ maxConcurrentCalls: 2, maxCallsPerSecond: 100 });
    const named = { ...other, sessionName: 'events' };
    const one = await all.for(other, 'eu-west-1').sts();
    const two = await all.for(named, 'eu-west-1').sts();
    const nameOf = async (sts: typeof one) => (await sts.getCallerIdentity()).Arn?.split('/').at(-1);
    expect([await nameOf(one), await nameOf(two)]).toEqual([
      'compliance-shepherd-scanner-210987654321',
      'events',
    ]);
    proxy.latencyMs = 60;
    const before = performance.now();
    await Promise.all([one, two, one, two, one, two].map((sts) => sts.getCallerIdentity()));
    expect(performance.now() - before).toBeGreaterThan(3 * 55); // two at once, of both together
  });

  it('renews the role 5 minutes before it expires', async () => {
    const clock = new HandClock();
    const all = clients({}, clock);
    const readAt = async (minutes: number, region: string): Promise<void> => {
      clock.ms += minutes * MINUTE_MS;
      await (await all.for(other, region).sts()).getCallerIdentity(); // a new client: the SDK keeps credentials too
    };
    await readAt(0, 'us-east-1');
    await readAt(54, 'eu-west-1');
    expect(proxy.count({ action: 'AssumeRole' })).toBe(1);
    await readAt(2, 'eu-west-2');
    expect(proxy.count({ action: 'AssumeRole' })).toBe(2);
  });

  it('tells a role that may not be assumed as denied, and asks again the next time', async () => {
    proxy.rules = [{ match: { action: 'AssumeRole' }, fault: 'deny', times: 1 }];
    const aws = clients().for(other, 'us-east-1');
    const error: unknown = await (await aws.ec2()).describeInstances().catch((e: unknown) => e);
    expect(failureOf(error)).toMatchObject({
      failure: 'denied',
      code: expect.stringMatching(/^AccessDenied/),
    });
    await expect((await aws.ec2()).describeInstances()).resolves.toHaveProperty('Reservations');
  });

  it('keeps one client per account, region and service', async () => {
    const all = clients();
    const aws = all.for(other, 'us-east-1');
    expect(await all.for({ ...other }, 'us-east-1').ec2()).toBe(await aws.ec2());
    expect(await aws.in('us-east-2').ec2()).not.toBe(await aws.ec2());
    expect(await all.for({ ...other, externalId: null }, 'us-east-1').ec2()).not.toBe(await aws.ec2());
    expect(all.size).toBe(3);
  });

  it('drops clients that nobody asked for in 10 minutes, and the longest unused beyond the limit', async () => {
    const clock = new HandClock();
    const all = clients({ maxClients: 3 }, clock);
    const client = (region: string): Promise<unknown> => all.ambient(region).sts();
    const first = await client('eu-west-1');
    await client('eu-west-2');
    await client('eu-west-3');
    expect(await client('eu-west-1')).toBe(first);
    await client('eu-north-1'); // over the limit: eu-west-2 goes
    expect([all.size, await client('eu-west-1')]).toEqual([3, first]);
    clock.ms += 11 * MINUTE_MS;
    await client('eu-south-1');
    expect(all.size).toBe(1);
  });

  it('keeps a client with a call under way', async () => {
    const all = clients({ maxClients: 1 });
    proxy.latencyMs = 100;
    const busy = await all.ambient('eu-west-1').sts();
    const call = busy.getCallerIdentity();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await all.ambient('eu-west-2').sts();
    expect(await all.ambient('eu-west-1').sts()).toBe(busy);
    await call;
  });

  it('says unreachable where nothing listens', async () => {
    const dead = clients({ endpointUrl: 'http://127.0.0.1:1', maxAttempts: 1 });
    const error: unknown = await (
      await dead.ambient('eu-west-1').sts()
    )
      .getCallerIdentity()
      .catch((e: unknown) => e);
    expect(failureOf(error)).toMatchObject({ failure: 'unreachable', code: 'ECONNREFUSED' });
  });

  it("says at once that there are no credentials, and never takes an instance's own to an emulator", async () => {
    let asked = 0;
    const metadata = createServer(() => asked++).unref();
    await new Promise<void>((resolve) => metadata.listen(0, '127.0.0.1', resolve));
    const address = metadata.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, {
      AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${address.port}`,
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      AWS_CONFIG_FILE: '/nonexistent',
    });
    const before = performance.now();
    const error: unknown = await (
      await clients().ambient('eu-west-1').sts()
    )
      .getCallerIdentity()
      .catch((e: unknown) => e);
    expect(failureOf(error)).toMatchObject({
      failure: 'invalid_credentials',
      code: 'CredentialsProviderError',
    });
    expect(performance.now() - before).toBeLessThan(900);
    expect(asked).toBe(0);
    metadata.close();
  });
});
