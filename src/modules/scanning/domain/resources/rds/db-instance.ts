import { z } from 'zod';
import { resourceType } from '../../resource-type.js';
import { ec2Arn, isoTime, tags } from '../shared.js';
import { keyArns, rdsArn, storageFields } from './storage.js';

/** Instances of Neptune and DocumentDB are listed by RDS too: `engine` tells them apart. */
export const rdsDbInstance = resourceType({
  type: 'AWS::RDS::DBInstance',
  service: 'rds',
  schema: z.object({
    id: z.string(),
    arn: z.string(),
    engine: z.string(),
    engineVersion: z.string().nullable(),
    instanceClass: z.string().nullable(),
    status: z.string(),
    createdAt: isoTime.nullable(),
    availabilityZone: z.string().nullable(),
    vpcId: z.string().nullable(),
    securityGroupIds: z.array(z.string()),
    /** null while AWS makes the instance. */
    port: z.number().nullable(),
    /** The cluster that it is a member of (Aurora, Neptune, DocumentDB, Multi-AZ DB cluster). */
    clusterId: z.string().nullable(),
    /** Of a read replica: the instance or cluster it follows. */
    replicaOf: z.string().nullable(),
    masterUsername: z.string().nullable(),
    /** null: AWS did not tell. */
    publiclyAccessible: z.boolean().nullable(),
    ...storageFields,
    storageType: z.string().nullable(),
    allocatedStorageGb: z.number().nullable(),
    multiAz: z.boolean(),
    autoMinorVersionUpgrade: z.boolean(),
    /** 0: no automated backups. */
    backupRetentionDays: z.number().int(),
    deletionProtection: z.boolean(),
    /** 0: no Enhanced Monitoring. */
    monitoringIntervalSeconds: z.number().int(),
    iamAuthentication: z.boolean(),
    copyTagsToSnapshot: z.boolean(),
    /** The logs that go to CloudWatch Logs. */
    logExports: z.array(z.string()),
    tags,
  }),
  volatile: ['status'], // backing-up, maintenance: every day
  arn: (instance) => instance.arn,
  name: (instance) => instance.id,
  tags: (instance) => instance.tags,
  relates: (instance, at) => [
    ...(instance.clusterId === null ? [] : [rdsArn('cluster', instance.clusterId, at)]),
    ...instance.securityGroupIds.map((id) => ec2Arn('security-group', id, at)),
    ...keyArns(instance),
  ],
});

export type RdsDbInstance = z.infer<typeof rdsDbInstance.schema>;
