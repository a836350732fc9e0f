import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, tags } from '../shared.js';

export const logGroup = resourceType({
  type: 'AWS::Logs::LogGroup',
  service: 'logs',
  schema: z.object({
    name: z.string(),
    /** Without the `:*` that some calls put behind it. */
    arn: z.string(),
    /** null: kept for ever. */
    retentionDays: z.number().nullable(),
    /** A customer's key; null: encrypted with a key that CloudWatch Logs owns. */
    kmsKeyId: z.string().nullable(),
    /** `STANDARD`, `INFREQUENT_ACCESS` (no metric filters), `DELIVERY` (kept for two days, whatever is set). */
    logClass: z.string(),
    storedBytes: z.number(),
    createdAt: isoTime.nullable(),
    tags: part(tags),
  }),
  volatile: ['storedBytes'],
  arn: (group) => group.arn,
  name: (group) => group.name,
  tags: (group) => (isNoEvidence(group.tags) ? {} : group.tags),
  tagsMissing: (group) => (isNoEvidence(group.tags) ? group.tags : null),
  relates: (group) => (group.kmsKeyId === null ? [] : [group.kmsKeyId]),
});

export type LogGroup = z.infer<typeof logGroup.schema>;

export const logGroupArn = (
  name: string,
  at: { partition: string; region: string; accountId: string },
): string => `arn:${at.partition}:logs:${at.region}:${at.accountId}:log-group:${name}`;
