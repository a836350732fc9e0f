import { expect } from '@jest/globals';
import { s3BucketReader } from '../../../src/modules/scanning/aws/s3/bucket.js';
import { s3Bucket, type S3Bucket } from '../../../src/modules/scanning/domain/resources/s3/bucket.js';
import { type Aws } from '../../../src/platform/aws/index.js';
import { sdkError } from '../../controls/proof.js';

export type S3Answers = Record<string, (input: { Bucket: string }) => unknown>;

/** A bucket of which nothing is set, as S3 says so. */
const unset: S3Answers = Object.fromEntries(
  Object.entries({
    getBucketTagging: 'NoSuchTagSet',
    getPublicAccessBlock: 'NoSuchPublicAccessBlockConfiguration',
    getBucketPolicy: 'NoSuchBucketPolicy',
    getBucketOwnershipControls: 'OwnershipControlsNotFoundError',
    getBucketWebsite: 'NoSuchWebsiteConfiguration',
    getBucketEncryption: 'ServerSideEncryptionConfigurationNotFoundError',
    getBucketLifecycleConfiguration: 'NoSuchLifecycleConfiguration',
    getObjectLockConfiguration: 'ObjectLockConfigurationNotFoundError',
    getBucketReplication: 'ReplicationConfigurationNotFoundError',
  }).map(([operation, code]) => [
    operation,
    () => {
      throw sdkError(code, 404);
    },
  ]),
);
const silent: S3Answers = Object.fromEntries(
  ['getBucketAcl', 'getBucketVersioning', 'getBucketLogging', 'getBucketNotificationConfiguration'].map(
    (operation) => [operation, () => ({})],
  ),
);

/**
 * S3 in its documented shapes, for what the emulator does not do: deny, drop a bucket in mid-scan, old regions. What is
 * not given is not set; `account` answers for the block of the account. `asked`: each call with its region.
 */
export function fakeS3(answers: S3Answers) {
  const asked: string[] = [];
  const at = (region: string): Aws => {
    const client = (known: S3Answers) =>
      new Proxy(
        {},
        {
          get: (_target, name) =>
            name === 'then'
              ? undefined
              : async (input: { Bucket: string }) => {
                  asked.push(`${String(name)}@${region}`);
                  const answer = known[String(name)];
                  if (answer === undefined) throw new Error(`not expected: ${String(name)}`);
                  return answer(input);
                },
        },
      );
    const control: S3Answers = {
      getPublicAccessBlock: () => {
        throw sdkError('NoSuchPublicAccessBlockConfiguration', 404);
      },
      ...(answers['account'] === undefined ? {} : { getPublicAccessBlock: answers['account'] }),
    };
    return {
      ...{ region, in: at, account: { accountId: place.accountId } },
      s3: async () => client({ ...unset, ...silent, ...answers }),
      s3control: async () => client(control),
    } as unknown as Aws;
  };
  return { aws: at('us-east-1'), asked };
}

export const place = { partition: 'aws', accountId: '123456789012', region: 'global' };

export async function readBuckets(
  answers: S3Answers,
  want: readonly string[] | null = null,
): Promise<{ buckets: S3Bucket[]; asked: string[] }> {
  const { aws, asked } = fakeS3(answers);
  const buckets: S3Bucket[] = [];
  for await (const { configurations } of s3BucketReader.list(aws, place, want && new Set(want)))
    buckets.push(...(configurations as S3Bucket[]));
  for (const one of buckets) expect(s3Bucket.schema.parse(one)).toEqual(one);
  return { buckets, asked };
}

export const listed =
  (...names: string[]) =>
  () => ({
    Buckets: names.map((Name) => ({ Name, BucketRegion: 'eu-west-1', CreationDate: new Date(0) })),
  });
export const noTags = () => {
  throw sdkError('NoSuchTagSet', 404);
};
export const empty = { listObjectsV2: () => ({}), listObjectVersions: () => ({}) };
