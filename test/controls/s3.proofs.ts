import { type Answers, sdkError, type ServiceProofs, type World } from './proof.js';

const BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const ARCHIVE_AFTER = { Days: 30, StorageClass: 'GLACIER' } as const;

/** A bucket in which nothing is set, but for what is given. */
const oneBucket = (s3: NonNullable<Answers['s3']>): Answers => ({
  s3control: { getPublicAccessBlock: sdkError('NoSuchPublicAccessBlockConfiguration', 404) },
  s3: {
    listBuckets: { Buckets: [{ Name: 'kept', BucketRegion: 'eu-west-1', CreationDate: new Date() }] },
    listObjectsV2: {},
    listObjectVersions: {},
    getBucketTagging: sdkError('NoSuchTagSet', 404),
    getPublicAccessBlock: sdkError('NoSuchPublicAccessBlockConfiguration', 404),
    getBucketAcl: {},
    getBucketPolicy: sdkError('NoSuchBucketPolicy', 404),
    getBucketOwnershipControls: sdkError('OwnershipControlsNotFoundError', 404),
    getBucketWebsite: sdkError('NoSuchWebsiteConfiguration', 404),
    getBucketEncryption: sdkError('ServerSideEncryptionConfigurationNotFoundError', 404),
    getBucketLogging: {},
    getBucketLifecycleConfiguration: sdkError('NoSuchLifecycleConfiguration', 404),
    getObjectLockConfiguration: sdkError('ObjectLockConfigurationNotFoundError', 404),
    getBucketNotificationConfiguration: {},
    getBucketReplication: sdkError('ReplicationConfigurationNotFoundError', 404),
    ...s3,
  },
});

/** A bucket for each thing that may be right or wrong; all in an account that blocks nothing. */
export const s3Proofs: ServiceProofs = {
  service: 's3',
  build: async (world) => {
    const arns: Record<string, string> = {
      account: `arn:aws:s3::${world.accountId}:s3-account-public-access-block`,
      otherAccount: `arn:aws:s3::${world.other.accountId}:s3-account-public-access-block`,
    };
    const s3 = await world.aws('eu-west-1').s3();
    const named = (name: string) => `${name.toLowerCase()}-${world.accountId}`;
    const make = async (name: string, more: object = {}) => {
      const Bucket = named(name);
      const here = { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } } as const;
      await s3.createBucket({ Bucket, ...here, ...more });
      arns[name] = `arn:aws:s3:::${Bucket}`;
      return Bucket;
    };

    await make('plain');
    await s3.putObject({ Bucket: await make('used'), Key: 'report.csv', Body: 'x' });
    await access(world, make);
    await keeping(world, make);
    const control = await world.other.aws('eu-west-1').s3control();
    await control.putPublicAccessBlock({
      AccountId: world.other.accountId,
      PublicAccessBlockConfiguration: BLOCKED,
    });
    return arns;
  },
  thresholds: { emptyBucketDays: 0 },
  emulated: {
    s3_bucket_unused: { pass: 'used', fail: 'plain' },
    s3_bucket_level_public_access_block: { pass: 'blocked', fail: 'half' },
    s3_account_level_public_access_blocks: { pass: 'otherAccount', fail: 'account' },
    s3_bucket_public_access: { pass: 'openButBlocked', fail: 'openPolicy' },
    s3_bucket_policy_public_write_access: { pass: 'openPolicy', fail: 'openWrite' },
    s3_bucket_public_list_acl: { pass: 'plain', fail: 'openAcl' },
    s3_bucket_public_write_acl: { pass: 'openAcl', fail: 'openWriteAcl' },
    s3_bucket_cross_account_access: { pass: 'openPolicy', fail: 'foreign' },
    s3_bucket_acl_prohibited: { pass: 'enforced', fail: 'openAcl' },
    s3_bucket_secure_transport_policy: { pass: 'tls', fail: 'tlsForObjects' },
    s3_bucket_default_encryption: { pass: 'encrypted', fail: 'plain' },
    s3_bucket_kms_encryption: { pass: 'kms', fail: 'encrypted' },
    s3_bucket_object_versioning: { pass: 'versioned', fail: 'plain' },
    s3_bucket_no_mfa_delete: { fail: 'versioned' },
    s3_bucket_server_access_logging_enabled: { pass: 'logged', fail: 'plain' },
    s3_bucket_event_notifications_enabled: { pass: 'notifying', fail: 'plain' },
    s3_bucket_lifecycle_enabled: { pass: 'expiring', fail: 'expiringNoMore' },
    s3_bucket_object_lock: { pass: 'locked', fail: 'plain' },
    s3_bucket_cross_region_replication: { pass: 'replicated', fail: 'replicatedNear' },
  },
  documented: {
    s3_bucket_no_mfa_delete: {
      source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html',
      because: 'the emulator forgets MFADelete, which AWS takes from the root user with his device alone',
      pass: oneBucket({ getBucketVersioning: { Status: 'Enabled', MFADelete: 'Enabled' } }),
      fail: oneBucket({ getBucketVersioning: { Status: 'Enabled', MFADelete: 'Disabled' } }),
    },
  },
};

