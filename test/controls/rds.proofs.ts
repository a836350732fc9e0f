import { type CreateDBClusterMessage, type CreateDBInstanceMessage } from '@aws-sdk/client-rds';
import { type ServiceProofs, type World } from './proof.js';

const INSTANCE = {
  DBInstanceClass: 'db.t3.micro',
  Engine: 'postgres',
  AllocatedStorage: 20,
  MasterUserPassword: 'not-a-secret-1',
};
const CLUSTER = { Engine: 'aurora-postgresql', MasterUserPassword: 'not-a-secret-1' };

const good: CreateDBInstanceMessage = {
  ...INSTANCE,
  DBInstanceIdentifier: 'good',
  MasterUsername: 'keeper',
  Port: 6432,
  StorageEncrypted: true,
  PubliclyAccessible: false,
  AutoMinorVersionUpgrade: true,
  BackupRetentionPeriod: 7,
  MultiAZ: true,
  DeletionProtection: true,
  MonitoringInterval: 60,
  MonitoringRoleArn: 'arn:aws:iam::123456789012:role/rds-monitoring-role',
  EnableIAMDatabaseAuthentication: true,
  CopyTagsToSnapshot: true,
  EnableCloudwatchLogsExports: ['postgresql'],
};
const bad: CreateDBInstanceMessage = {
  ...INSTANCE,
  DBInstanceIdentifier: 'bad',
  MasterUsername: 'postgres',
  Port: 5432,
  StorageEncrypted: false,
  PubliclyAccessible: true,
  AutoMinorVersionUpgrade: false,
  BackupRetentionPeriod: 1,
};
const goodCluster: CreateDBClusterMessage = {
  ...CLUSTER,
  DBClusterIdentifier: 'good-cluster',
  MasterUsername: 'keeper',
  StorageEncrypted: true,
  DeletionProtection: true,
  EnableIAMDatabaseAuthentication: true,
  CopyTagsToSnapshot: true,
  AutoMinorVersionUpgrade: true,
  EnableCloudwatchLogsExports: ['postgresql'],
};
const badCluster: CreateDBClusterMessage = {
  ...CLUSTER,
  DBClusterIdentifier: 'bad-cluster',
  MasterUsername: 'postgres',
  StorageEncrypted: false,
  AutoMinorVersionUpgrade: false,
};

async function build({ aws }: World): Promise<Record<string, string>> {
  const rds = await aws('eu-west-1').rds();
  const names: Record<string, string> = {};
  for (const settings of [good, bad]) {
    const { DBInstance: made } = await rds.createDBInstance(settings);
    names[settings.DBInstanceIdentifier ?? ''] = made?.DBInstanceArn ?? '';
  }
  for (const settings of [goodCluster, badCluster]) {
    const { DBCluster: made } = await rds.createDBCluster(settings);
    names[settings.DBClusterIdentifier ?? ''] = made?.DBClusterArn ?? '';
  }
  const member = (DBInstanceIdentifier: string, DBClusterIdentifier: string, AvailabilityZone: string) =>
    rds.createDBInstance({
      ...{ DBInstanceIdentifier, DBClusterIdentifier, AvailabilityZone },
      ...{ DBInstanceClass: 'db.r6g.large', Engine: 'aurora-postgresql' },
    });
  await member('good-1', 'good-cluster', 'eu-west-1a');
  await member('good-2', 'good-cluster', 'eu-west-1b');
  await member('bad-1', 'bad-cluster', 'eu-west-1a');
  return { ...names, ...(await snapshots(rds)) };
}

/** The unencrypted ones, one of each private and one shared with everybody, and one of each encrypted. */
async function snapshots(rds: Awaited<ReturnType<ReturnType<World['aws']>['rds']>>) {
  const names: Record<string, string> = {};
  for (const [id, from] of Object.entries({ private: 'bad', public: 'bad', encrypted: 'good' })) {
    const { DBSnapshot: one } = await rds.createDBSnapshot({
      DBSnapshotIdentifier: id,
      DBInstanceIdentifier: from,
    });
    names[`${id}-snapshot`] = one?.DBSnapshotArn ?? '';
    const { DBClusterSnapshot: other } = await rds.createDBClusterSnapshot({
      DBClusterSnapshotIdentifier: `cluster-${id}`,
      DBClusterIdentifier: `${from}-cluster`,
    });
    names[`${id}-cluster-snapshot`] = other?.DBClusterSnapshotArn ?? '';
  }
  const everybody = { AttributeName: 'restore', ValuesToAdd: ['all'] };
  await rds.modifyDBSnapshotAttribute({ DBSnapshotIdentifier: 'public', ...everybody });
  await rds.modifyDBClusterSnapshotAttribute({
    DBClusterSnapshotIdentifier: 'cluster-public',
    ...everybody,
  });
  return names;
}

const onInstances = { pass: 'good', fail: 'bad' };
const onClusters = { pass: 'good-cluster', fail: 'bad-cluster' };

export const rdsProofs: ServiceProofs = {
  service: 'rds',
  build,
  emulated: {
    rds_instance_storage_encrypted: onInstances,
    rds_instance_no_public_access: onInstances,
    rds_instance_minor_version_upgrade_enabled: onInstances,
    rds_instance_backup_enabled: onInstances,
    rds_instance_multi_az: onInstances,
    rds_instance_deletion_protection: onInstances,
    rds_instance_enhanced_monitoring_enabled: onInstances,
    rds_instance_iam_authentication_enabled: onInstances,
    rds_instance_copy_tags_to_snapshots: onInstances,
    rds_instance_integration_cloudwatch_logs: onInstances,
    rds_instance_default_admin: onInstances,
    rds_instance_non_default_port: onInstances,
    rds_cluster_storage_encrypted: onClusters,
    rds_cluster_deletion_protection: onClusters,
    rds_cluster_iam_authentication_enabled: onClusters,
    rds_cluster_multi_az: onClusters,
    rds_cluster_copy_tags_to_snapshots: onClusters,
    rds_cluster_minor_version_upgrade_enabled: onClusters,
    rds_cluster_default_admin: onClusters,
    rds_cluster_integration_cloudwatch_logs: onClusters,
    rds_snapshots_public_access: { pass: 'private-snapshot', fail: 'public-snapshot' },
    rds_snapshots_encrypted: { pass: 'encrypted-snapshot', fail: 'private-snapshot' },
    rds_cluster_snapshots_public_access: {
      pass: 'private-cluster-snapshot',
      fail: 'public-cluster-snapshot',
    },
    rds_cluster_snapshots_encrypted: { pass: 'encrypted-cluster-snapshot', fail: 'private-cluster-snapshot' },
  },
};
