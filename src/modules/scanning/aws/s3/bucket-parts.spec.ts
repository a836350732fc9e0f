import { describe, expect, it } from '@jest/globals';
import { sdkError } from '../../../../../test/controls/proof.js';
import { empty, readBuckets, listed, place } from '../../../../../test/support/examples/s3.js';
import { s3Bucket } from '../../domain/resources/s3/bucket.js';

describe('the parts of a bucket', () => {
  it('reads what is not set as none, and what is not wanted not at all', async () => {
    const { buckets, asked } = await readBuckets({ listBuckets: listed('a'), ...empty });
    expect(buckets[0]).toMatchObject({
      ...{ publicAccessBlock: null, accountPublicAccessBlock: null, policy: null, ownership: null },
      ...{ website: null, encryption: null, logging: null, objectLock: null, replication: null },
      acl: { ownerId: null, grants: [] },
      versioning: { status: null, mfaDelete: false },
      lifecycle: [],
      notifications: { eventBridge: false, targets: [] },
    });
    expect(asked).toHaveLength(1 + 1 + 15);
    const { buckets: few, asked: fewer } = await readBuckets({ listBuckets: listed('a') }, ['policy']);
    expect(few[0]).toMatchObject({ policy: null, acl: { noEvidence: 'not_read' } });
    expect(fewer).toEqual(['listBuckets@us-east-1', 'getBucketPolicy@eu-west-1']);
  });

  it('asks for the block of the account once, and knows none where that is refused', async () => {
    const { buckets, asked } = await readBuckets(
      {
        listBuckets: listed('a', 'b'),
        account: () => {
          throw sdkError('AccessDenied', 403);
        },
      },
      ['accountPublicAccessBlock'],
    );
    expect(buckets.map((one) => one.accountPublicAccessBlock)).toMatchObject([
      { noEvidence: 'denied' },
      { noEvidence: 'denied' },
    ]);
    expect(asked).toEqual(['getPublicAccessBlock@us-east-1', 'listBuckets@us-east-1']);
  });

  it('reads settings in one form and order', async () => {
    const { buckets } = await readBuckets({
      ...empty,
      listBuckets: listed('a'),
      getPublicAccessBlock: () => ({ PublicAccessBlockConfiguration: { BlockPublicAcls: true } }),
      getBucketAcl: () => ({
        Owner: { ID: 'me' },
        Grants: [
          {
            Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' },
            Permission: 'READ',
          },
          { Grantee: { Type: 'CanonicalUser', ID: 'a' }, Permission: 'FULL_CONTROL' },
        ],
      }),
      getBucketEncryption: () => ({
        ServerSideEncryptionConfiguration: {
          Rules: [
            {
              ApplyServerSideEncryptionByDefault: {
                SSEAlgorithm: 'aws:kms',
                KMSMasterKeyID: 'arn:aws:kms:k',
              },
              BucketKeyEnabled: true,
            },
          ],
        },
      }),
      getBucketLifecycleConfiguration: () => ({
        Rules: [
          { ID: 'b', Status: 'Disabled', Expiration: { Days: 1 }, Transitions: [{ Days: 1 }] },
          { ID: 'a', Status: 'Enabled', AbortIncompleteMultipartUpload: {}, NoncurrentVersionExpiration: {} },
        ],
      }),
      getObjectLockConfiguration: () => ({
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } },
        },
      }),
      getBucketNotificationConfiguration: () => ({
        EventBridgeConfiguration: {},
        TopicConfigurations: [{ TopicArn: 'arn:t', Events: ['s3:ObjectRemoved:*', 's3:ObjectCreated:*'] }],
        QueueConfigurations: [{ QueueArn: 'arn:q', Events: ['s3:ObjectCreated:*'] }],
      }),
      getBucketVersioning: () => ({ Status: 'Enabled', MFADelete: 'Disabled' }),
      getBucketLogging: () => ({ LoggingEnabled: { TargetBucket: 'logs', TargetPrefix: '' } }),
      getBucketOwnershipControls: () => ({
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      }),
      getBucketWebsite: () => ({ IndexDocument: { Suffix: 'index.html' } }),
    });
    expect(buckets[0]).toMatchObject({
      publicAccessBlock: { blockPublicAcls: true, restrictPublicBuckets: false },
      acl: { ownerId: 'me', grants: [{ grantee: { id: 'a' } }, { permission: 'READ' }] },
      encryption: { algorithm: 'aws:kms', kmsKeyId: 'arn:aws:kms:k', bucketKey: true },
      lifecycle: [
        { id: 'a', enabled: true, actions: ['expire-versions', 'abort-uploads'] },
        { id: 'b', enabled: false, actions: ['expire', 'transition'] },
      ],
      objectLock: { enabled: true, mode: 'GOVERNANCE', days: 30, years: null },
      notifications: {
        eventBridge: true,
        targets: [
          { arn: 'arn:q', events: ['s3:ObjectCreated:*'] },
          { arn: 'arn:t', events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] },
        ],
      },
      versioning: { status: 'Enabled', mfaDelete: false },
      logging: { targetBucket: 'logs', targetPrefix: '' },
      ownership: 'BucketOwnerEnforced',
      website: { indexDocument: 'index.html', redirectTo: null },
    });
    const [one] = buckets;
    expect(one && s3Bucket.relates?.(one, place)).toEqual([
      'arn:aws:kms:k',
      'arn:aws:s3:::logs',
      'arn:q',
      'arn:t',
    ]);
  });

  it('reads a policy, and takes one that is none for no evidence', async () => {
    const Policy = JSON.stringify({
      Statement: { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' },
    });
    const policies = await readBuckets(
      {
        listBuckets: listed('good', 'odd'),
        getBucketPolicy: ({ Bucket }) => ({ Policy: Bucket === 'good' ? Policy : 'x' }),
      },
      ['policy'],
    );
    expect(policies.buckets.map(({ policy }) => policy)).toMatchObject([
      { statements: [{ effect: 'Deny', actions: ['s3:*'] }] },
      { noEvidence: 'failed', code: 'MalformedPolicy' },
    ]);
  });

  it('knows the regions of its own copies, and asks for those of others', async () => {
    const rule = (ID: string, bucket: string) => ({
      ...{ ID, Status: 'Enabled' },
      Destination: { Bucket: `arn:aws:s3:::${bucket}` },
    });
    const { buckets, asked } = await readBuckets(
      {
        listBuckets: listed('a', 'b'),
        getBucketReplication: ({ Bucket }) => {
          if (Bucket === 'b') throw sdkError('ReplicationConfigurationNotFoundError', 404);
          const Rules = [rule('1', 'b'), rule('2', 'foreign'), rule('3', 'hidden')];
          return { ReplicationConfiguration: { Role: 'arn:r', Rules } };
        },
        headBucket: ({ Bucket }) => {
          const headers = Bucket === 'foreign' ? { 'x-amz-bucket-region': 'ap-south-1' } : {};
          throw Object.assign(sdkError('AccessDenied', 403), { $response: { headers } });
        },
      },
      ['replication'],
    );
    expect(buckets[0]?.replication).toMatchObject({
      rules: [
        { id: '1', destinationRegion: 'eu-west-1' },
        { id: '2', destinationRegion: 'ap-south-1' },
        { id: '3', destinationRegion: null },
      ],
    });
    expect(asked.filter((call) => call.startsWith('headBucket'))).toHaveLength(2);
  });

  it.each([
    ['InvalidToken', 400, 'denied'],
    ['IllegalLocationConstraintException', 400, 'failed'],
    ['MethodNotAllowed', 405, 'failed'],
  ])('keeps its listing though a bucket elsewhere answers %s', async (code, status, noEvidence) => {
    const { buckets } = await readBuckets(
      {
        listBuckets: listed('a'),
        getBucketPolicy: () => {
          throw sdkError(code, status);
        },
      },
      ['policy'],
    );
    expect(buckets).toMatchObject([{ name: 'a', policy: { noEvidence, code } }]);
  });

  it('throws where the credentials are refused in the region of the listing itself', async () => {
    const listBuckets = () => ({ Buckets: [{ Name: 'a', BucketRegion: 'us-east-1' }] });
    const getBucketPolicy = () => {
      throw sdkError('InvalidToken', 400);
    };
    await expect(readBuckets({ listBuckets, getBucketPolicy }, ['policy'])).rejects.toThrow('InvalidToken');
  });

  it('keeps a bucket whose region nobody may know, without evidence of anything that was asked', async () => {
    const { buckets } = await readBuckets(
      {
        listBuckets: () => ({ Buckets: [{ Name: 'a' }] }),
        getBucketLocation: () => {
          throw sdkError('AccessDenied', 403);
        },
      },
      ['tags', 'policy'],
    );
    expect(buckets).toMatchObject([
      {
        ...{ name: 'a', region: 'global', policy: { noEvidence: 'denied' }, tags: { noEvidence: 'denied' } },
        acl: { noEvidence: 'not_read' },
      },
    ]);
  });
});
