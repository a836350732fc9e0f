import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
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
import { load, type Service } from '../../src/platform/aws/services.js';
import { SystemClock } from '../../src/shared/clock.js';

const ROOT = new URL('../../', import.meta.url);
const REGION = 'eu-west-1';
const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

/**
 * The IAM action of an API operation: of the same name, but where AWS names it otherwise (Service Authorization
 * Reference). S3's are all listed, since there hardly one has its operation's name.
 */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:ListObjectVersions': 's3:ListBucketVersions',
  's3:GetBucketTagging': 's3:GetBucketTagging',
  's3:GetBucketLocation': 's3:GetBucketLocation',
  's3:HeadBucket': 's3:ListBucket',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3control:GetPublicAccessBlock': 's3:GetAccountPublicAccessBlock',
  's3:GetBucketAcl': 's3:GetBucketAcl',
  's3:GetBucketPolicy': 's3:GetBucketPolicy',
  's3:GetBucketOwnershipControls': 's3:GetBucketOwnershipControls',
  's3:GetBucketWebsite': 's3:GetBucketWebsite',
  's3:GetBucketVersioning': 's3:GetBucketVersioning',
  's3:GetBucketLogging': 's3:GetBucketLogging',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:GetBucketLifecycleConfiguration': 's3:GetLifecycleConfiguration',
  's3:GetObjectLockConfiguration': 's3:GetBucketObjectLockConfiguration',
  's3:GetBucketNotificationConfiguration': 's3:GetBucketNotification',
  's3:GetObject': 's3:GetObject',
  's3:GetBucketReplication': 's3:GetReplicationConfiguration',
  'lambda:Invoke': 'lambda:InvokeFunction',
  'eventbridge:PutEvents': 'events:PutEvents',
  'sqs:DeleteMessageBatch': 'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibilityBatch': 'sqs:ChangeMessageVisibility',
};
/** What IAM calls a service, where the SDK calls it otherwise. */
const PREFIXES: Readonly<Record<string, string>> = {
  sfn: 'states',
  efs: 'elasticfilesystem',
  elb: 'elasticloadbalancing',
  accessanalyzer: 'access-analyzer',
};
const NEEDS_NO_PERMISSION = ['sts:GetCallerIdentity'];
/** Called where the endpoint is an emulator's, and never at AWS. */
const EMULATOR_ONLY = ['ec2:DescribeSnapshotAttribute', 'lambda:GetFunctionUrlConfig'];
/** Called by platform/aws for everyone, with the service's own role. */
const ENTERS = 'sts:AssumeRole';
/** No call of ours: whoever gives AWS a role to work with must be allowed to pass it. */
const PASSES = 'iam:PassRole';

function actionOf(operation: string): string {
  const action = OTHER_NAMES[operation];
  if (action === undefined && operation.startsWith('s3:')) {
    throw new Error(`Which IAM action does ${operation} need? Add it to OTHER_NAMES.`);
  }
  const [service = '', name = ''] = operation.split(':');
  return action ?? `${PREFIXES[service] ?? service}:${name}`;
}

const actionsOf = (operations: Iterable<string>): string[] =>
  [
    ...new Set(
      [...operations]
        .filter((one) => !NEEDS_NO_PERMISSION.includes(one) && !EMULATOR_ONLY.includes(one))
        .map(actionOf),
    ),
  ].sort();

const policy = z.object({
  Statement: z.array(
    z.object({
      Sid: z.string().optional(),
      Effect: z.literal('Allow'),
      Action: z.array(z.string()),
      Resource: z.union([z.string(), z.array(z.string())]),
      Condition: z.unknown().optional(),
    }),
  ),
});
const statementsOf = (file: string) =>
  policy.parse(JSON.parse(readFileSync(new URL(`deploy/iam/${file}`, ROOT), 'utf8'))).Statement;
const actionsIn = (file: string) => statementsOf(file).flatMap((statement) => statement.Action);
const granted = actionsIn('scanner-policy.json').sort();
const grantedToService = actionsIn('service-policy.json').sort();

interface Adapter {
  file: string;
  text: string;
}

/** The files that call AWS, but for those of platform/storage, whose rights follow from REPORTS_BUCKET. */
function adapters(): Adapter[] {
  const source = join(ROOT.pathname, 'src');
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /^(platform|modules\/[^/]+)\/aws\//.test(file) && /(?<!\.spec)\.ts$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(source, file), 'utf8') }));
}

/** What tasks of workflows do in accounts of tenants, with the roles of those; in the service's own account, with its own. */
const OF_TASKS = /^modules\/workflows\/aws\/account-calls\.ts$/;
/** What the service does in its own account: with its own credentials, and with nobody else's. */
const OWN_ROLE = /^modules\/(events|schedules|workflows)\/aws\/|^platform\/aws\/message-queue\.ts$/;
/** What a tenant may switch on, with a policy of its own for the roles of its accounts. */
const OF_EXPORTS = /^modules\/scanning\/aws\/securityhub-export\.ts$/;
const ofExports = adapters().filter(({ file }) => OF_EXPORTS.test(file));
const ofTasks = adapters().filter(({ file }) => OF_TASKS.test(file));
const ofService = adapters().filter(({ file }) => OWN_ROLE.test(file) && !OF_TASKS.test(file));
const ofScanner = adapters().filter(({ file }) => !OWN_ROLE.test(file) && !OF_EXPORTS.test(file));

/** Every method of the SDK's clients that these files name, as `ec2:DescribeInstances`. */
async function operationsIn(files: readonly Adapter[]): Promise<Set<string>> {
  const servicesOf = new Map<string, Service[]>();
  for (const service of Object.keys(load) as Service[]) {
    for (const method of await methodsOf(service)) {
      servicesOf.set(method, [...(servicesOf.get(method) ?? []), service]);
    }
  }
  const found = new Set<string>();
  for (const { file, text } of files) {
    // new ListUsersCommand(…) and paginateListUsers(…) would pass by the methods
    expect(text).not.toMatch(/\bnew [A-Z]\w+Command\(|\bpaginate[A-Z]\w+\(/);
    for (const [, receiver = '', method = ''] of text.matchAll(/(\w*)(?:\(\)\))?\s*\.(\w+)\(/g)) {
      const services = servicesOf.get(method) ?? [];
      const [service] = services.length > 1 ? services.filter((one) => one === receiver) : services;
      if (services.length > 1 && service === undefined) {
        throw new Error(`${file}: whose is ${receiver}.${method}? Name the client ${services.join(' or ')}.`);
      }
      if (service !== undefined) found.add(`${service}:${method[0]?.toUpperCase()}${method.slice(1)}`);
    }
  }
  return found;
}

async function methodsOf(service: Service): Promise<string[]> {
  const client: object = await load[service]({
    region: REGION,
    credentials: () => Promise.reject(new Error('nothing is called')),
    retryMode: 'adaptive',
    maxAttempts: 1,
  } as Parameters<(typeof load)[Service]>[0]);
  return Object.getOwnPropertyNames(Object.getPrototypeOf(client)).filter((name) => name !== 'constructor');
}

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
    const called = actionsOf(await operationsIn([...ofService, ...ofTasks]));
    expect(called).toEqual(expect.arrayContaining(['scheduler:CreateSchedule', 'sqs:ReceiveMessage']));
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
    expect(anywhere.map(({ Sid }) => Sid)).toEqual(['ListSchedules']);
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
