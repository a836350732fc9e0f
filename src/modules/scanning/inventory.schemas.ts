import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { driftKinds, timelineKinds } from './domain/timeline.js';
import { accountId, tenantId } from './scan.schemas.js';

/** What a drift changed. Members that an operation has no use for are left out. */
export const jsonPatch = z
  .array(
    z.object({
      op: z.enum(['add', 'remove', 'replace']),
      path: z.string().describe('JSON Pointer (RFC 6901): `/tags/Owner`'),
      value: z.unknown().optional(),
      before: z.unknown().optional().describe('What was there; beside what RFC 6902 knows'),
    }),
  )
  .describe('JSON Patch (RFC 6902) of its configuration');

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
          kind: z.enum(driftKinds),
          patch: jsonPatch,
          source: z.string(),
        }),
      )
      .describe('The last 100 changes, newest first'),
  })
  .meta({ id: 'Resource' });
export type ResourceAnswer = z.output<typeof resourceAnswer>;

const timelineEntry = z.object({
  id: z.string(),
  at: z.date().describe('When it happened; of an event: its own time'),
  kind: z.enum(timelineKinds),
  what: z
    .string()
    .describe(
      'Of a drift: created, changed, deleted, restored; of an event its name; of a finding: opened, reopened, resolved, suppressed …',
    ),
  patch: jsonPatch,
  details: z.record(z.string(), z.unknown()),
  who: z.unknown().nullable().describe('Who did it, where that is known'),
  source: z.string().describe('The scan, event, execution … that told'),
  correlationId: z.string().nullable(),
});
export type TimelineItem = z.output<typeof timelineEntry>;
export const timelineList = pageOf(timelineEntry.meta({ id: 'TimelineEntry' }));

export const timelineQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  kind: z.enum(timelineKinds).optional(),
});
export type TimelineQuery = z.output<typeof timelineQuery>;

export const resourceQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  type: z.string().min(1).max(128).optional().describe('Such as AWS::EC2::Instance'),
  region: z.string().min(1).max(32).optional(),
  accountId: accountId.optional(),
  text: z.string().min(1).max(200).optional().describe('Part of the name or ARN, in any case'),
  includeDeleted: z.enum(['true', 'false']).default('false'),
});
export type ResourceQuery = z.output<typeof resourceQuery>;
