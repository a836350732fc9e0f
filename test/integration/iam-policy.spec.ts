import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readerOf, readers } from '../../src/modules/scanning/aws/readers.js';
import { enabledRegions } from '../../src/modules/scanning/aws/regions.js';
import { type Place } from '../../src/modules/scanning/domain/resource-type.js';
import {
  type Aws,
  AwsClients,
  type CallCount,
  callMeter,
  failureOf,
  newCallCount,
} from '../../src/platform/aws/index.js';
import { SystemClock } from '../../src/shared/clock.js';
import { actionsIn, actionsOf, adapters, operationsIn, statementsOf } from '../support/iam-policies.js';

const REGION = 'eu-west-1';
const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

/** Called by platform/aws for everyone, with the service's own role. */
const ENTERS = 'sts:AssumeRole';
/** No call of ours: whoever gives AWS a role to work with must be allowed to pass it. */
const PASSES = 'iam:PassRole';

const granted = actionsIn('scanner-policy.json').sort();
const grantedToService = actionsIn('service-policy.json').sort();

/** What tasks of workflows do in accounts of tenants, with the roles of those; in the service's own account, with its own. */
const OF_TASKS = /^modules\/workflows\/aws\/account-calls\.ts$/;
/** What the service does in its own account: with its own credentials, and with nobody else's. */
const OWN_ROLE = /^modules\/(events|schedules|workflows)\/aws\/|^platform\/aws\/message-queue\.ts$/;
/** The list of the organization: with the service's own role, or with one of the management account that is for it. */
const OF_ORGANIZATION = /^modules\/access\/aws\/aws-organization\.ts$/;
/** What a tenant may switch on, with a policy of its own for the roles of its accounts. */
const OF_EXPORTS = /^modules\/scanning\/aws\/securityhub-export\.ts$/;
/** Messages, mail, signatures and words of a model: with the service's own role, where such a thing is configured. */
const OF_MESSAGES = /^modules\/(notifications|reports)\/aws\//;
/** Of secrets and files, whose adapters stand elsewhere; mail is handed to nodemailer with its command. */
const BESIDE_MESSAGES = [
  ...['kms:Decrypt', 'kms:GenerateDataKey', 'ses:SendEmail', 'ses:SendRawEmail'],
  ...['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:ListBucket', 's3:PutObject'],
];
/** What is done with the role for changes: remediation-policy.spec.ts. */
const OF_CHANGES = /^modules\/(remediation|incidents|patching)\/aws\//;
const ofExports = adapters().filter(({ file }) => OF_EXPORTS.test(file));
const ofTasks = adapters().filter(({ file }) => OF_TASKS.test(file));
const ofService = adapters().filter(({ file }) => OWN_ROLE.test(file) && !OF_TASKS.test(file));
const ofOrganization = adapters().filter(({ file }) => OF_ORGANIZATION.test(file));
const ofMessages = adapters().filter(({ file }) => OF_MESSAGES.test(file));
const ofScanner = adapters().filter(
  ({ file }) =>
    ![OWN_ROLE, OF_ORGANIZATION, OF_EXPORTS, OF_MESSAGES, OF_CHANGES].some((others) => others.test(file)),
);

describe('the IAM policy of the scanner role', () => {
  it('grants what the code calls, and nothing else', async () => {
    const called = await operationsIn(ofScanner);
    expect(called.delete(ENTERS)).toBe(true);
    expect(granted).toEqual(actionsOf(called));
  });

  it('grants reads alone, each of them once and by its whole name', () => {
    expect(new Set(granted).size).toBe(granted.length);
    const reads = /^[a-z0-9-]+:(Describe|Get|List|BatchGet)[A-Za-z]+$/;
    // it changes nothing: AWS writes the report down, and keeps it for four hours
    expect(granted.filter((action) => !reads.test(action))).toEqual(['iam:GenerateCredentialReport']);
  });
});

describe("the IAM policy of the service's own role", () => {
  it('grants what the code calls with it, and nothing else, each once', async () => {
    const called = actionsOf(await operationsIn([...ofService, ...ofTasks, ...ofOrganization]));
    expect(called).toEqual(
      expect.arrayContaining([
        'organizations:ListAccounts',
        'scheduler:CreateSchedule',
        'sqs:ReceiveMessage',
      ]),
    );
    expect(grantedToService).toEqual([...called, ENTERS, PASSES].sort());
  });

  it('is the one that those files call with', () => {
    const others = ofService.filter(({ text }) => /clients\s*\.for\(|\broleArn\b/.test(text));
    expect(others.map(({ file }) => file)).toEqual([]);
    const callers = ofService.filter(({ text }) => /\bAwsClients\b/.test(text));
    expect(callers.length).toBeGreaterThan(0);
    expect(callers.filter(({ text }) => !text.includes('.ambient(')).map(({ file }) => file)).toEqual([]);
  });

  it('names what it may touch, and passes a role to EventBridge Scheduler alone', () => {
    const statements = statementsOf('service-policy.json');
    const anywhere = statements.filter(({ Resource }) => [Resource].flat().includes('*'));
    expect(anywhere.map(({ Sid }) => Sid)).toEqual(['ListAccountsOfTheOrganization', 'ListSchedules']);
    expect(statements.filter(({ Action }) => Action.includes(PASSES))).toMatchObject([
      { Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } } },
    ]);
  });
});

