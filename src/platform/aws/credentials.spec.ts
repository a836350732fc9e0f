import { describe, expect, it } from '@jest/globals';
import { type STS } from '@aws-sdk/client-sts';
import { Clock, MINUTE_MS } from '../../shared/clock.js';
import { type AwsAccount } from './account.js';
import { assumeRole, type Credentials, RoleCredentials, isLoopback, roleSessionName } from './credentials.js';

class HandClock extends Clock {
  constructor(public ms = Date.UTC(2026, 0, 1)) {
    super();
  }
  now(): Date {
    return new Date(this.ms);
  }
}

const account: AwsAccount = {
  tenantId: 'default',
  accountId: '123456789012',
  partition: 'aws',
  roleArn: 'arn:aws:iam::123456789012:role/Scanner',
  externalId: 'x',
};

/** STS as far as it matters here: a new key at each call, good for an hour. */
function rolesOn(clock: HandClock, fail: () => boolean = () => false) {
  const asked: AwsAccount[] = [];
  const roles = new RoleCredentials(async (of): Promise<Credentials> => {
    asked.push(of);
    const accessKeyId = `key${asked.length}`;
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (fail()) throw new Error('AccessDenied');
    return { accessKeyId, secretAccessKey: 's', expiration: new Date(clock.ms + 60 * MINUTE_MS) };
  }, clock);
  return { roles, asked };
}

describe('RoleCredentials', () => {
  it('asks once when many want the role at the same time', async () => {
    const { roles, asked } = rolesOn(new HandClock());
    const got = await Promise.all(Array.from({ length: 20 }, () => roles.of(account)));
    expect(asked).toHaveLength(1);
    expect(new Set(got.map((c) => c.accessKeyId))).toEqual(new Set(['key1']));
  });

  it('keeps them until 5 minutes before they expire', async () => {
    const clock = new HandClock();
    const { roles } = rolesOn(clock);
    await roles.of(account);
    clock.ms += 55 * MINUTE_MS - 1;
    expect((await roles.of(account)).accessKeyId).toBe('key1');
    clock.ms += 1;
    expect((await roles.of(account)).accessKeyId).toBe('key2');
  });

  it('tells a failure to all who wait, and asks again the next time', async () => {
    let failing = true;
    const { roles, asked } = rolesOn(new HandClock(), () => failing);
    const both = await Promise.allSettled([roles.of(account), roles.of(account)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(asked).toHaveLength(1);
    failing = false;
    expect((await roles.of(account)).accessKeyId).toBe('key2');
  });

  it.each([
    { tenantId: 'other' },
    { externalId: null },
    { roleArn: 'arn:aws:iam::123456789012:role/Other' },
    { sessionName: 'another' },
  ])('never gives the credentials of one to another: %p', async (other) => {
    const { roles } = rolesOn(new HandClock());
    await roles.of(account);
    expect((await roles.of({ ...account, ...other })).accessKeyId).toBe('key2');
  });
});

describe('assumeRole', () => {
  /** The emulator ignores ExternalId, so what is sent is looked at here. */
  const sentFor = async (of: AwsAccount): Promise<unknown> => {
    let sent: unknown;
    const answer = {
      Credentials: { AccessKeyId: 'k', SecretAccessKey: 's', SessionToken: 't', Expiration: new Date(0) },
    };
    const sts = { assumeRole: async (input: unknown) => ((sent = input), answer) } as unknown as STS;
    await assumeRole(sts, of, 'scanner 1');
    return sent;
  };

  it('names the session, and gives the external id only where the account has one', async () => {
    const always = { RoleArn: account.roleArn, RoleSessionName: 'scanner-1' };
    expect(await sentFor(account)).toStrictEqual({ ...always, ExternalId: 'x' });
    expect(await sentFor({ ...account, externalId: null })).toStrictEqual(always);
  });

  it('fails when AWS answers without credentials', async () => {
    const sts = { assumeRole: async () => ({}) } as unknown as STS;
    await expect(assumeRole(sts, account, 'scanner')).rejects.toThrow('without credentials');
  });
});

describe('roleSessionName', () => {
  it('keeps what AWS takes and replaces the rest', () => {
    expect(roleSessionName('compliance-shepherd-scanner-123456789012')).toBe(
      'compliance-shepherd-scanner-123456789012',
    );
    expect(roleSessionName('Müller & co/é')).toBe('M-ller---co--');
    expect(roleSessionName('x'.repeat(100))).toHaveLength(64);
    expect(roleSessionName('')).toHaveLength(2);
  });
});

describe('isLoopback', () => {
  it.each([
    ['http://127.0.0.1:5555', true],
    ['http://localhost:5555', true],
    ['http://[::1]:5555', true],
    ['http://moto:5000', false],
    ['https://127.0.0.1.example.com', false],
  ])('%s: %p', (url, loopback) => expect(isLoopback(url)).toBe(loopback));
});
