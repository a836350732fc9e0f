import { type DBSnapshot, type RDS } from '@aws-sdk/client-rds';
import { rdsDbSnapshot, type RdsDbSnapshot } from '../../domain/resources/rds/snapshots.js';
import { tagMap, text, time } from '../fields.js';
import { mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';
import { gone, idOf, PAGE, storageOf } from './fields.js';

/**
 * `SnapshotType: public` lists the public snapshots of every account in the region, by the thousand and without a
 * filter by owner: asking each own unencrypted snapshot takes fewer calls.
 */
export const rdsDbSnapshotReader = reader(rdsDbSnapshot, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const rds = await aws.rds();
    let Marker: string | undefined;
    do {
      const page = await rds.describeDBSnapshots({ SnapshotType: 'manual', MaxRecords: PAGE, Marker });
      yield present(await mapConcurrent(page.DBSnapshots ?? [], (one) => toSnapshot(rds, one, want)));
      Marker = page.Marker;
    } while (Marker);
  },
  describe: async (aws, ref) => {
    const rds = await aws.in(ref.region).rds();
    const found = await unlessGone(
      () => rds.describeDBSnapshots({ SnapshotType: 'manual', DBSnapshotIdentifier: idOf('snapshot', ref) }),
      gone('DBSnapshotNotFound'),
    );
    const [snapshot] = found?.DBSnapshots ?? [];
    return snapshot === undefined ? null : toSnapshot(rds, snapshot, null);
  },
});

/** null: the snapshot is gone since it was listed. */
const toSnapshot = (rds: RDS, snapshot: DBSnapshot, want: Want): Promise<RdsDbSnapshot | null> =>
  unlessGone(async () => {
    const { DBSnapshotIdentifier: id, DBSnapshotArn: arn, Encrypted } = snapshot;
    if (id === undefined || arn === undefined) return null;
    const parts = await readParts(want, {
      restorableBy: async () => (Encrypted === true ? null : read(() => restorableBy(rds, id))),
    });
    return {
      id,
      arn,
      instanceId: text(snapshot.DBInstanceIdentifier),
      engine: snapshot.Engine ?? 'unknown',
      engineVersion: text(snapshot.EngineVersion),
      status: snapshot.Status ?? 'unknown',
      createdAt: time(snapshot.SnapshotCreateTime),
      sizeGb: snapshot.AllocatedStorage ?? null,
      ...storageOf({ ...snapshot, StorageEncrypted: Encrypted }),
      ...parts,
      tags: tagMap(snapshot.TagList),
    };
  }, gone('DBSnapshotNotFound'));

async function restorableBy(rds: RDS, DBSnapshotIdentifier: string): Promise<string[]> {
  const { DBSnapshotAttributesResult: result } = await rds.describeDBSnapshotAttributes({
    DBSnapshotIdentifier,
  });
  const restore = result?.DBSnapshotAttributes?.find(({ AttributeName }) => AttributeName === 'restore');
  return (restore?.AttributeValues ?? []).toSorted();
}
