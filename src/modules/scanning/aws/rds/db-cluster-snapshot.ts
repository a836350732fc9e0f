import { type DBClusterSnapshot, type RDS } from '@aws-sdk/client-rds';
import { rdsDbClusterSnapshot, type RdsDbClusterSnapshot } from '../../domain/resources/rds/snapshots.js';
import { tagMap, text, time } from '../fields.js';
import { mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';
import { gone, idOf, PAGE, storageOf } from './fields.js';

/** As the snapshots of instances (db-snapshot.ts), by calls of their own. */
export const rdsDbClusterSnapshotReader = reader(rdsDbClusterSnapshot, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const rds = await aws.rds();
    let Marker: string | undefined;
    do {
      const page = await rds.describeDBClusterSnapshots({ SnapshotType: 'manual', MaxRecords: PAGE, Marker });
      yield present(await mapConcurrent(page.DBClusterSnapshots ?? [], (one) => toSnapshot(rds, one, want)));
      Marker = page.Marker;
    } while (Marker);
  },
  describe: async (aws, ref) => {
    const rds = await aws.in(ref.region).rds();
    const found = await unlessGone(
      () =>
        rds.describeDBClusterSnapshots({
          SnapshotType: 'manual',
          DBClusterSnapshotIdentifier: idOf('cluster-snapshot', ref),
        }),
      gone('DBClusterSnapshotNotFound'),
    );
    const [snapshot] = found?.DBClusterSnapshots ?? [];
    return snapshot === undefined ? null : toSnapshot(rds, snapshot, null);
  },
});

/** null: the snapshot is gone since it was listed. */
const toSnapshot = (
  rds: RDS,
  snapshot: DBClusterSnapshot,
  want: Want,
): Promise<RdsDbClusterSnapshot | null> =>
  unlessGone(async () => {
    const { DBClusterSnapshotIdentifier: id, DBClusterSnapshotArn: arn, StorageEncrypted } = snapshot;
    if (id === undefined || arn === undefined) return null;
    const parts = await readParts(want, {
      restorableBy: async () => (StorageEncrypted === true ? null : read(() => restorableBy(rds, id))),
    });
    return {
      id,
      arn,
      clusterId: text(snapshot.DBClusterIdentifier),
      engine: snapshot.Engine ?? 'unknown',
      engineVersion: text(snapshot.EngineVersion),
      status: snapshot.Status ?? 'unknown',
      createdAt: time(snapshot.SnapshotCreateTime),
      sizeGb: snapshot.AllocatedStorage ?? null,
      ...storageOf(snapshot),
      ...parts,
      tags: tagMap(snapshot.TagList),
    };
  }, gone('DBClusterSnapshotNotFound'));

async function restorableBy(rds: RDS, DBClusterSnapshotIdentifier: string): Promise<string[]> {
  const { DBClusterSnapshotAttributesResult: result } = await rds.describeDBClusterSnapshotAttributes({
    DBClusterSnapshotIdentifier,
  });
  const restore = result?.DBClusterSnapshotAttributes?.find(
    ({ AttributeName }) => AttributeName === 'restore',
  );
  return (restore?.AttributeValues ?? []).toSorted();
}
