import { z } from 'zod';
import {
  call,
  MARK,
  MARK_TAG,
  resultOf,
  type Call,
  type Made,
} from '../../src/modules/remediation/domain/call.js';
import { change, fix, read, refuse, type Fix } from '../../src/modules/remediation/domain/fix.js';

/** Fixes of several calls, as the executor's tests need them: what they do to a resource makes no other sense. */

const tag = z.object({ Key: z.string(), Value: z.string() });
const tags = z
  .array(tag)
  .default([])
  .transform((all) => all.toSorted((a, b) => (a.Key < b.Key ? -1 : 1)));
const MINE = { Name: `tag:${MARK_TAG}`, Values: [MARK] };
const marked = (ResourceType: string) => [{ ResourceType, Tags: [{ Key: MARK_TAG, Value: MARK }] }];
const madeOf = (operation: string, items: string): Made => ({
  operation,
  items,
  input: { Filters: [MINE] },
});

/** Has a call that makes a thing each time, one that waits, and two that need what was made. */
export const saveVolume = fix({
  id: 'test_volume_saved',
  controls: [],
  type: 'AWS::EC2::Volume',
  title: 'Save the volume, and say so on it',
  reads: {
    volume: read(
      'ec2',
      'DescribeVolumes',
      z.object({ Volumes: z.array(z.object({ Tags: tags })) }),
      (on) => ({
        VolumeIds: [on.name],
      }),
    ),
    saved: read(
      'ec2',
      'DescribeSnapshots',
      z.object({ Snapshots: z.array(z.object({ SnapshotId: z.string() })) }),
      (on) => ({ Filters: [{ Name: 'volume-id', Values: [on.name] }] }),
    ),
  },
  actions: [
    'ec2:CreateSnapshot',
    'ec2:DescribeSnapshots',
    'ec2:CreateTags',
    'ec2:DeleteTags',
    'ec2:DeleteSnapshot',
  ],
  plan: ({ target: { name } }) =>
    change('It is saved', [
      call(
        'ec2',
        'CreateSnapshot',
        { VolumeId: name, TagSpecifications: marked('snapshot') },
        { as: 'snapshot', made: madeOf('DescribeSnapshots', 'Snapshots') },
      ),
      call(
        'ec2',
        'DescribeSnapshots',
        { SnapshotIds: [resultOf('snapshot', 'SnapshotId')] },
        { until: { path: 'Snapshots.0.State', is: ['completed'], fails: ['error'], withinSeconds: 600 } },
      ),
      call('ec2', 'CreateTags', {
        Resources: [name],
        Tags: [{ Key: 'SavedAs', Value: resultOf('snapshot', 'SnapshotId') }],
      }),
      call('ec2', 'CreateTags', { Resources: [name], Tags: [{ Key: 'Saved', Value: 'yes' }] }),
    ]),
  restore: ({ target: { name }, before, results }) => [
    call('ec2', 'DeleteTags', { Resources: [name], Tags: [{ Key: 'Saved' }, { Key: 'SavedAs' }] }),
    ...putTags(name, before.volume.Volumes[0]?.Tags ?? []),
    ...(results['snapshot'] === undefined
      ? []
      : [
          call(
            'ec2',
            'DeleteSnapshot',
            { SnapshotId: (results['snapshot'] as { SnapshotId: string }).SnapshotId },
            { done: ['InvalidSnapshot.NotFound'] },
          ),
        ]),
  ],
  holds: ({ volume, saved }) =>
    saved.Snapshots.length > 0 && volume.Volumes[0]?.Tags.some(({ Key }) => Key === 'Saved') === true,
});

function putTags(name: string, all: readonly z.output<typeof tag>[]): Call[] {
  return all.length === 0 ? [] : [call('ec2', 'CreateTags', { Resources: [name], Tags: all })];
}

const groups = z
  .array(z.object({ GroupId: z.string() }))
  .transform((all) => all.toSorted((a, b) => (a.GroupId < b.GroupId ? -1 : 1)));

/** Makes a thing that has to be taken away again, after what hangs on it. */
export const isolateInstance = fix({
  id: 'test_instance_isolated',
  controls: [],
  type: 'AWS::EC2::Instance',
  title: 'Isolate the instance',
  reads: {
    instance: read(
      'ec2',
      'DescribeInstances',
      z.object({
        Reservations: z.array(
          z.object({
            Instances: z.array(z.object({ VpcId: z.string(), SecurityGroups: groups, Tags: tags })),
          }),
        ),
      }),
      (on) => ({ InstanceIds: [on.name] }),
    ),
    ours: read(
      'ec2',
      'DescribeSecurityGroups',
      z.object({ SecurityGroups: z.array(z.object({ GroupId: z.string() })) }),
      () => ({ Filters: [{ Name: 'tag-key', Values: [MARK_TAG] }] }),
    ),
  },
  actions: [
    'ec2:CreateSecurityGroup',
    'ec2:ModifyInstanceAttribute',
    'ec2:DeleteSecurityGroup',
    'ec2:CreateTags',
  ],
  plan: ({ target: { name }, state }) => {
    const VpcId = state.instance.Reservations[0]?.Instances[0]?.VpcId;
    if (VpcId === undefined) return refuse('It lies in no VPC');
    return change('It is isolated', [
      call(
        'ec2',
        'CreateSecurityGroup',
        { GroupName: MARK, Description: 'isolated', VpcId, TagSpecifications: marked('security-group') },
        { as: 'group', made: madeOf('DescribeSecurityGroups', 'SecurityGroups') },
      ),
      call(
        'ec2',
        'RevokeSecurityGroupEgress',
        {
          GroupId: resultOf('group', 'GroupId'),
          IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
        },
        { done: ['InvalidPermission.NotFound'] },
      ),
      call('ec2', 'ModifyInstanceAttribute', { InstanceId: name, Groups: [resultOf('group', 'GroupId')] }),
      call('ec2', 'CreateTags', { Resources: [name], Tags: [{ Key: 'Isolated', Value: 'yes' }] }),
    ]);
  },
  restore: ({ target: { name }, before, results }) => {
    const was = before.instance.Reservations[0]?.Instances[0];
    return [
      call('ec2', 'ModifyInstanceAttribute', {
        InstanceId: name,
        Groups: was?.SecurityGroups.map(({ GroupId }) => GroupId) ?? [],
      }),
      call('ec2', 'DeleteTags', { Resources: [name], Tags: [{ Key: 'Isolated' }] }),
      ...(results['group'] === undefined
        ? []
        : [
            call(
              'ec2',
              'DeleteSecurityGroup',
              { GroupId: resultOf('group', 'GroupId') },
              { done: ['InvalidGroup.NotFound'] },
            ),
          ]),
    ];
  },
  holds: ({ instance }) =>
    instance.Reservations[0]?.Instances[0]?.Tags.some(({ Key }) => Key === 'Isolated') === true,
});

