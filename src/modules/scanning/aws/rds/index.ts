import { type Reader } from '../reader.js';
import { rdsDbClusterSnapshotReader } from './db-cluster-snapshot.js';
import { rdsDbClusterReader } from './db-cluster.js';
import { rdsDbInstanceReader } from './db-instance.js';
import { rdsDbSnapshotReader } from './db-snapshot.js';

export const rdsReaders: readonly Reader[] = [
  rdsDbInstanceReader,
  rdsDbClusterReader,
  rdsDbSnapshotReader,
  rdsDbClusterSnapshotReader,
];
