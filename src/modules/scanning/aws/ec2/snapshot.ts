import { type Snapshot } from '@aws-sdk/client-ec2';
import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence, NOT_READ, type Part } from '../../domain/part.js';
import { ec2Snapshot, type Ec2Snapshot } from '../../domain/resources/ec2/snapshot.js';
import { idOf, tagMap, text, time } from '../fields.js';
import { mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';

const PAGE = 1_000;

export const ec2SnapshotReader = reader(ec2Snapshot, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    let shared: Part<ReadonlySet<string>> | undefined;
    for await (const page of ownSnapshots(aws)) {
      const snapshots = present(page.map(toSnapshot));
      // asked for once, and not at all in a region without snapshots
      if (snapshots.length > 0) shared ??= await publicIds(aws, want);
      yield snapshots.map((snapshot) => withPublic(snapshot, shared ?? NOT_READ));
    }
  },
  describe: async (aws, ref) => {
    const here = aws.in(ref.region);
    const ec2 = await here.ec2();
    const id = idOf(ref);
    const found = await unlessGone(
      () => ec2.describeSnapshots({ SnapshotIds: [id] }),
      'InvalidSnapshot.NotFound',
    );
    const [snapshot] = present((found?.Snapshots ?? []).map(toSnapshot));
    return snapshot === undefined ? null : withPublic(snapshot, await publicIds(here, null, id));
  },
});

interface Asked {
  id?: string | undefined;
  restorableBy?: string[];
}

async function* ownSnapshots(aws: Aws, { id, restorableBy }: Asked = {}): AsyncGenerator<Snapshot[]> {
  const ec2 = await aws.ec2();
  let NextToken: string | undefined;
  do {
    const page = await ec2.describeSnapshots({
      OwnerIds: ['self'],
      RestorableByUserIds: restorableBy,
      Filters: [
        // says the same as OwnerIds, which the emulator does not know: it would list what Amazon's images have
        { Name: 'owner-id', Values: [aws.account.accountId] },
        ...(id === undefined ? [] : [{ Name: 'snapshot-id', Values: [id] }]),
      ],
      MaxResults: PAGE,
      NextToken,
    });
    yield page.Snapshots ?? [];
    NextToken = page.NextToken;
  } while (NextToken);
}

/** The ids of the public ones among the account's snapshots (or of the one of this id): one call for all of them. */
async function publicIds(aws: Aws, want: Want, id?: string): Promise<Part<ReadonlySet<string>>> {
  const parts = await readParts(want, {
    public: () =>
      read(async () => {
        const ids: string[] = [];
        for await (const page of ownSnapshots(aws, { id, restorableBy: ['all'] })) {
          ids.push(...page.flatMap(({ SnapshotId }) => SnapshotId ?? []));
        }
        return new Set(aws.emulated ? await withPermission(aws, ids) : ids);
      }),
  });
  return parts.public;
}

/** The emulator takes no account of RestorableByUserIds: what it lists may be private. */
async function withPermission(aws: Aws, ids: readonly string[]): Promise<string[]> {
  const ec2 = await aws.ec2();
  const granted = await mapConcurrent(ids, async (SnapshotId) => {
    const found = await unlessGone(
      () => ec2.describeSnapshotAttribute({ SnapshotId, Attribute: 'createVolumePermission' }),
      'InvalidSnapshot.NotFound',
    );
    return found?.CreateVolumePermissions?.some(({ Group }) => Group === 'all') === true ? SnapshotId : null;
  });
  return present(granted);
}

const withPublic = (snapshot: Ec2Snapshot, shared: Part<ReadonlySet<string>>): Ec2Snapshot => ({
  ...snapshot,
  public: isNoEvidence(shared) ? shared : shared.has(snapshot.id),
});

function toSnapshot(snapshot: Snapshot): Ec2Snapshot | null {
  if (snapshot.SnapshotId === undefined) return null;
  return {
    id: snapshot.SnapshotId,
    volumeId: text(snapshot.VolumeId),
    state: snapshot.State ?? 'unknown',
    sizeGb: snapshot.VolumeSize ?? 0,
    encrypted: snapshot.Encrypted ?? false,
    kmsKeyId: text(snapshot.KmsKeyId),
    storageTier: text(snapshot.StorageTier),
    description: text(snapshot.Description),
    startedAt: time(snapshot.StartTime),
    tags: tagMap(snapshot.Tags),
    public: NOT_READ,
  };
}
