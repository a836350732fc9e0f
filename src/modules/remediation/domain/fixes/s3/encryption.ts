import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';
import { BUCKET, policyRead, websiteRead } from './shared.js';

const ACTION = 's3:PutEncryptionConfiguration';

const rule = z.looseObject({
  ApplyServerSideEncryptionByDefault: z
    .object({ SSEAlgorithm: z.string(), KMSMasterKeyID: z.string().optional() })
    .optional(),
  BucketKeyEnabled: z.boolean().optional(),
});
type Rule = z.infer<typeof rule>;

const encryptionRead = read(
  's3',
  'GetBucketEncryption',
  z.object({ ServerSideEncryptionConfiguration: z.object({ Rules: z.array(rule) }) }),
  ({ name }) => ({ Bucket: name }),
  { absent: 'ServerSideEncryptionConfigurationNotFoundError', action: 's3:GetEncryptionConfiguration' },
);

type Encryption = z.infer<typeof encryptionRead.answer>;
const rulesOf = (encryption: Encryption | null): Rule[] =>
  encryption?.ServerSideEncryptionConfiguration.Rules ?? [];
const algorithmOf = (encryption: Encryption | null): string | undefined =>
  rulesOf(encryption)[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;

const put = (Bucket: string, Rules: readonly Rule[]) =>
  call(
    's3',
    'PutBucketEncryption',
    { Bucket, ServerSideEncryptionConfiguration: { Rules } },
    { action: ACTION },
  );

const restoring = (Bucket: string, encryption: Encryption | null) => [
  encryption === null
    ? call('s3', 'DeleteBucketEncryption', { Bucket }, { action: ACTION })
    : put(Bucket, rulesOf(encryption)),
];

/** AWS sets it itself since January 2023: only a bucket that S3's answer does not cover lacks it. */
export const encryptByDefault = fix({
  controls: ['s3_bucket_default_encryption'],
  type: BUCKET,
  title: 'Encrypt new objects of the bucket by default',
  reads: { encryption: encryptionRead },
  actions: [ACTION],
  plan: ({ target: { name }, state: { encryption } }) =>
    algorithmOf(encryption) === undefined
      ? change('New objects will be encrypted with keys of S3 (AES256)', [
          put(name, [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }]),
        ])
      : nothing('It has a default encryption'),
  restore: ({ target: { name }, before: { encryption } }) => restoring(name, encryption),
});

const replicationRead = read(
  's3',
  'GetBucketReplication',
  z.object({
    ReplicationConfiguration: z.object({
      Rules: z.array(
        z.object({
          Status: z.string().optional(),
          SourceSelectionCriteria: z
            .object({ SseKmsEncryptedObjects: z.object({ Status: z.string().optional() }).optional() })
            .optional(),
        }),
      ),
    }),
  }),
  ({ name }) => ({ Bucket: name }),
  {
    ...{ absent: 'ReplicationConfigurationNotFoundError', action: 's3:GetReplicationConfiguration' },
    isContext: true,
  },
);

/** A rule that does not say otherwise leaves out what is encrypted with a KMS key: …/userguide/replication-config-for-kms-objects.html */
const leavesOutKms = (replication: z.infer<typeof replicationRead.answer>): boolean =>
  replication?.ReplicationConfiguration.Rules.some(
    ({ Status, SourceSelectionCriteria }) =>
      Status !== 'Disabled' && SourceSelectionCriteria?.SseKmsEncryptedObjects?.Status !== 'Enabled',
  ) === true;

/**
 * Who delivers to buckets with AES256 alone: access logs of S3 (enable-server-access-logging.html), of load balancers
 * (elasticloadbalancing/latest/application/enable-access-logging.html) and what the log delivery of AWS writes.
 */
const DELIVERY = /"(logging\.s3|delivery\.logs|logdelivery\.(elasticloadbalancing|elb))\.amazonaws\.com/;

/** docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
export const encryptWithKms = fix({
  controls: ['s3_bucket_kms_encryption'],
  type: BUCKET,
  title: 'Encrypt new objects of the bucket with a KMS key by default',
  settings: z.strictObject({
    /** ARNs of keys by region: who reads or writes needs to be let in by the key's policy. */
    kmsKeyArns: z.record(z.string(), z.string().regex(/^arn:[^:]+:kms:[^:]+:\d{12}:key\//)).default({}),
  }),
  reads: {
    encryption: encryptionRead,
    policy: { ...policyRead, isContext: true },
    website: websiteRead,
    replication: replicationRead,
  },
  actions: [ACTION],
  plan: ({ target: { name, region }, state: { encryption, policy, website, replication }, settings }) => {
    if (algorithmOf(encryption)?.startsWith('aws:kms') === true) return nothing('It has a KMS key');
    if (policy !== null && DELIVERY.test(policy.Policy)) {
      return refuse('AWS delivers logs to it, which a bucket with a KMS key as default does not take');
    }
    if (website !== null)
      return refuse('It serves a website: nobody can read what is encrypted with a KMS key without signing');
    if (leavesOutKms(replication)) {
      return refuse(
        'It is replicated, but for objects with a KMS key: let its rules replicate those (SseKmsEncryptedObjects) first',
      );
    }
    const KMSMasterKeyID = settings.kmsKeyArns[region];
    if (KMSMasterKeyID === undefined)
      return refuse(`Set kmsKeyArns for ${region}: it needs a key of the region`);
    if (KMSMasterKeyID.split(':')[3] !== region) return refuse(`${KMSMasterKeyID} is no key of ${region}`);
    const [first] = rulesOf(encryption);
    const made = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID } };
    return change(
      [
        `New objects will be encrypted with ${KMSMasterKeyID} (now: ${algorithmOf(encryption) ?? 'nothing set'})`,
        'Objects that are there stay as they are; who reads or writes new ones needs the key’s leave',
      ],
      [put(name, [{ ...first, ...made, BucketKeyEnabled: true }])],
    );
  },
  restore: ({ target: { name }, before: { encryption } }) => restoring(name, encryption),
});
