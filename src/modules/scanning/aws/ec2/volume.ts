import { type Volume } from '@aws-sdk/client-ec2';
import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence, NOT_READ } from '../../domain/part.js';
import { ec2Volume, type Ec2Volume } from '../../domain/resources/ec2/volume.js';
import { byKey, idOf, tagMap, text, time } from '../fields.js';
import { present } from '../map-concurrent.js';
import { reader, readParts, type ResourceRef, unlessGone, type Want } from '../reader.js';
import { newestSnapshotsOf } from './volume-snapshots.js';

const PAGE = 500;

export const ec2VolumeReader = reader(ec2Volume, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const ec2 = await aws.ec2();
    let NextToken: string | undefined;
    do {
      const page = await ec2.describeVolumes({ MaxResults: PAGE, NextToken });
      yield await withSnapshots(aws, page.Volumes ?? [], want);
      NextToken = page.NextToken;
    } while (NextToken);
  },
  describe: async (aws, ref) => (await describeVolumes(aws.in(ref.region), [ref]))?.[0] ?? null,
  describeMany: describeVolumes,
});

async function describeVolumes(aws: Aws, refs: readonly ResourceRef[]): Promise<Ec2Volume[] | null> {
  const ec2 = await aws.ec2();
  const found = await unlessGone(
    () => ec2.describeVolumes({ VolumeIds: refs.map(idOf) }),
    'InvalidVolume.NotFound',
  );
  return found === null ? null : withSnapshots(aws, found.Volumes ?? [], null);
}

/** Adds the newest snapshots, in a few calls for the whole page. */
async function withSnapshots(aws: Aws, page: readonly Volume[], want: Want): Promise<Ec2Volume[]> {
  const volumes = present(page.map(toVolume));
  const { newestSnapshot } = await readParts(want, {
    newestSnapshot: () =>
      newestSnapshotsOf(
        aws,
        volumes.map(({ id }) => id),
      ),
  });
  return volumes.map((volume) => ({
    ...volume,
    newestSnapshot: isNoEvidence(newestSnapshot) ? newestSnapshot : (newestSnapshot.get(volume.id) ?? null),
  }));
}

function toVolume(volume: Volume): Ec2Volume | null {
  if (volume.VolumeId === undefined) return null;
  return {
    id: volume.VolumeId,
    state: volume.State ?? 'unknown',
    sizeGb: volume.Size ?? 0,
    volumeType: volume.VolumeType ?? 'unknown',
    iops: volume.Iops ?? null,
    throughput: volume.Throughput ?? null,
    encrypted: volume.Encrypted ?? false,
    kmsKeyId: text(volume.KmsKeyId),
    snapshotId: text(volume.SnapshotId),
    availabilityZone: text(volume.AvailabilityZone),
    multiAttach: volume.MultiAttachEnabled ?? false,
    createdAt: time(volume.CreateTime),
    attachments: byKey(
      (volume.Attachments ?? []).flatMap((attachment) =>
        attachment.InstanceId === undefined
          ? []
          : {
              instanceId: attachment.InstanceId,
              device: text(attachment.Device),
              state: text(attachment.State),
              deleteOnTermination: attachment.DeleteOnTermination ?? false,
            },
      ),
      (attachment) => attachment.instanceId,
    ),
    tags: tagMap(volume.Tags),
    newestSnapshot: NOT_READ,
  };
}
