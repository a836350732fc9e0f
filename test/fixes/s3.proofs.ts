import { type Behind, type FixProof, type FixWorld } from './proof.js';

const REGION = 'eu-west-1';
type S3 = Awaited<ReturnType<ReturnType<FixWorld['aws']>['s3']>>;

/** A bucket with a tag and nothing set; `set` makes it what it has to be. */
export const bucket =
  (
    name: string,
    set: (s3: S3, Bucket: string) => Promise<unknown> = async () => undefined,
    settings?: (world: FixWorld) => Record<string, unknown>,
  ) =>
  async (world: FixWorld) => {
    const s3 = await world.aws(REGION).s3();
    const Bucket = `${name}-${world.accountId}`;
    await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } });
    await s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: 'team', Value: 'data' }] } });
    await set(s3, Bucket);
    const made = {
      ...{ arn: `arn:aws:s3:::${Bucket}`, region: REGION },
      untouched: async () => ({
        tags: (await s3.getBucketTagging({ Bucket })).TagSet,
        statements: await s3.getBucketPolicy({ Bucket }).then(ofTeam, () => []),
      }),
    };
    return settings === undefined ? made : { ...made, settings: settings(world) };
  };

const ofTeam = ({ Policy }: { Policy?: string | undefined }): unknown =>
  (JSON.parse(Policy ?? '{}') as { Statement: { Sid?: string }[] }).Statement.filter(
    ({ Sid }) => Sid === 'team',
  );

const policy = (Bucket: string, ...Statement: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Id: 'of-the-team', Statement }).replaceAll('BUCKET', Bucket);
const READ_BY_TEAM = {
  Sid: 'team',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::444455556666:root' },
  Action: ['s3:GetObject'],
  Resource: 'arn:aws:s3:::BUCKET/*',
};
const WRITE_BY_ALL = { ...READ_BY_TEAM, Sid: 'all', Principal: '*', Action: 's3:*' };

const BLOCK = 's3_bucket_level_public_access_block';
const TLS = 's3_bucket_secure_transport_policy';
const KMS = 's3_bucket_kms_encryption';
const LOGGING = 's3_bucket_server_access_logging_enabled';
const ACL = 's3_bucket_acl_prohibited';
const ACCOUNT = 's3_account_level_public_access_blocks';

const account =
  (set: (world: FixWorld) => Promise<unknown> = async () => undefined) =>
  async (world: FixWorld) => {
    await set(world);
    return {
      arn: `arn:aws:s3::${world.accountId}:s3-account-public-access-block`,
      region: 'global',
      settings: { noBucketIsPublic: true },
    };
  };

