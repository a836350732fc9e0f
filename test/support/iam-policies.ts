import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { z } from 'zod';
import { load, type Service } from '../../src/platform/aws/services.js';

const ROOT = new URL('../../', import.meta.url);
const REGION = 'eu-west-1';

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
  'bedrock:Converse': 'bedrock:InvokeModel',
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
function actionOf(operation: string): string {
  const action = OTHER_NAMES[operation];
  if (action === undefined && operation.startsWith('s3:')) {
    throw new Error(`Which IAM action does ${operation} need? Add it to OTHER_NAMES.`);
  }
  const [service = '', name = ''] = operation.split(':');
  return action ?? `${PREFIXES[service] ?? service}:${name}`;
}

export const actionsOf = (operations: Iterable<string>): string[] =>
  [
    ...new Set(
      [...operations]
        .filter((one) => !NEEDS_NO_PERMISSION.includes(one) && !EMULATOR_ONLY.includes(one))
        .map(actionOf),
    ),
  ].sort();

/** A policy in deploy/iam. */
export const policy = z.object({
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
export const statementsOf = (file: string) =>
  policy.parse(JSON.parse(readFileSync(new URL(`deploy/iam/${file}`, ROOT), 'utf8'))).Statement;
export const actionsIn = (file: string) => statementsOf(file).flatMap((statement) => statement.Action);
export interface Adapter {
  file: string;
  text: string;
}

/** The files that call AWS, but for those of platform/storage, whose rights follow from REPORTS_BUCKET. */
export function adapters(): Adapter[] {
  const source = join(ROOT.pathname, 'src');
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /^(platform|modules\/[^/]+)\/aws\//.test(file) && /(?<!\.spec)\.ts$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(source, file), 'utf8') }));
}

/** Every method of the SDK's clients that these files name, as `ec2:DescribeInstances`. */
export async function operationsIn(files: readonly Adapter[]): Promise<Set<string>> {
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
