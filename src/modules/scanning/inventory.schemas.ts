import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { accountId, tenantId } from './scan.schemas.js';

const resourceItem = z.object({
  arn: z.string(),
  type: z.string(),
  service: z.string(),
  name: z.string(),
  accountId: z.string(),
  region: z.string().describe('`global` for what lies in no region'),
  tags: z.record(z.string(), z.string()),
  firstSeenAt: z.date(),
  lastSeenAt: z.date(),
  changedAt: z.date(),
  deletedAt: z.date().nullable(),
});
export type ResourceItem = z.output<typeof resourceItem>;
export const resourceList = pageOf(resourceItem.meta({ id: 'ResourceItem' }));

export const resourceAnswer = resourceItem
  .extend({
    tenantId: z.string(),
    configuration: z.record(z.string(), z.unknown()),
    noEvidence: z
      .record(z.string(), z.unknown())
      .describe('Parts that could not be read last time, with the reason'),
    relations: z.array(z.string()).describe('ARNs of what it belongs to or uses'),
    history: z
      .array(
        z.object({
          id: z.string(),
          at: z.date(),
          kind: z.enum(['created', 'changed', 'deleted', 'restored']),
          changes: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
          source: z.string(),
        }),
      )
      .describe('The last 100 changes, newest first'),
  })
  .meta({ id: 'Resource' });
export type ResourceAnswer = z.output<typeof resourceAnswer>;

export const resourceQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  type: z.string().min(1).max(128).optional().describe('Such as AWS::EC2::Instance'),
  region: z.string().min(1).max(32).optional(),
  accountId: accountId.optional(),
  text: z.string().min(1).max(200).optional().describe('Part of the name or ARN, in any case'),
  includeDeleted: z.enum(['true', 'false']).default('false'),
});
export type ResourceQuery = z.output<typeof resourceQuery>;
