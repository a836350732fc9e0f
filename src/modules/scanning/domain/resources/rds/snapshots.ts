import { z } from 'zod';
import { part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, tags } from '../shared.js';
import { keyArns, rdsArn, storageFields } from './storage.js';

const snapshotFields = {
  id: z.string(),
  arn: z.string(),
  engine: z.string(),
  engineVersion: z.string().nullable(),
  status: z.string(),
  createdAt: isoTime.nullable(),
  sizeGb: z.number().nullable(),
  ...storageFields,
  /**
   * The accounts that may restore or copy it, or `all`. null: not asked, as AWS shares no encrypted snapshot with
   * everybody (AmazonRDS/latest/UserGuide/share-encrypted-snapshot.html).
   */
  restorableBy: part(z.array(z.string()).nullable()),
  tags,
};

/** Manual ones: AWS shares no automated snapshot, and deletes it with its retention. */
export const rdsDbSnapshot = resourceType({
  type: 'AWS::RDS::DBSnapshot',
  service: 'rds',
  schema: z.object({ ...snapshotFields, instanceId: z.string().nullable() }),
  volatile: ['status'],
  arn: (snapshot) => snapshot.arn,
  name: (snapshot) => snapshot.id,
  tags: (snapshot) => snapshot.tags,
  relates: (snapshot, at) => [
    ...(snapshot.instanceId === null ? [] : [rdsArn('db', snapshot.instanceId, at)]),
    ...keyArns(snapshot),
  ],
});

/** Manual snapshots of clusters, those of Neptune and DocumentDB among them. */
export const rdsDbClusterSnapshot = resourceType({
  type: 'AWS::RDS::DBClusterSnapshot',
  service: 'rds',
  schema: z.object({ ...snapshotFields, clusterId: z.string().nullable() }),
  volatile: ['status'],
  arn: (snapshot) => snapshot.arn,
  name: (snapshot) => snapshot.id,
  tags: (snapshot) => snapshot.tags,
  relates: (snapshot, at) => [
    ...(snapshot.clusterId === null ? [] : [rdsArn('cluster', snapshot.clusterId, at)]),
    ...keyArns(snapshot),
  ],
});

export type RdsDbSnapshot = z.infer<typeof rdsDbSnapshot.schema>;
export type RdsDbClusterSnapshot = z.infer<typeof rdsDbClusterSnapshot.schema>;
