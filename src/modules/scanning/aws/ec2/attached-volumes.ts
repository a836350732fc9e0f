import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence, type Part } from '../../domain/part.js';
import { type AttachedVolume } from '../../domain/resources/ec2/instance.js';
import { byKey } from '../fields.js';
import { chunks } from '../map-concurrent.js';
import { read } from '../reader.js';

/** EC2 takes 200 values in a filter. */
const INSTANCES_PER_CALL = 200;
const PAGE = 500;

/** The volumes of these instances by instance id; one without volumes is missing. */
export async function volumesOfInstances(
  aws: Aws,
  instanceIds: readonly string[],
): Promise<Map<string, Part<AttachedVolume[]>>> {
  const all = new Map<string, Part<AttachedVolume[]>>();
  for (const ids of chunks(instanceIds, INSTANCES_PER_CALL)) {
    const found = await read(() => attachedTo(aws, ids));
    for (const id of ids) {
      const volumes = isNoEvidence(found) ? found : found.get(id);
      if (volumes) all.set(id, isNoEvidence(volumes) ? volumes : byKey(volumes, (volume) => volume.volumeId));
    }
  }
  return all;
}

async function attachedTo(aws: Aws, instanceIds: string[]): Promise<Map<string, AttachedVolume[]>> {
  const ec2 = await aws.ec2();
  const attached = new Map<string, AttachedVolume[]>();
  let NextToken: string | undefined;
  do {
    const page = await ec2.describeVolumes({
      Filters: [{ Name: 'attachment.instance-id', Values: instanceIds }],
      MaxResults: PAGE,
      NextToken,
    });
    for (const volume of page.Volumes ?? []) {
      for (const { InstanceId } of volume.Attachments ?? []) {
        if (InstanceId === undefined) continue;
        attached.set(InstanceId, [
          ...(attached.get(InstanceId) ?? []),
          {
            volumeId: volume.VolumeId ?? '',
            sizeGb: volume.Size ?? 0,
            volumeType: volume.VolumeType ?? 'unknown',
            iops: volume.Iops ?? null,
            throughput: volume.Throughput ?? null,
          },
        ]);
      }
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return attached;
}
