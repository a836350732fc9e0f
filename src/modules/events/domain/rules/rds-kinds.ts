import { named, resourceOf } from '../names.js';
import { kind } from '../rule.js';

/** RDS keeps names in lower case, however they are given. */
const rds = (type: string | null, name: string) =>
  kind(type, `arn:{partition}:rds:{region}:{account}:${name}:{}`, {
    id: named(`${name}:`, (value) => value.toLowerCase()),
  });

export const instanceAt = rds('AWS::RDS::DBInstance', 'db');
export const clusterAt = rds('AWS::RDS::DBCluster', 'cluster');
export const snapshotAt = rds('AWS::RDS::DBSnapshot', 'snapshot');
export const clusterSnapshotAt = rds('AWS::RDS::DBClusterSnapshot', 'cluster-snapshot');

/** What RDS has besides, which the inventory does not hold. */
export const other = (name: string, path: string) => rds(null, name)(path);

const INVENTORY = /^(db|cluster|snapshot|cluster-snapshot):/;
/** An ARN of any of that. */
export const otherArn = kind(null, 'arn:{partition}:rds:{region}:{account}:{}', {
  id: (value) => (INVENTORY.test(resourceOf(value) ?? 'db:') ? undefined : value),
});

// CloudTrail writes the one member of an answer as the answer itself
export const instance = instanceAt('response.dBInstanceArn|request.dBInstanceIdentifier');
export const target = instanceAt('response.dBInstanceArn|request.targetDBInstanceIdentifier');
export const cluster = clusterAt('response.dBClusterArn|request.dBClusterIdentifier');
export const snapshot = snapshotAt('response.dBSnapshotArn|request.dBSnapshotIdentifier');
export const snapshotCopy = snapshotAt('response.dBSnapshotArn|request.targetDBSnapshotIdentifier');
export const clusterSnapshot = clusterSnapshotAt(
  'response.dBClusterSnapshotArn|request.dBClusterSnapshotIdentifier',
);
export const clusterSnapshotCopy = clusterSnapshotAt(
  'response.dBClusterSnapshotArn|request.targetDBClusterSnapshotIdentifier',
);

/** The cluster that an instance is a member of, and the instances of a cluster: each tells of the other. */
export const itsCluster = clusterAt('response.dBClusterIdentifier|request.dBClusterIdentifier');
export const itsMembers = instanceAt('response.dBClusterMembers[].dBInstanceIdentifier');
export const itsPrimary = instanceAt('response.readReplicaSourceDBInstanceIdentifier');
