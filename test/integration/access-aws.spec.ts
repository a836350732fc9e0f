import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountVerifier } from '../../src/modules/access/aws/account-verifier.js';
import { AmbientIdentity } from '../../src/modules/access/aws/ambient-identity.js';
import { AmbientProbe } from '../../src/modules/access/aws/aws-probe.js';
import { AwsClients, type AwsAccount } from '../../src/platform/aws/index.js';
import { readConfig } from '../../src/platform/config/index.js';
import { Clock, SystemClock } from '../../src/shared/clock.js';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.mjs';
import { items, startAccessApp, type AccessApp } from './access-client.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no emulator to speak to: the runner reports these as skipped. */
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

const home: AwsAccount = {
  tenantId: 't',
  accountId: '123456789012',
  partition: 'aws',
  roleArn: null,
  externalId: null,
};
const other: AwsAccount = {
  ...home,
  accountId: '210987654321',
  roleArn: 'arn:aws:iam::210987654321:role/Read',
  externalId: 'shared-with-us',
};

class HandClock extends Clock {
  ms = Date.now();
  now(): Date {
    return new Date(this.ms);
  }
}

describeIf('AWS as access sees it (needs MOTO_URL)', () => {
  const config = readConfig({ AWS_REGION: 'eu-west-1' });
  const made: AwsClients[] = [];
  let environment: NodeJS.ProcessEnv;
  let proxy: FaultProxy;

  const clientsAt = (endpointUrl: string, maxAttempts = 2): AwsClients => {
    const options = { endpointUrl, maxAttempts, defaultRegion: 'eu-west-1', maxCallsPerSecond: 200 };
    const sessionName = ({ accountId }: AwsAccount) => `compliance-shepherd-${accountId}`;
    const clients = new AwsClients({ ...options, maxConcurrentCalls: 20, sessionName }, new SystemClock());
    made.push(clients);
    return clients;
  };
  const verify = (account: AwsAccount, regions: string[] | null = null) =>
    new AccountVerifier(clientsAt(proxy.url), config).verify(account, regions);

  beforeAll(async () => {
    environment = { ...process.env };
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'a-secret-of-the-test',
    });
    proxy = await startFaultProxy({ target: MOTO_URL ?? '' });
  });
  afterEach(() => {
    proxy.rules = [];
    proxy.latencyMs = 0;
    proxy.clear();
    for (const clients of made.splice(0)) clients.close();
  });
  afterAll(async () => {
    process.env = environment;
    await proxy.close();
  });

  describe('verifying an account', () => {
    it('enters by the role and finds each read allowed', async () => {
      const answer = await verify(other);
      expect(answer).toMatchObject({ status: 'verified', accountId: '210987654321' });
      expect(answer.arn).toMatch(/^arn:aws:sts::210987654321:assumed-role\/Read\//);
      expect(answer.checks.map(({ action, status }) => `${action} ${status}`)).toEqual([
        'sts:AssumeRole allowed',
        'sts:GetCallerIdentity allowed',
        'ec2:DescribeRegions allowed',
        'ec2:DescribeInstances allowed',
        'ec2:DescribeVolumes allowed',
        'ec2:DescribeAddresses allowed',
        's3:ListAllMyBuckets allowed',
        'iam:ListUsers allowed',
        'cloudwatch:GetMetricData allowed',
      ]);
    });

    it('asks in the home region, or in one that is scanned', async () => {
      await verify(home);
      expect(proxy.count({ service: 'ec2', region: 'eu-west-1' })).toBe(4);
      await verify(home, ['ap-south-1']);
      expect(proxy.count({ service: 'ec2', region: 'ap-south-1' })).toBe(4);
    });

    it('names what is denied and what is throttled', async () => {
      proxy.rules = [
        { match: { service: 'ec2', action: 'DescribeVolumes' }, fault: 'deny' },
        { match: { service: 's3' }, fault: 'deny' },
        { match: { service: 'iam' }, fault: 'throttle' },
      ];
      const { status, checks } = await verify(home);
      expect(status).toBe('partly');
      const bad = checks.filter((check) => check.status !== 'allowed');
      expect(bad).toEqual([
        {
          service: 'ec2',
          action: 'ec2:DescribeVolumes',
          status: 'denied',
          message: expect.any(String) as unknown,
        },
        {
          service: 's3',
          action: 's3:ListAllMyBuckets',
          status: 'denied',
          message: expect.any(String) as unknown,
        },
        {
          service: 'iam',
          action: 'iam:ListUsers',
          status: 'throttled',
          message: expect.any(String) as unknown,
        },
      ]);
    });

    it('failed when the role is not to be had, though it was a moment ago', async () => {
      const verifier = new AccountVerifier(clientsAt(proxy.url), config);
      expect((await verifier.verify(other, null)).status).toBe('verified');
      proxy.rules = [{ match: { service: 'sts', action: 'AssumeRole' }, fault: 'deny' }];
      expect(await verifier.verify(other, null)).toMatchObject({
        status: 'failed',
        arn: null,
        checks: [{ action: 'sts:AssumeRole', status: 'denied' }],
      });
    });

    it('failed when the credentials turn out to be of another account', async () => {
      const answer = await verify({ ...home, accountId: '999999999999' });
      expect(answer.status).toBe('failed');
      expect(answer.checks).toHaveLength(1);
      expect(answer.checks[0]?.message).toMatch(/123456789012.*999999999999/);
    });
  });

  describe('whose credentials these are', () => {
    it('is asked once by many, and again after a minute', async () => {
      const clock = new HandClock();
      const identity = new AmbientIdentity(clientsAt(proxy.url), config, clock);
      const answers = await Promise.all([identity.get(), identity.get(), identity.get()]);
      expect(answers[2]).toMatchObject({ accountId: '123456789012', partition: 'aws' });
      clock.ms += 59_000;
      await identity.get();
      expect(proxy.count({ action: 'GetCallerIdentity' })).toBe(1);
      clock.ms += 2_000;
      await identity.get();
      expect(proxy.count({ action: 'GetCallerIdentity' })).toBe(2);
    });

    it('is asked again 15 s after a failure', async () => {
      const clock = new HandClock();
      const probe = new AmbientProbe(new AmbientIdentity(clientsAt(proxy.url), config, clock));
      proxy.rules = [{ match: { service: 'sts' }, fault: 'deny' }];
      expect(await probe.check()).toMatchObject({ status: 'down' });
      proxy.rules = [];
      expect(await probe.check()).toMatchObject({ status: 'down' });
      clock.ms += 15_001;
      expect(await probe.check()).toMatchObject({ status: 'up', accountId: '123456789012' });
    });

    it('is told in plain words where AWS is not there, and without secrets', async () => {
      const probe = new AmbientProbe(
        new AmbientIdentity(clientsAt('http://127.0.0.1:9'), config, new SystemClock()),
      );
      const answer = await probe.check();
      expect(answer.status).toBe('down');
      expect(answer.message).toMatch(/^AWS cannot be reached/);
      expect(JSON.stringify(answer)).not.toContain('a-secret-of-the-test');
    });

    it('is not waited for longer than 3 s, and by one question only', async () => {
      proxy.latencyMs = 5_000;
      const probe = new AmbientProbe(new AmbientIdentity(clientsAt(proxy.url), config, new SystemClock()));
      const started = performance.now();
      expect(await probe.check()).toEqual({ status: 'unknown', message: 'AWS gave no answer within 3 s' });
      expect(await probe.check()).toMatchObject({ status: 'unknown' });
      expect(performance.now() - started).toBeLessThan(4_500);
      await new Promise((done) => setTimeout(done, 2_800));
      expect(await probe.check()).toMatchObject({ status: 'up' });
    });
  });

  describe('over the API', () => {
    let access: AccessApp;
    beforeAll(async () => {
      access = await startAccessApp({ AWS_ENDPOINT_URL: proxy.url, AWS_REGION: 'eu-west-1' });
    });
    afterAll(() => access.app.close());

    const register = (accountId: string, more: object = {}) =>
      access.ask(access.acme.admin, 'POST', '/accounts', { accountId, ...more });
    const verifyByApi = (ref: string) => access.ask(access.acme.operator, 'POST', `/accounts/${ref}/verify`);

    it('keeps what was found until the role changes', async () => {
      const { roleArn, externalId } = other;
      await register('210987654321', { roleArn, externalId });
      proxy.rules = [{ match: { service: 'iam' }, fault: 'deny' }];
      const answer = await verifyByApi('210987654321');
      expect(answer).toMatchObject({ status: 200, body: { status: 'partly' } });

      const path = '/accounts/210987654321';
      const account = await access.ask(access.acme.viewer, 'GET', path);
      expect(account.body).toMatchObject({
        verification: answer.body,
        verifiedAt: expect.any(String) as unknown,
      });
      const [entry] = await access.auditOf(access.acme.admin);
      expect(entry).toMatchObject({
        action: 'account.verified',
        actor: 'operator@acme.test',
        after: { status: 'partly' },
      });

      const renamed = await access.ask(access.acme.admin, 'PUT', path, { name: 'x', roleArn });
      expect(renamed.body['verification']).toEqual(answer.body);
      const changed = await access.ask(access.acme.admin, 'PUT', path, { roleArn: `${roleArn ?? ''}2` });
      expect(changed.body).toMatchObject({ verification: null, verifiedAt: null });
    });

    it('enters by our own credentials in their account only, elsewhere by the role of the agreed name', async () => {
      const accountId = '123456789012';
      const own = await access.asPlatform('POST', '/accounts', { tenantId: 'acme', accountId });
      expect(own.body).not.toHaveProperty('ambient');
      expect((await verifyByApi(accountId)).body['arn']).not.toMatch(/assumed-role/);
      await access.ask(access.acme.admin, 'DELETE', `/accounts/${accountId}`);
      await register(accountId); // a tenant's own key does not open the account in which the service runs
      expect((await verifyByApi(accountId)).body['arn']).toMatch(/assumed-role\/QrieInventoryRole/);
      await register('555555555555');
      expect((await verifyByApi('555555555555')).body['arn']).toMatch(
        /^arn:aws:sts::555555555555:assumed-role\/QrieInventoryRole\//,
      );
    });

    it('does not keep what was found of an account that was changed meanwhile', async () => {
      await register('666666666666');
      proxy.latencyMs = 300;
      const looking = verifyByApi('666666666666');
      await new Promise((done) => setTimeout(done, 200));
      await access.ask(access.acme.admin, 'PUT', '/accounts/666666666666', { name: 'changed' });
      expect((await looking).status).toBe(409);
      const { body } = await access.ask(access.acme.admin, 'GET', '/accounts/666666666666');
      expect(body['verification']).toBeNull();
    });

    it('says in the health whose credentials it holds', async () => {
      const { body } = await access.app.request('GET', '/health', { key: null });
      expect(body).toMatchObject({ status: 'ok', aws: { status: 'up', accountId: '123456789012' } });
    });

    it('lists accounts with what was found', async () => {
      const list = items(await access.ask(access.acme.viewer, 'GET', '/accounts?accountId=123456789012'));
      expect(list).toMatchObject([{ accountId: '123456789012', verification: { status: 'verified' } }]);
    });
  });
});
