import { type RdsDbCluster } from '../../../src/modules/scanning/domain/resources/rds/db-cluster.js';
import { type RdsDbInstance } from '../../../src/modules/scanning/domain/resources/rds/db-instance.js';
import {
  type RdsDbClusterSnapshot,
  type RdsDbSnapshot,
} from '../../../src/modules/scanning/domain/resources/rds/snapshots.js';
import { daysAgo } from '../scanning-examples.js';

const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/1';
const storage = { storageEncrypted: true, storageEncryptionType: 'sse-kms', kmsKeyId: KEY };

/** A standalone PostgreSQL instance that every control passes. */
export const dbInstance = (changed: Partial<RdsDbInstance> = {}): RdsDbInstance => ({
  id: 'orders',
  arn: 'arn:aws:rds:eu-west-1:123456789012:db:orders',
  engine: 'postgres',
  engineVersion: '17.4',
  instanceClass: 'db.t4g.medium',
  status: 'available',
  createdAt: daysAgo(400),
  availabilityZone: 'eu-west-1a',
  vpcId: 'vpc-1',
  securityGroupIds: ['sg-1'],
  port: 6432,
  clusterId: null,
  replicaOf: null,
  masterUsername: 'keeper',
  publiclyAccessible: false,
  ...storage,
  storageType: 'gp3',
  allocatedStorageGb: 100,
  multiAz: true,
  autoMinorVersionUpgrade: true,
  backupRetentionDays: 7,
  deletionProtection: true,
  monitoringIntervalSeconds: 60,
  iamAuthentication: true,
  copyTagsToSnapshot: true,
  logExports: ['postgresql'],
  tags: {},
  ...changed,
});

/** An Aurora cluster that every control passes. */
export const dbCluster = (changed: Partial<RdsDbCluster> = {}): RdsDbCluster => ({
  id: 'shop',
  arn: 'arn:aws:rds:eu-west-1:123456789012:cluster:shop',
  engine: 'aurora-postgresql',
  engineMode: 'provisioned',
  engineVersion: '17.4',
  status: 'available',
  createdAt: daysAgo(400),
  memberIds: ['shop-1', 'shop-2'],
  securityGroupIds: ['sg-1'],
  port: 6432,
  globalClusterId: null,
  masterUsername: 'keeper',
  ...storage,
  multiAz: true,
  autoMinorVersionUpgrade: true,
  backupRetentionDays: 7,
  deletionProtection: true,
  iamAuthentication: true,
  copyTagsToSnapshot: true,
  logExports: ['postgresql'],
  tags: {},
  ...changed,
});

const snapshot = {
  engineVersion: '17.4',
  status: 'available',
  createdAt: daysAgo(10),
  sizeGb: 100,
  ...storage,
  restorableBy: null,
  tags: {},
};

export const dbSnapshot = (changed: Partial<RdsDbSnapshot> = {}): RdsDbSnapshot => ({
  id: 'before-upgrade',
  arn: 'arn:aws:rds:eu-west-1:123456789012:snapshot:before-upgrade',
  engine: 'postgres',
  instanceId: 'orders',
  ...snapshot,
  ...changed,
});

export const dbClusterSnapshot = (changed: Partial<RdsDbClusterSnapshot> = {}): RdsDbClusterSnapshot => ({
  id: 'shop-before-upgrade',
  arn: 'arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:shop-before-upgrade',
  engine: 'aurora-postgresql',
  clusterId: 'shop',
  ...snapshot,
  ...changed,
});
