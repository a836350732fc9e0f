import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, tags } from '../shared.js';

export const dynamodbTable = resourceType({
  type: 'AWS::DynamoDB::Table',
  service: 'dynamodb',
  schema: z.object({
    name: z.string(),
    arn: z.string(),
    status: z.string(),
    createdAt: isoTime.nullable(),
    billingMode: z.string().nullable(),
    tableClass: z.string().nullable(),
    /** AWS counts both about every six hours. */
    itemCount: z.number(),
    sizeBytes: z.number(),
    deletionProtection: z.boolean(),
    /** null: AWS owns the key, as it does by default. */
    encryption: z.object({ status: z.string(), kmsKeyArn: z.string().nullable() }).nullable(),
    /** Whose the KMS key is: `AWS` is aws/dynamodb, which nobody can restrict or revoke; null: no KMS key. */
    keyManager: part(z.enum(['AWS', 'CUSTOMER']).nullable()),
    pointInTimeRecovery: part(z.object({ status: z.string(), days: z.number().nullable() })),
    tags: part(tags),
  }),
  volatile: ['itemCount', 'sizeBytes'],
  arn: (table) => table.arn,
  name: (table) => table.name,
  tags: (table) => (isNoEvidence(table.tags) ? {} : table.tags),
  tagsMissing: (table) => (isNoEvidence(table.tags) ? table.tags : null),
  relates: ({ encryption }) => (encryption?.kmsKeyArn?.startsWith('arn:') ? [encryption.kmsKeyArn] : []),
});

export type DynamodbTable = z.infer<typeof dynamodbTable.schema>;
