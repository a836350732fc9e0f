import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Reader } from '../../src/modules/scanning/aws/reader.js';
import { listersOf, readerOf } from '../../src/modules/scanning/aws/readers.js';
import { type Decision, type Thresholds } from '../../src/modules/scanning/domain/control.js';
import { evaluate } from '../../src/modules/scanning/domain/evaluate.js';
import { type Aws, AwsClients, callMeter, newCallCount } from '../../src/platform/aws/index.js';
import { SystemClock } from '../../src/shared/clock.js';
import { thresholds } from '../support/scanning-examples.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no emulator to read from: the runner reports these as skipped. */
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

/** The emulator dates everything today. */
const atOnce: Thresholds = { ...thresholds, unusedUserDays: 0, unusedAccessKeyDays: 0 };

/** An account that no other test has: AssumeRole gives the emulator's accounts out by their number. */
const accountId = String(3e11 + Math.floor(Math.random() * 1e11));
const place = { partition: 'aws', accountId, region: 'global' };

describeIf('readers of IAM against the emulator (needs MOTO_URL)', () => {
  let clients: AwsClients;
  let aws: Aws;
  let environment: NodeJS.ProcessEnv;

  beforeAll(() => {
    environment = { ...process.env };
    process.env['AWS_ACCESS_KEY_ID'] = 'test';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
    const limits = { maxCallsPerSecond: 500, maxConcurrentCalls: 20 };
    clients = new AwsClients(
      { ...limits, endpointUrl: MOTO_URL, defaultRegion: 'us-east-1', sessionName: () => 'iam-readers-spec' },
      new SystemClock(),
    );
    const account = { tenantId: 'default', accountId, partition: 'aws', externalId: null };
    aws = clients.for(
      { ...account, roleArn: `arn:aws:iam::${accountId}:role/QrieInventoryRole` },
      'eu-west-1',
    );
  });

  afterAll(() => {
    clients.close();
    process.env = environment;
  });

  interface Read {
    configuration: unknown;
    reader: Reader;
    arn: string;
  }

  /** Everything that the emulator has in our account, by ARN. */
  async function list(): Promise<Map<string, Read>> {
    const all = new Map<string, Read>();
    for (const lister of listersOf('iam', 'account')) {
      for await (const { type, configurations, gaps } of lister.list(aws, place)) {
        expect(gaps).toEqual([]);
        for (const configuration of configurations) {
          expect(type.schema.parse(configuration)).toEqual(configuration); // the schema knows every field
          const reader = readerOf(type.type);
          if (reader === undefined) throw new Error(`no reader of ${type.type}`);
          const arn = type.arn(configuration, place);
          all.set(arn, { configuration, reader, arn });
        }
      }
    }
    return all;
  }

  function decide(read: Read | undefined, controlId: string, limits: Thresholds = atOnce): Decision {
    if (read === undefined) throw new Error('not listed');
    const context = { now: new Date(), place, thresholds: limits };
    const [one] = evaluate(read.reader.type, read.configuration, context, {
      exemptTags: [],
      asks: ({ id }) => id === controlId,
    });
    if (one === undefined) throw new Error(`${controlId} was not asked`);
    return one.decision;
  }

  const describeAgain = ({ reader, arn, configuration }: Read) =>
    reader.describe(aws, { arn, name: reader.type.name(configuration), region: 'global' });

  it('reads all of IAM with few calls, and decides unused', async () => {
    const iam = await aws.iam();
    const root = `arn:aws:iam::${accountId}`;
    const document = (statement: object) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
    const narrow = document({ Action: 's3:GetObject', Resource: '*' });
    await iam.createUser({ UserName: 'alice', Path: '/eng/', Tags: [{ Key: 'Owner', Value: 'ops' }] });
    await iam.createLoginProfile({ UserName: 'alice', Password: 'Passw0rd!Passw0rd!' });
    await iam.createUser({ UserName: 'robot' });
    await iam.createUser({ UserName: 'idle' });
    const active = (await iam.createAccessKey({ UserName: 'alice' })).AccessKey?.AccessKeyId ?? '';
    const inactive = (await iam.createAccessKey({ UserName: 'robot' })).AccessKey?.AccessKeyId ?? '';
    await iam.updateAccessKey({ UserName: 'robot', AccessKeyId: inactive, Status: 'Inactive' });
    await iam.createGroup({ GroupName: 'staff' });
    await iam.addUserToGroup({ GroupName: 'staff', UserName: 'alice' });
    await iam.createRole({
      ...{ RoleName: 'deploy', Path: '/ci/', Tags: [{ Key: 'Owner', Value: 'ci' }] },
      AssumeRolePolicyDocument: document({ Action: 'sts:AssumeRole', Principal: { AWS: accountId } }),
    });
    await iam.createPolicy({
      ...{ PolicyName: 'reports', Path: '/team/', PolicyDocument: narrow },
      Tags: [{ Key: 'Owner', Value: 'ops' }],
    });
    const PolicyArn = `${root}:policy/team/reports`;
    await iam.attachUserPolicy({ UserName: 'alice', PolicyArn });
    await iam.attachGroupPolicy({ GroupName: 'staff', PolicyArn });
    await iam.attachRolePolicy({ RoleName: 'deploy', PolicyArn });
    await iam.putUserPolicy({ UserName: 'alice', PolicyName: 'own', PolicyDocument: narrow });
    await iam.putGroupPolicy({ GroupName: 'staff', PolicyName: 'own', PolicyDocument: narrow });
    await iam.putRolePolicy({ RoleName: 'deploy', PolicyName: 'own', PolicyDocument: narrow });
    const { VirtualMFADevice } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: 'alice' });
    await iam.enableMFADevice({
      ...{ UserName: 'alice', SerialNumber: VirtualMFADevice?.SerialNumber },
      ...{ AuthenticationCode1: '123456', AuthenticationCode2: '654321' },
    });
    await iam.updateAccountPasswordPolicy({ MinimumPasswordLength: 14 });
    await iam.uploadServerCertificate({
      ServerCertificateName: 'www',
      CertificateBody: 'body',
      PrivateKey: 'key',
    });

    const count = newCallCount();
    const found = await callMeter.run(count, () => list());
    const alice = `${root}:user/eng/alice`;
    const keys = [`${alice}/access-key/${active}`, `${root}:user/robot/access-key/${inactive}`];
    expect([...found.keys()].sort()).toEqual(
      [
        ...[alice, `${root}:user/robot`, `${root}:user/idle`, ...keys, `${root}:mfa/alice`, `${root}:root`],
        ...[`${root}:group/staff`, `${root}:role/ci/deploy`, `${root}:policy/team/reports`],
        ...[`${alice}/policy/own`, `${root}:group/staff/policy/own`, `${root}:role/ci/deploy/policy/own`],
        ...[`${root}:account-password-policy`, `${root}:server-certificate/www`],
      ].sort(),
    );
    // devices, report (asked for twice: it has to be made), summary, two of AWS's policies, details, password policy,
    // certificates; then the keys of the two users who have one, and the tags of a policy and of a certificate
    expect(count.calls).toBe(10 + 2 + 2);
    expect(found.get(alice)?.configuration).toMatchObject({
      consolePassword: { createdAt: expect.any(String) },
      mfaActive: true,
      accessKeys: [{ id: active, status: 'Active' }],
      groups: ['staff'],
      attachedPolicies: [{ name: 'reports', arn: PolicyArn }],
      tags: { Owner: 'ops' },
    });
    const robot = found.get(`${root}:user/robot`);
    expect(robot?.configuration).toMatchObject({ consolePassword: null, mfaActive: false });

    const decideOn = (arn: string, controlId: string, limits?: Thresholds) =>
      decide(found.get(arn), controlId, limits);
    expect(decideOn(alice, 'iam_user_unused')).toMatchObject({ verdict: 'fail', risk: 'high' });
    expect(decide(robot, 'iam_user_unused')).toMatchObject({ verdict: 'fail', risk: 'low' });
    expect(decideOn(alice, 'iam_user_unused', thresholds).verdict).toBe('pass');
    const [used = '', unused = ''] = keys;
    expect(decideOn(used, 'iam_access_key_unused')).toMatchObject({ verdict: 'fail', risk: 'high' });
    expect(decideOn(unused, 'iam_access_key_unused')).toMatchObject({
      verdict: 'fail',
      risk: 'low',
      severity: 'low',
    });
    expect(decideOn(used, 'iam_access_key_unused', thresholds).verdict).toBe('pass');

    for (const one of found.values()) expect(await describeAgain(one)).toEqual(one.configuration);

    await iam.deleteAccessKey({ UserName: 'alice', AccessKeyId: active });
    const key = found.get(used);
    if (key === undefined) throw new Error('not listed');
    expect(await describeAgain(key)).toBeNull();
    await iam.deleteUserPolicy({ UserName: 'alice', PolicyName: 'own' });
    await iam.deleteServerCertificate({ ServerCertificateName: 'www' });
    await iam.deleteRolePolicy({ RoleName: 'deploy', PolicyName: 'own' });
    await iam.detachRolePolicy({ RoleName: 'deploy', PolicyArn });
    await iam.deleteRole({ RoleName: 'deploy' });
    for (const arn of [`${alice}/policy/own`, `${root}:server-certificate/www`, `${root}:role/ci/deploy`]) {
      const gone = found.get(arn);
      if (gone === undefined) throw new Error('not listed');
      expect(await describeAgain(gone)).toBeNull();
    }
  });
});