describe('the IAM policy for findings in Security Hub', () => {
  it('grants what sending them takes, and nothing else, on the own product of an account', async () => {
    const called = actionsOf(await operationsIn(ofExports));
    expect(called).toEqual(['securityhub:BatchImportFindings']);
    expect(actionsIn('securityhub-export-policy.json')).toEqual(called);
    const [statement] = statementsOf('securityhub-export-policy.json');
    expect(statement?.Resource).toMatch(/^arn:aws:securityhub:\*:(\d{12}):product\/\1\/default$/);
  });
});

describe('the IAM policy for messages and reports', () => {
  it('grants what they take, and nothing else, on what it names', async () => {
    const called = actionsOf(await operationsIn(ofMessages));
    expect(actionsIn('messages-and-reports-policy.json').sort()).toEqual(
      [...called, ...BESIDE_MESSAGES].sort(),
    );
    const resources = statementsOf('messages-and-reports-policy.json').flatMap(({ Resource }) => Resource);
    expect(resources).not.toContain('*');
  });
});

describe('the IAM policy for tasks of workflows', () => {
  it('grants what they may ask for, and nothing else, on what it names', async () => {
    const called = actionsOf(await operationsIn(ofTasks));
    expect(actionsIn('workflow-tasks-policy.json').sort()).toEqual(called);
    const resources = statementsOf('workflow-tasks-policy.json').flatMap(({ Resource }) => Resource);
    expect(resources.filter((resource) => /:\*$|^\*$/.test(resource))).toEqual([]);
  });
});

describeIf('the IAM policy of the scanner role, against the emulator (needs MOTO_URL)', () => {
  const accountId = String(4e11 + Math.floor(Math.random() * 1e11));
  let environment: NodeJS.ProcessEnv;
  let clients: AwsClients;
  let aws: Aws;

  beforeAll(async () => {
    environment = { ...process.env };
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
    const limits = { maxCallsPerSecond: 500, maxConcurrentCalls: 20 };
    clients = new AwsClients(
      { ...limits, endpointUrl: MOTO_URL, defaultRegion: REGION, sessionName: () => 'iam-policy-spec' },
      new SystemClock(),
    );
    const roleArn = `arn:aws:iam::${accountId}:role/Any`;
    aws = clients.for(
      { tenantId: 'default', accountId, partition: 'aws', externalId: null, roleArn },
      REGION,
    );
    await somethingOfEach();
  });

  afterAll(() => {
    clients.close();
    process.env = environment;
  });

  async function somethingOfEach(): Promise<void> {
    const [ec2, s3, iam] = await Promise.all([aws.ec2(), aws.s3(), aws.iam()]);
    const made = await ec2.runInstances({
      ImageId: 'ami-12c6146b',
      MinCount: 2,
      MaxCount: 2,
      InstanceType: 't3.micro',
    });
    await ec2.stopInstances({ InstanceIds: [made.Instances?.[0]?.InstanceId ?? ''] });
    await ec2.allocateAddress({ Domain: 'vpc' });
    const LocationConstraint = REGION;
    await s3.createBucket({
      Bucket: `policy-${accountId}`,
      CreateBucketConfiguration: { LocationConstraint },
    });
    await iam.createUser({ UserName: 'policy' });
    await iam.createAccessKey({ UserName: 'policy' });
  }

  /** The emulator lacks some calls; they are counted all the same. */
  async function* orNothing<T>(found: AsyncGenerator<T>): AsyncGenerator<T> {
    try {
      yield* found;
    } catch (error) {
      if (failureOf(error).failure !== 'unsupported') throw error;
    }
  }

  /** Lists all, and describes each resource that was found. */
  async function readAll(): Promise<void> {
    await enabledRegions(aws);
    for (const reader of readers.filter(({ lists }) => lists)) {
      const place: Place = {
        partition: 'aws',
        accountId,
        region: reader.scope === 'region' ? REGION : 'global',
      };
      for await (const { type, configurations } of orNothing(reader.list(aws, place))) {
        for (const one of configurations) {
          const ref = {
            arn: type.arn(one, place),
            name: type.name(one),
            region: type.region?.(one) ?? place.region,
          };
          await readerOf(type.type)?.describe(aws, ref);
        }
      }
    }
  }

  it('lets every reader do its work', async () => {
    const count: CallCount = newCallCount();
    await callMeter.run(count, readAll);
    const used = actionsOf(count.operations);
    expect(used.length).toBeGreaterThan(60);
    expect(used.filter((action) => !granted.includes(action))).toEqual([]);
  });
});
