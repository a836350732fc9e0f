import { z } from 'zod';
import { call, MARK, MARK_TAG, resultOf } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';

const volume = z.object({
  State: z.string(),
  Size: z.number(),
  VolumeType: z.string(),
  Operator: z.object({ Managed: z.boolean().optional() }).optional(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
});

/** Kubernetes lets go of a volume while nothing runs that claims it. */
const CLAIMED = ['kubernetes.io/created-for/pvc/name', 'ebs.csi.aws.com/cluster', 'CSIVolumeName'];

const AS = 'snapshot';
/** AWS makes the first snapshot of a large volume over hours. */
const SNAPSHOT_SECONDS = 6 * 3_600;

/** ebs/latest/userguide/ebs-deleting-volume.html: a volume can be made again from its snapshot, with another id. */
export const deleteUnattachedVolume = fix({
  controls: ['ec2_ebs_volume_unattached'],
  type: 'AWS::EC2::Volume',
  title: 'Take a snapshot of the unattached volume, then delete it',
  loses: 'The volume and its id: a new volume can be made of the snapshot, which stays and is paid for.',
  reads: {
    volumes: read(
      'ec2',
      'DescribeVolumes',
      z.object({ Volumes: z.array(volume) }),
      ({ name }) => ({ VolumeIds: [name] }),
      { absent: 'InvalidVolume.NotFound' },
    ),
  },
  actions: ['ec2:CreateSnapshot', 'ec2:CreateTags', 'ec2:DescribeSnapshots', 'ec2:DeleteVolume'],
  plan: ({ target: { name }, state: { volumes } }) => {
    const [volume] = volumes?.Volumes ?? [];
    if (volume === undefined) return nothing('The volume is gone');
    const { State, Size, VolumeType, Operator, Tags } = volume;
    if (State === 'in-use') return nothing('It is attached');
    if (State !== 'available') return refuse(`Its state is ${State}`);
    if (Operator?.Managed === true) return refuse('A service of AWS manages it');
    const claim = Tags.find(({ Key }) => CLAIMED.includes(Key) || Key.startsWith('kubernetes.io/cluster/'));
    if (claim !== undefined) return refuse(`It belongs to Kubernetes (${claim.Key}): delete the claim there`);
    const own = Tags.filter(({ Key }) => !Key.startsWith('aws:') && Key !== MARK_TAG);
    return change(
      [
        `A snapshot of its ${Size} GiB (${VolumeType}) will be taken, with its tags`,
        'When that is complete, the volume will be deleted',
      ],
      [
        call(
          'ec2',
          'CreateSnapshot',
          {
            ...{ VolumeId: name, Description: `Of ${name} before it was deleted as unattached` },
            TagSpecifications: [
              // a snapshot has 50 tags at most, as its volume has
              { ResourceType: 'snapshot', Tags: [...own.slice(0, 49), { Key: MARK_TAG, Value: MARK }] },
            ],
          },
          {
            as: AS,
            made: {
              operation: 'DescribeSnapshots',
              input: {
                OwnerIds: ['self'],
                Filters: [
                  { Name: `tag:${MARK_TAG}`, Values: [MARK] },
                  { Name: 'volume-id', Values: [name] },
                ],
              },
              items: 'Snapshots',
            },
          },
        ),
        call(
          'ec2',
          'DescribeSnapshots',
          { SnapshotIds: [resultOf(AS, 'SnapshotId')] },
          {
            until: {
              ...{ path: 'Snapshots.0.State', is: ['completed'], fails: ['error'] },
              withinSeconds: SNAPSHOT_SECONDS,
            },
          },
        ),
        call('ec2', 'DeleteVolume', { VolumeId: name }, { done: ['InvalidVolume.NotFound'] }),
      ],
    );
  },
  holds: ({ volumes }) => (volumes?.Volumes.length ?? 0) === 0,
});
