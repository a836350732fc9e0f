import { type DBInstance } from '@aws-sdk/client-rds';
import { rdsDbInstance, type RdsDbInstance } from '../../domain/resources/rds/db-instance.js';
import { tagMap, text, time } from '../fields.js';
import { present } from '../map-concurrent.js';
import { reader, unlessGone } from '../reader.js';
import { gone, groupIds, idOf, PAGE, storageOf } from './fields.js';

export const rdsDbInstanceReader = reader(rdsDbInstance, {
  scope: 'region',
  list: async function* (aws) {
    const rds = await aws.rds();
    let Marker: string | undefined;
    do {
      const page = await rds.describeDBInstances({ MaxRecords: PAGE, Marker });
      yield present((page.DBInstances ?? []).map(toInstance));
      Marker = page.Marker;
    } while (Marker);
  },
  describe: async (aws, ref) => {
    const rds = await aws.in(ref.region).rds();
    const found = await unlessGone(
      () => rds.describeDBInstances({ DBInstanceIdentifier: idOf('db', ref) }),
      gone('DBInstanceNotFound'),
    );
    const [instance] = found?.DBInstances ?? [];
    return instance === undefined ? null : toInstance(instance);
  },
});

function toInstance(instance: DBInstance): RdsDbInstance | null {
  const { DBInstanceIdentifier: id, DBInstanceArn: arn } = instance;
  if (id === undefined || arn === undefined) return null;
  return {
    id,
    arn,
    engine: instance.Engine ?? 'unknown',
    engineVersion: text(instance.EngineVersion),
    instanceClass: text(instance.DBInstanceClass),
    status: instance.DBInstanceStatus ?? 'unknown',
    createdAt: time(instance.InstanceCreateTime),
    availabilityZone: text(instance.AvailabilityZone),
    vpcId: text(instance.DBSubnetGroup?.VpcId),
    securityGroupIds: groupIds(instance.VpcSecurityGroups),
    // DbInstancePort is 0 where the instance is in no cluster
    port: instance.Endpoint?.Port ?? (instance.DbInstancePort || null),
    clusterId: text(instance.DBClusterIdentifier),
    replicaOf:
      text(instance.ReadReplicaSourceDBInstanceIdentifier) ??
      text(instance.ReadReplicaSourceDBClusterIdentifier),
    masterUsername: text(instance.MasterUsername),
    publiclyAccessible: instance.PubliclyAccessible ?? null,
    ...storageOf(instance),
    storageType: text(instance.StorageType),
    allocatedStorageGb: instance.AllocatedStorage ?? null,
    multiAz: instance.MultiAZ ?? false,
    autoMinorVersionUpgrade: instance.AutoMinorVersionUpgrade ?? false,
    backupRetentionDays: instance.BackupRetentionPeriod ?? 0,
    deletionProtection: instance.DeletionProtection ?? false,
    monitoringIntervalSeconds: instance.MonitoringInterval ?? 0,
    iamAuthentication: instance.IAMDatabaseAuthenticationEnabled ?? false,
    copyTagsToSnapshot: instance.CopyTagsToSnapshot ?? false,
    logExports: (instance.EnabledCloudwatchLogsExports ?? []).toSorted(),
    tags: tagMap(instance.TagList),
  };
}