const keyArn = (accountId: string) =>
  `arn:aws:kms:${REGION}:${accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const kmsKey = ({ accountId }: FixWorld) => ({ kmsKeyArns: { [REGION]: keyArn(accountId) } });
const logBucket = ({ accountId }: FixWorld) => ({ targetBuckets: { [REGION]: `logs-${accountId}` } });

/** The bucket that takes logs, as S3 asks for it. */
const withLogBucket = (make: ReturnType<typeof bucket>) => async (world: FixWorld) => {
  const Bucket = `logs-${world.accountId}`;
  const delivered = {
    ...READ_BY_TEAM,
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
  };
  await bucket('logs', (s3) => s3.putBucketPolicy({ Bucket, Policy: policy(Bucket, delivered) }))(world);
  return make(world);
};

/** AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html */
const eventBridge = (): Behind => {
  let put: object = {};
  return {
    s3: {
      putBucketNotificationConfiguration: async (input: { NotificationConfiguration: object }, ask) => {
        put = input.NotificationConfiguration;
        return ask(input);
      },
      getBucketNotificationConfiguration: () => put,
    },
  };
};

export const s3FixProofs: readonly FixProof[] = [
  { fix: BLOCK, control: BLOCK, name: 'where there is no block', make: bucket('unblocked') },
  {
    ...{ fix: BLOCK, control: BLOCK, name: 'where two flags are on' },
    make: bucket('half', (s3, Bucket) =>
      s3.putPublicAccessBlock({
        Bucket,
        PublicAccessBlockConfiguration: {
          ...{ BlockPublicAcls: true, IgnorePublicAcls: false },
          ...{ BlockPublicPolicy: true, RestrictPublicBuckets: false },
        },
      }),
    ),
  },
  {
    fix: BLOCK,
    control: ['s3_bucket_public_access', 's3_bucket_policy_public_write_access', BLOCK],
    make: bucket('open-policy', (s3, Bucket) =>
      s3.putBucketPolicy({ Bucket, Policy: policy(Bucket, READ_BY_TEAM, WRITE_BY_ALL) }),
    ),
  },
  {
    fix: BLOCK,
    control: ['s3_bucket_public_list_acl', 's3_bucket_public_write_acl', 's3_bucket_public_access'],
    make: bucket('open-acl', (s3, Bucket) =>
      s3.putBucketAcl({
        Bucket,
        AccessControlPolicy: {
          Owner: { ID: 'owner' },
          Grants: [
            {
              Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' },
              Permission: 'FULL_CONTROL',
            },
          ],
        },
      }),
    ),
  },
  { fix: ACCOUNT, control: ACCOUNT, name: 'where there is no block', make: account() },
  {
    ...{ fix: ACCOUNT, control: ACCOUNT, name: 'where one flag is on' },
    make: account(async ({ accountId, aws }) =>
      (await aws('us-east-1').s3control()).putPublicAccessBlock({
        AccountId: accountId,
        PublicAccessBlockConfiguration: { BlockPublicAcls: true },
      }),
    ),
  },
  {
    ...{ fix: 's3_bucket_default_encryption', control: 's3_bucket_default_encryption' },
    // AWS has had a default for every bucket since 2023; the emulator still has none
    make: bucket('unencrypted'),
  },
  { fix: KMS, control: KMS, name: 'where nothing is set', make: bucket('no-kms', undefined, kmsKey) },
  {
    ...{ fix: KMS, control: KMS, name: 'where S3’s own keys are used' },
    make: bucket(
      'aes',
      (s3, Bucket) =>
        s3.putBucketEncryption({
          Bucket,
          ServerSideEncryptionConfiguration: {
            Rules: [
              {
                ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
                BucketKeyEnabled: false,
              },
            ],
          },
        }),
      kmsKey,
    ),
  },
  { fix: 's3_bucket_object_versioning', control: 's3_bucket_object_versioning', make: bucket('unversioned') },
  { fix: LOGGING, control: LOGGING, make: withLogBucket(bucket('unlogged', undefined, logBucket)) },
  { fix: TLS, control: TLS, name: 'without a policy', make: bucket('no-policy') },
  {
    ...{ fix: TLS, control: TLS, name: 'with a policy of somebody' },
    make: bucket('policy', (s3, Bucket) =>
      s3.putBucketPolicy({ Bucket, Policy: policy(Bucket, READ_BY_TEAM) }),
    ),
  },
  {
    ...{ fix: TLS, control: TLS, name: 'with a statement of ours that somebody has weakened' },
    make: bucket('weakened', (s3, Bucket) =>
      s3.putBucketPolicy({
        Bucket,
        Policy: policy(Bucket, READ_BY_TEAM, {
          ...{ Sid: 'ShepherdDenyInsecureTransport', Effect: 'Deny', Principal: '*', Action: 's3:GetObject' },
          ...{ Resource: 'arn:aws:s3:::BUCKET/*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        }),
      }),
    ),
  },
  { fix: ACL, control: ACL, name: 'where nothing is set', make: bucket('acls') },
  {
    ...{ fix: ACL, control: ACL, name: 'where writers own their objects' },
    make: bucket('writers', (s3, Bucket) =>
      s3.putBucketOwnershipControls({
        Bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
      }),
    ),
  },
  {
    ...{ fix: 's3_bucket_event_notifications_enabled', control: 's3_bucket_event_notifications_enabled' },
    make: bucket('silent'),
    behind: eventBridge,
    lacks: 'the emulator takes EventBridge and does not tell of it',
  },
];
