import { createServer } from 'node:http';
import { Organizations } from '@aws-sdk/client-organizations';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AwsOrganization } from '../../src/modules/access/aws/aws-organization.js';
import { OrganizationRefused } from '../../src/modules/access/discovery/organization.js';
import { AwsClients } from '../../src/platform/aws/index.js';
import { readConfig } from '../../src/platform/config/index.js';
import { SystemClock } from '../../src/shared/clock.js';
import { giveCredentials } from '../e2e/emulated-account.js';
import { discover } from '../support/account-discovery.js';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.mjs';
import { startAccessApp } from './access-client.js';

const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;
/** Three pages; each is entered with nine calls, of which the emulator does some 200 a second. */
const MEMBERS = Number(process.env['DISCOVERY_MEMBERS'] ?? 44);

jest.setTimeout(600_000);

interface EmulatedOrganization {
  management: string;
  roleArn: string;
  suspended: string[];
}

/** An organization of an account that nobody else has; every fiftieth of its members, and the last, is suspended. */
async function emulatedOrganization(members: number): Promise<EmulatedOrganization> {
  const management = String(6e11 + Math.floor(Math.random() * 1e11));
  const roleArn = `arn:aws:iam::${management}:role/ComplianceShepherdDiscovery`;
  const at = { endpoint: MOTO_URL ?? '', region: 'us-east-1' };
  const sts = new STS(at);
  const { Credentials: own } = await sts.assumeRole({ RoleArn: roleArn, RoleSessionName: 'seed' });
  const credentials = {
    accessKeyId: own?.AccessKeyId ?? '',
    secretAccessKey: own?.SecretAccessKey ?? '',
    sessionToken: own?.SessionToken ?? '',
  };
  const organizations = new Organizations({ ...at, credentials });
  await organizations.createOrganization({ FeatureSet: 'ALL' });
  const suspended: string[] = [];
  for (let i = 1; i <= members; i++) {
    const { CreateAccountStatus: made } = await organizations.createAccount({
      AccountName: `member ${i}`,
      Email: `member-${i}@example.com`,
    });
    if (i % 50 === 0 || i === members) suspended.push(made?.AccountId ?? '');
  }
  for (const AccountId of suspended) await organizations.closeAccount({ AccountId });
  sts.destroy();
  organizations.destroy();
  return { management, roleArn, suspended };
}

/**
 * The emulator asks for no permission: that the policies suffice is not seen here (iam-policy.spec.ts compares them).
 * It denies and throttles nothing either, so that a proxy does; and where there is no organization it lists nothing,
 * while AWS refuses: that answer is given in AWS's documented shape.
 */
describeIf('the organization in AWS (needs MOTO_URL)', () => {
  let large: EmulatedOrganization;
  let proxy: FaultProxy;

  beforeAll(async () => {
    giveCredentials();
    proxy = await startFaultProxy({ target: MOTO_URL ?? '' });
    large = await emulatedOrganization(249);
  });
  afterAll(() => proxy.close());

  const listed = async (env: Record<string, string> = {}, endpointUrl = proxy.url) => {
    const config = readConfig({ AWS_REGION: 'eu-west-1', ORGANIZATION_ROLE_ARN: large.roleArn, ...env });
    const clients = new AwsClients(
      {
        endpointUrl,
        maxAttempts: 3,
        defaultRegion: 'eu-west-1',
        maxCallsPerSecond: 200,
        maxConcurrentCalls: 20,
        sessionName: () => 'discovery-spec',
      },
      new SystemClock(),
    );
    try {
      return await new AwsOrganization(clients, config).accounts();
    } finally {
      clients.close();
      proxy.rules = [];
    }
  };

  it('is read to its last page, with what each account is', async () => {
    proxy.clear();
    const accounts = await listed();
    expect(accounts).toHaveLength(250);
    expect(new Set(accounts.map(({ accountId }) => accountId)).size).toBe(250);
    expect(proxy.count({ service: 'organizations', action: 'ListAccounts' })).toBe(13);
    expect(accounts.find(({ accountId }) => accountId === large.management)).toMatchObject({
      partition: 'aws',
      organizationId: expect.stringMatching(/^o-/) as unknown,
      state: 'ACTIVE',
    });
    const closed = accounts.filter(({ state }) => state === 'SUSPENDED').map(({ accountId }) => accountId);
    expect(closed.sort()).toEqual([...large.suspended].sort());
  });

  it('is all of it or an error: a page that fails leaves nothing half read', async () => {
    const match = { service: 'organizations' };
    proxy.rules = [{ match, fault: 'deny', probability: 0.5 }];
    await expect(listed()).rejects.toMatchObject({ reason: 'denied' });
    proxy.rules = [{ match: { service: 'sts' }, fault: 'deny' }];
    await expect(listed()).rejects.toMatchObject({
      reason: 'denied',
      message: expect.stringContaining(large.roleArn) as unknown,
    });
    proxy.rules = [{ match, fault: 'throttle' }]; // for good: it may pass, so it is tried again later
    const failure: unknown = await listed().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toBeInstanceOf(OrganizationRefused);
    proxy.rules = [{ match, fault: 'throttle', times: 2 }]; // and is waited for while it lasts
    expect(await listed()).toHaveLength(250);
  });

  it('is not there for an account of no organization, which is no empty one', async () => {
    // Organizations API reference, "Common errors" and ListAccounts
    const refuses = createServer((_, answer) => {
      answer.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      answer.end(JSON.stringify({ __type: 'AWSOrganizationsNotInUseException', Message: 'no organization' }));
    });
    await new Promise<void>((done) => refuses.listen(0, '127.0.0.1', done));
    const address = refuses.address();
    if (address === null || typeof address === 'string') throw new Error('it listens on a port');
    try {
      const ambient = { ORGANIZATION_ROLE_ARN: '' };
      await expect(listed(ambient, `http://127.0.0.1:${address.port}`)).rejects.toMatchObject({
        reason: 'no_organization',
      });
    } finally {
      refuses.close();
    }
  });

  it('is registered whole, each account entered, and the second time nothing is left to do', async () => {
    const { roleArn, suspended } = await emulatedOrganization(MEMBERS);
    const active = MEMBERS + 1 - suspended.length;
    const access = await startAccessApp({ ORGANIZATION_ROLE_ARN: roleArn });
    try {
      const first = await discover(access, { externalId: 'between-us-two' });
      expect(first.body).toMatchObject({
        status: 'completed',
        counts: { added: active, notActive: suspended.length, notReachable: 0 },
        progress: { accountsDone: MEMBERS + 1, accountsTotal: MEMBERS + 1 },
      });
      const accounts = await access.app.database.query<{ status: string }>(
        `SELECT verification->>'status' AS status FROM aws_accounts WHERE tenant_id = 'acme'`,
      );
      expect(accounts).toHaveLength(active);
      expect(new Set(accounts.map(({ status }) => status))).toEqual(new Set(['verified']));
      const again = await discover(access);
      expect(again.body).toMatchObject({
        counts: { added: 0, registered: active, notActive: suspended.length, left: 0 },
      });
      const audit = await access.app.database.query(
        `SELECT action FROM audit_log WHERE tenant_id = 'acme' AND action = 'account.verified'`,
      );
      expect(audit).toHaveLength(active); // of the first: who was entered is not tried again
    } finally {
      await access.app.close();
    }
  });
});
