import { alongWith, both, changed, created, deleted, each, nothing, type Rule, rules } from '../rule.js';
import {
  cluster,
  clusterAt,
  clusterSnapshot,
  clusterSnapshotAt,
  clusterSnapshotCopy,
  instance,
  instanceAt,
  itsCluster,
  itsMembers,
  itsPrimary,
  other,
  otherArn,
  snapshot,
  snapshotAt,
  snapshotCopy,
  target,
} from './rds-kinds.js';
import { rdsOthers } from './rds-others.js';

const inCluster = (rule: Rule): Rule => alongWith(rule, itsCluster);
const instanceChanged = inCluster(changed(instance));
const clusterChanged = alongWith(changed(cluster), itsMembers);
const partOfCluster = changed(itsCluster);
const byArn = changed(instanceAt('request.resourceArn'), clusterAt('request.resourceArn'));
const tagged = changed(
  ...[instanceAt, clusterAt, snapshotAt, clusterSnapshotAt, otherArn].map((of) => of('request.resourceName')),
);
/** A global cluster has an ARN without a region; the cluster that joins or leaves it is a region's. */
const globalCluster = other('global-cluster', 'response.globalClusterArn');
const inGlobal = (path: string): Rule => changed(globalCluster, clusterAt(path));

const instances = {
  CreateDBInstance: inCluster(created(instance)),
  CreateDBInstanceReadReplica: alongWith(
    inCluster(created(instance)),
    instanceAt('request.sourceDBInstanceIdentifier'),
    clusterAt('request.sourceDBClusterIdentifier'),
  ),
  RestoreDBInstanceFromDBSnapshot: inCluster(created(instance)),
  RestoreDBInstanceFromS3: created(instance),
  RestoreDBInstanceToPointInTime: created(target),
  ModifyDBInstance: alongWith(instanceChanged, instanceAt('request.newDBInstanceIdentifier')),
  DeleteDBInstance: alongWith(
    inCluster(deleted(instance)),
    snapshotAt('request.finalDBSnapshotIdentifier'),
    itsPrimary,
  ),
  StartDBInstance: instanceChanged,
  StopDBInstance: alongWith(instanceChanged, snapshotAt('request.dBSnapshotIdentifier')),
  RebootDBInstance: instanceChanged,
  PromoteReadReplica: alongWith(instanceChanged, itsPrimary),
  SwitchoverReadReplica: alongWith(instanceChanged, itsPrimary),
  AddRoleToDBInstance: instanceChanged,
  RemoveRoleFromDBInstance: instanceChanged,
  CreateTenantDatabase: changed(instance),
  ModifyTenantDatabase: changed(instance),
  DeleteTenantDatabase: changed(instance),
};

const clusters = {
  CreateDBCluster: created(cluster),
  RestoreDBClusterFromSnapshot: created(cluster),
  RestoreDBClusterFromS3: created(cluster),
  RestoreDBClusterToPointInTime: created(cluster),
  ModifyDBCluster: alongWith(clusterChanged, clusterAt('request.newDBClusterIdentifier')),
  DeleteDBCluster: alongWith(deleted(cluster), clusterSnapshotAt('request.finalDBSnapshotIdentifier')),
  StartDBCluster: clusterChanged,
  StopDBCluster: clusterChanged,
  RebootDBCluster: clusterChanged,
  FailoverDBCluster: clusterChanged,
  BacktrackDBCluster: clusterChanged,
  ModifyCurrentDBClusterCapacity: clusterChanged,
  PromoteReadReplicaDBCluster: clusterChanged,
  AddRoleToDBCluster: clusterChanged,
  RemoveRoleFromDBCluster: clusterChanged,
  EnableHttpEndpoint: byArn,
  DisableHttpEndpoint: byArn,
  CreateDBClusterEndpoint: partOfCluster,
  ModifyDBClusterEndpoint: partOfCluster,
  DeleteDBClusterEndpoint: partOfCluster,
  CreateDBShardGroup: partOfCluster,
  ModifyDBShardGroup: partOfCluster,
  DeleteDBShardGroup: partOfCluster,
  RebootDBShardGroup: partOfCluster,
  CreateGlobalCluster: both(created(globalCluster), changed(clusterAt('request.sourceDBClusterIdentifier'))),
  ModifyGlobalCluster: changed(globalCluster),
  DeleteGlobalCluster: deleted(globalCluster),
  RemoveFromGlobalCluster: inGlobal('request.dbClusterIdentifier'),
  FailoverGlobalCluster: inGlobal('request.targetDbClusterIdentifier'),
  SwitchoverGlobalCluster: inGlobal('request.targetDbClusterIdentifier'),
};

const snapshots = {
  CreateDBSnapshot: created(snapshot),
  CopyDBSnapshot: created(snapshotCopy),
  ModifyDBSnapshot: changed(snapshot),
  ModifyDBSnapshotAttribute: changed(snapshot),
  DeleteDBSnapshot: deleted(snapshot),
  CreateDBClusterSnapshot: created(clusterSnapshot),
  CopyDBClusterSnapshot: created(clusterSnapshotCopy),
  ModifyDBClusterSnapshotAttribute: changed(clusterSnapshot),
  DeleteDBClusterSnapshot: deleted(clusterSnapshot),
};

/**
 * RDS, Aurora, Neptune and DocumentDB: all call themselves rds.amazonaws.com
 * (service-authorization/latest/reference/list_amazonrds.html).
 */
export const rdsRules = [
  rules('rds.amazonaws.com', {
    ...instances,
    ...clusters,
    ...snapshots,
    ...rdsOthers,
    AddTagsToResource: tagged,
    RemoveTagsFromResource: tagged,
    ApplyPendingMaintenanceAction: changed(
      instanceAt('request.resourceIdentifier'),
      clusterAt('request.resourceIdentifier'),
    ),
    StartActivityStream: byArn,
    ModifyActivityStream: byArn,
    StopActivityStream: byArn,
    ...each(['StartExportTask', 'CancelExportTask'], nothing('a job')),
    ...each(['DownloadDBLogFilePortion', 'DownloadCompleteDBLogFile'], nothing('a read')),
    ModifyDBRecommendation: nothing('a recommendation'),
    ModifyCertificates: nothing('the account'),
    ...each(
      ['CreateDBCapacityReservation', 'ModifyDBCapacityReservation', 'CancelDBCapacityReservation'],
      nothing('a reservation'),
    ),
    PurchaseReservedDBInstancesOffering: nothing('a reservation'),
  }),
];
