import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence, type NoEvidence, type Part } from '../../domain/part.js';
import { type Ec2Volume } from '../../domain/resources/ec2/volume.js';
import { time } from '../fields.js';
import { chunks } from '../map-concurrent.js';
import { read } from '../reader.js';

/** EC2 takes 200 values in a filter. */
const VOLUMES_PER_CALL = 200;
const PAGE = 1_000;

type Newest = Exclude<Ec2Volume['newestSnapshot'], NoEvidence | null>;

/** The newest complete snapshot of these volumes by volume id; one without any is missing. */
export async function newestSnapshotsOf(
  aws: Aws,
  volumeIds: readonly string[],
): Promise<Map<string, Part<Newest>>> {
  const all = new Map<string, Part<Newest>>();
  for (const ids of chunks(volumeIds, VOLUMES_PER_CALL)) {
    const found = await read(() => newestOf(aws, ids));
    for (const id of ids) {
      const newest = isNoEvidence(found) ? found : found.get(id);
      if (newest !== undefined) all.set(id, newest);
    }
  }
  return all;
}

async function newestOf(aws: Aws, volumeIds: string[]): Promise<Map<string, Newest>> {
  const ec2 = await aws.ec2();
  const newest = new Map<string, Newest>();
  let NextToken: string | undefined;
  do {
    const page = await ec2.describeSnapshots({
      OwnerIds: ['self'],
      Filters: [
        { Name: 'volume-id', Values: volumeIds },
        { Name: 'status', Values: ['completed'] },
      ],
      MaxResults: PAGE,
      NextToken,
    });
    for (const { SnapshotId, VolumeId, StartTime } of page.Snapshots ?? []) {
      if (SnapshotId === undefined || VolumeId === undefined) continue;
      const one = { id: SnapshotId, startedAt: time(StartTime) };
      const before = newest.get(VolumeId);
      if (before === undefined || isNewer(one, before)) newest.set(VolumeId, one);
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return newest;
}

/** Of two that began in the same moment always the same one. */
const isNewer = (a: Newest, b: Newest): boolean =>
  `${a.startedAt ?? ''} ${a.id}` > `${b.startedAt ?? ''} ${b.id}`;