const block = z.looseObject({});
const CLOSED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** Three settings, and a control that says whether it has helped. */
export const closeBucket = fix({
  id: 'test_bucket_closed',
  controls: ['s3_bucket_level_public_access_block'],
  type: 'AWS::S3::Bucket',
  title: 'Close the bucket',
  reads: {
    owner: read('s3', 'GetBucketOwnershipControls', z.object({ OwnershipControls: block }), bucketOf, {
      absent: 'OwnershipControlsNotFoundError',
    }),
    block: read('s3', 'GetPublicAccessBlock', z.object({ PublicAccessBlockConfiguration: block }), bucketOf, {
      absent: 'NoSuchPublicAccessBlockConfiguration',
      action: 's3:GetBucketPublicAccessBlock',
    }),
    tags: read('s3', 'GetBucketTagging', z.object({ TagSet: tags }), bucketOf, { absent: 'NoSuchTagSet' }),
  },
  actions: ['s3:PutBucketOwnershipControls', 's3:PutBucketPublicAccessBlock', 's3:PutBucketTagging'],
  plan: ({ target: { name: Bucket } }) =>
    change('It is closed', [
      call('s3', 'PutBucketOwnershipControls', {
        ...{ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } },
      }),
      call(
        's3',
        'PutPublicAccessBlock',
        { Bucket, PublicAccessBlockConfiguration: CLOSED },
        { action: 's3:PutBucketPublicAccessBlock' },
      ),
      call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet: [{ Key: 'Closed', Value: MARK }] } }),
    ]),
  restore: ({ target: { name: Bucket }, before }) => [
    before.owner === null
      ? call('s3', 'DeleteBucketOwnershipControls', { Bucket })
      : call('s3', 'PutBucketOwnershipControls', {
          Bucket,
          OwnershipControls: before.owner.OwnershipControls,
        }),
    before.block === null
      ? call('s3', 'DeletePublicAccessBlock', { Bucket })
      : call('s3', 'PutPublicAccessBlock', { Bucket, ...before.block }),
    before.tags === null
      ? call('s3', 'DeleteBucketTagging', { Bucket })
      : call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet: before.tags.TagSet } }),
  ],
});

function bucketOf({ name }: { name: string }) {
  return { Bucket: name };
}

const tagging = (Bucket: string) =>
  call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet: [{ Key: 'Left', Value: 'yes' }] } });

/** Says that it closes the bucket, and does not. */
export const leaveBucket: Fix = {
  ...closeBucket,
  id: 'test_bucket_left',
  plan: ({ target }) => change('It is closed', [tagging(target.name)]),
};

/** Cannot be brought back, it says. */
export const forgetBucket: Fix = { ...closeBucket, id: 'test_bucket_forgotten', loses: 'Its first tags' };

/** Puts nothing back, and says that it did. */
export const keepBucket: Fix = { ...closeBucket, id: 'test_bucket_kept', restore: () => [] };

/** Makes a thing by a token, as AWS's calls with one do. */
export const copyVolume: Fix = {
  ...saveVolume,
  id: 'test_volume_copied',
  plan: ({ target: { name } }) =>
    change('It is copied', [
      call(
        'ec2',
        'CreateVolume',
        { AvailabilityZone: 'us-east-1a', Size: 1 },
        { as: 'copy', token: 'ClientToken' },
      ),
      call('ec2', 'CreateTags', {
        Resources: [name],
        Tags: [{ Key: 'Saved', Value: resultOf('copy', 'VolumeId') }],
      }),
    ]),
  restore: ({ target: { name }, results }) => [
    call('ec2', 'DeleteTags', { Resources: [name], Tags: [{ Key: 'Saved' }] }),
    ...(results['copy'] === undefined
      ? []
      : [call('ec2', 'DeleteVolume', { VolumeId: (results['copy'] as { VolumeId: string }).VolumeId })]),
  ],
  holds: () => true,
};

export const testFixes: readonly Fix[] = [
  ...[saveVolume, copyVolume, isolateInstance],
  ...[closeBucket, leaveBucket, forgetBucket, keepBucket],
];
