import { control, type Decision, fail, pass } from '../../control.js';
import { rdsDbCluster } from '../../resources/rds/db-cluster.js';
import { rdsDbInstance } from '../../resources/rds/db-instance.js';
import { rdsDbClusterSnapshot, rdsDbSnapshot } from '../../resources/rds/snapshots.js';

interface Storage {
  storageEncrypted: boolean;
  storageEncryptionType: string | null;
  kmsKeyId: string | null;
}

/** `sse-rds` is encryption with a key that AWS owns, of which StorageEncrypted says false (RDS API, DBCluster). */
function encrypted({ storageEncrypted, storageEncryptionType, kmsKeyId }: Storage): Decision {
  const evidence = { storageEncrypted, storageEncryptionType, kmsKeyId };
  return storageEncrypted || storageEncryptionType === 'sse-rds' ? pass(evidence) : fail(evidence);
}

const common = {
  class: 'security' as const,
  risk: 'Who gets at the underlying storage, or at a copy of it, reads the data as they are.',
  needs: [],
  decide: encrypted,
};

export const instanceStorageEncrypted = control({
  ...common,
  id: 'rds_instance_storage_encrypted',
  on: rdsDbInstance,
  severity: 'high',
  title: 'DB instance stores its data unencrypted',
  remediation: {
    text: 'Encryption can only be chosen when a database is made: restore an encrypted copy of a snapshot, and move over to it.',
    steps: [
      'Take a snapshot of the instance (CreateDBSnapshot)',
      'Copy the snapshot with a KMS key (CopyDBSnapshot with KmsKeyId)',
      'Restore a new instance from the copy (RestoreDBInstanceFromDBSnapshot)',
      'Point the application to the new instance, then delete the old one and its unencrypted snapshots',
    ],
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html',
  },
});

export const clusterStorageEncrypted = control({
  ...common,
  id: 'rds_cluster_storage_encrypted',
  on: rdsDbCluster,
  severity: 'medium',
  title: 'DB cluster stores its data unencrypted',
  remediation: {
    text: 'Restore a snapshot of the cluster with a KMS key, and move over to the new cluster.',
    steps: [
      'Take a snapshot of the cluster (CreateDBClusterSnapshot)',
      'Restore it with KmsKeyId (RestoreDBClusterFromSnapshot), and add instances to the new cluster',
      'Point the application to the new cluster, then delete the old one and its unencrypted snapshots',
    ],
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html',
  },
});

export const snapshotsEncrypted = control({
  ...common,
  id: 'rds_snapshots_encrypted',
  on: rdsDbSnapshot,
  severity: 'medium',
  title: 'DB snapshot is not encrypted',
  remediation: {
    text: 'Copy the snapshot with a KMS key, then delete the unencrypted one.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CopySnapshot.html',
  },
});

export const clusterSnapshotsEncrypted = control({
  ...common,
  id: 'rds_cluster_snapshots_encrypted',
  on: rdsDbClusterSnapshot,
  severity: 'medium',
  title: 'DB cluster snapshot is not encrypted',
  remediation: {
    text: 'Copies of an unencrypted cluster snapshot stay unencrypted: restore it to a cluster with a KMS key, take a snapshot of that, and delete this one.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html',
  },
});