type Make = (name: string, more?: object) => Promise<string>;

async function access(world: World, make: Make): Promise<void> {
  const s3 = await world.aws('eu-west-1').s3();
  const block = (Bucket: string, changed: object = {}) =>
    s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: { ...BLOCKED, ...changed } });
  const policy = (Bucket: string, one: object, on = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`]) =>
    s3.putBucketPolicy({
      Bucket,
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Principal: '*', Resource: on, ...one }],
      }),
    });

  await block(await make('blocked'));
  await block(await make('half'), { IgnorePublicAcls: false });
  await policy(await make('openPolicy'), { Effect: 'Allow', Action: 's3:GetObject' });
  await policy(await make('openWrite'), { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'] });
  const blocked = await make('openButBlocked');
  await policy(blocked, { Effect: 'Allow', Action: 's3:*' });
  await block(blocked);
  const other = { AWS: `arn:aws:iam::${world.other.accountId}:root` };
  await policy(await make('foreign'), { Effect: 'Allow', Principal: other, Action: 's3:PutBucket*' });

  const withoutTls = {
    Effect: 'Deny',
    Action: 's3:*',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  await policy(await make('tls'), withoutTls);
  const objects = await make('tlsForObjects');
  await policy(objects, withoutTls, [`arn:aws:s3:::${objects}/*`]);

  await s3.putBucketAcl({ Bucket: await make('openAcl'), ACL: 'public-read' });
  // the canned public-read-write, which the emulator takes for public-read
  const Grantee = { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' } as const;
  await s3.putBucketAcl({
    Bucket: await make('openWriteAcl'),
    AccessControlPolicy: { Owner: { ID: 'owner' }, Grants: [{ Grantee, Permission: 'WRITE' }] },
  });
  await s3.putBucketOwnershipControls({
    Bucket: await make('enforced'),
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  });
}

async function keeping(world: World, make: Make): Promise<void> {
  const s3 = await world.aws('eu-west-1').s3();
  const encrypt = (Bucket: string, by: { SSEAlgorithm: 'AES256' | 'aws:kms'; KMSMasterKeyID?: string }) =>
    s3.putBucketEncryption({
      Bucket,
      ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: by }] },
    });
  const version = (Bucket: string) =>
    s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });

  const logs = await make('encrypted');
  await encrypt(logs, { SSEAlgorithm: 'AES256' });
  const KMSMasterKeyID = `arn:aws:kms:eu-west-1:${world.accountId}:key/1`;
  await encrypt(await make('kms'), { SSEAlgorithm: 'aws:kms', KMSMasterKeyID });
  await version(await make('versioned'));

  // what S3 asks of a bucket that takes logs
  await s3.putBucketPolicy({
    Bucket: logs,
    Policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'logging.s3.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: `arn:aws:s3:::${logs}/*`,
        },
      ],
    }),
  });
  await s3.putBucketLogging({
    Bucket: await make('logged'),
    BucketLoggingStatus: { LoggingEnabled: { TargetBucket: logs, TargetPrefix: 'logged/' } },
  });
  const queue = `arn:aws:sqs:eu-west-1:${world.accountId}:events`;
  await (await world.aws('eu-west-1').sqs()).createQueue({ QueueName: 'events' });
  await s3.putBucketNotificationConfiguration({
    Bucket: await make('notifying'),
    NotificationConfiguration: {
      QueueConfigurations: [{ QueueArn: queue, Events: ['s3:ObjectCreated:*'] }],
    },
  });
  for (const [name, Status] of [
    ['expiring', 'Enabled'],
    ['expiringNoMore', 'Disabled'],
  ] as const) {
    await s3.putBucketLifecycleConfiguration({
      Bucket: await make(name),
      LifecycleConfiguration: {
        Rules: [{ ID: 'old', Status, Filter: { Prefix: '' }, Transitions: [ARCHIVE_AFTER] }],
      },
    });
  }
  await make('locked', { ObjectLockEnabledForBucket: true });

  const far = `far-${world.accountId}`;
  const virginia = await world.aws('us-east-1').s3();
  await virginia.createBucket({ Bucket: far });
  await virginia.putBucketVersioning({ Bucket: far, VersioningConfiguration: { Status: 'Enabled' } });
  const near = await make('near');
  await version(near);
  for (const [name, to] of [
    ['replicated', far],
    ['replicatedNear', near],
  ] as const) {
    const Bucket = await make(name);
    await version(Bucket);
    await s3.putBucketReplication({
      Bucket,
      ReplicationConfiguration: {
        Role: `arn:aws:iam::${world.accountId}:role/replication`,
        Rules: [
          {
            ID: 'all',
            Status: 'Enabled',
            Priority: 1,
            Filter: { Prefix: '' },
            DeleteMarkerReplication: { Status: 'Disabled' },
            Destination: { Bucket: `arn:aws:s3:::${to}` },
          },
        ],
      },
    });
  }
}
