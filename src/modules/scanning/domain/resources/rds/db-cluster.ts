import { z } from 'zod';
import { resourceType } from '../../resource-type.js';
import { ec2Arn, isoTime, tags } from '../shared.js';
import { keyArns, rdsArn, storageFields } from './storage.js';

/** Aurora, Multi-AZ DB clusters, and those of Neptune and DocumentDB, which RDS lists too. */
export const rdsDbCluster = resourceType({
  type: 'AWS::RDS::DBCluster',
  service: 'rds',
  schema: z.object({
    id: z.string(),
    arn: z.string(),
    engine: z.string(),
    /** `provisioned`, `serverless`, … */
    engineMode: z.string().nullable(),
    engineVersion: z.string().nullable(),
    status: z.string(),
    createdAt: isoTime.nullable(),
    /** The instances in it. */
    memberIds: z.array(z.string()),
    securityGroupIds: z.array(z.string()),
    port: z.number().nullable(),
    globalClusterId: z.string().nullable(),
    masterUsername: z.string().nullable(),
    ...storageFields,
    /** There are instances in more than one Availability Zone. */
    multiAz: z.boolean(),
    /** null: AWS does not tell for this engine. */
    autoMinorVersionUpgrade: z.boolean().nullable(),
    backupRetentionDays: z.number().int(),
    deletionProtection: z.boolean(),
    iamAuthentication: z.boolean(),
    copyTagsToSnapshot: z.boolean(),
    logExports: z.array(z.string()),
    tags,
  }),
  volatile: ['status'],
  arn: (cluster) => cluster.arn,
  name: (cluster) => cluster.id,
  tags: (cluster) => cluster.tags,
  relates: (cluster, at) => [
    ...cluster.memberIds.map((id) => rdsArn('db', id, at)),
    ...cluster.securityGroupIds.map((id) => ec2Arn('security-group', id, at)),
    ...keyArns(cluster),
  ],
});

export type RdsDbCluster = z.infer<typeof rdsDbCluster.schema>;
