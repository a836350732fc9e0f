import { type DBCluster } from '@aws-sdk/client-rds';
import { rdsDbCluster, type RdsDbCluster } from '../../domain/resources/rds/db-cluster.js';
import { tagMap, text, time } from '../fields.js';
import { present } from '../map-concurrent.js';
import { reader, unlessGone } from '../reader.js';
import { gone, groupIds, idOf, PAGE, storageOf } from './fields.js';

export const rdsDbClusterReader = reader(rdsDbCluster, {
  scope: 'region',
  list: async function* (aws) {
    const rds = await aws.rds();
    let Marker: string | undefined;
    do {
      const page = await rds.describeDBClusters({ MaxRecords: PAGE, Marker });
      yield present((page.DBClusters ?? []).map(toCluster));
      Marker = page.Marker;
    } while (Marker);
  },
  describe: async (aws, ref) => {
    const rds = await aws.in(ref.region).rds();
    const found = await unlessGone(
      () => rds.describeDBClusters({ DBClusterIdentifier: idOf('cluster', ref) }),
      gone('DBClusterNotFound'),
    );
    const [cluster] = found?.DBClusters ?? [];
    return cluster === undefined ? null : toCluster(cluster);
  },
});

function toCluster(cluster: DBCluster): RdsDbCluster | null {
  const { DBClusterIdentifier: id, DBClusterArn: arn } = cluster;
  if (id === undefined || arn === undefined) return null;
  return {
    id,
    arn,
    engine: cluster.Engine ?? 'unknown',
    engineMode: text(cluster.EngineMode),
    engineVersion: text(cluster.EngineVersion),
    status: cluster.Status ?? 'unknown',
    createdAt: time(cluster.ClusterCreateTime),
    memberIds: (cluster.DBClusterMembers ?? [])
      .flatMap(({ DBInstanceIdentifier: member }) => (member === undefined ? [] : member))
      .sort(),
    securityGroupIds: groupIds(cluster.VpcSecurityGroups),
    port: cluster.Port ?? null,
    globalClusterId: text(cluster.GlobalClusterIdentifier),
    masterUsername: text(cluster.MasterUsername),
    ...storageOf(cluster),
    multiAz: cluster.MultiAZ ?? false,
    autoMinorVersionUpgrade: cluster.AutoMinorVersionUpgrade ?? null,
    backupRetentionDays: cluster.BackupRetentionPeriod ?? 0,
    deletionProtection: cluster.DeletionProtection ?? false,
    iamAuthentication: cluster.IAMDatabaseAuthenticationEnabled ?? false,
    copyTagsToSnapshot: cluster.CopyTagsToSnapshot ?? false,
    logExports: (cluster.EnabledCloudwatchLogsExports ?? []).toSorted(),
    tags: tagMap(cluster.TagList),
  };
}
