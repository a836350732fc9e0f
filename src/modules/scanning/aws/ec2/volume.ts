import { type Volume } from '@aws-sdk/client-ec2';
import { ec2Volume, type Ec2Volume } from '../../domain/resources/ec2/volume.js';
import { byKey, idOf, tagMap, text, time } from '../fields.js';
import { present } from '../map-concurrent.js';
import { reader, unlessGone } from '../reader.js';

const PAGE = 500;

export const ec2VolumeReader = reader(ec2Volume, {
  scope: 'region',
  list: async function* (aws) {
    const ec2 = await aws.ec2();
    let NextToken: string | undefined;
    do {
      const page = await ec2.describeVolumes({ MaxResults: PAGE, NextToken });
      yield present((page.Volumes ?? []).map(toVolume));
      NextToken = page.NextToken;
    } while (NextToken);
  },
  describe: async (aws, ref) => {
    const ec2 = await aws.in(ref.region).ec2();
    const found = await unlessGone(
      () => ec2.describeVolumes({ VolumeIds: [idOf(ref)] }),
      'InvalidVolume.NotFound',
    );
    const [volume] = found?.Volumes ?? [];
    return volume === undefined ? null : toVolume(volume);
  },
});

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
  };
}
