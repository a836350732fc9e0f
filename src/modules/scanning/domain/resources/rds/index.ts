import { type ResourceType } from '../../resource-type.js';
import { rdsDbCluster } from './db-cluster.js';
import { rdsDbInstance } from './db-instance.js';
import { rdsDbClusterSnapshot, rdsDbSnapshot } from './snapshots.js';

export const rdsTypes: readonly ResourceType[] = [
  rdsDbInstance,
  rdsDbCluster,
  rdsDbSnapshot,
  rdsDbClusterSnapshot,
];
