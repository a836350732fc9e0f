import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { timestamp } from '../../shared/timestamp.js';
import { dispositions } from './domain/disposition.js';

export const tenantId = z.string().min(1).max(64);
const accountId = z.string().regex(/^\d{12}$/, 'must have 12 digits');

export const touchedResource = z.object({
  arn: z.string(),
  change: z.enum(['created', 'changed', 'deleted']),
  type: z.string().nullable().describe("The inventory's; null: it holds no such resources"),
});

export const eventItem = z
  .object({
    id: z.string(),
    eventId: z.string().describe("CloudTrail's eventID, else the id of the envelope"),
    eventType: z.string(),
    tenantId: z.string().nullable(),
    eventSource: z.string(),
    eventName: z.string(),
    eventTime: z.date(),
    receivedAt: z.date(),
    accountId: z.string().nullable(),
    region: z.string().nullable(),
    disposition: z.enum(dispositions),
    reason: z.string(),
    rule: z.string().nullable().describe('What said which resources it changed'),
    resources: z.array(touchedResource),
    correlationId: z.string(),
  })
  .meta({ id: 'Event' });
export type EventItem = z.output<typeof eventItem>;
export const eventList = pageOf(eventItem);

const fields = z.record(z.string(), z.unknown());

export const eventAnswer = eventItem
  .extend({
    outcomes: z
      .record(z.string(), z.looseObject({ disposition: z.enum(dispositions), reason: z.string() }))
      .describe('How each resource ended, by its ARN'),
    who: fields.nullable().describe('Who did it, from where and with what'),
    isOwn: z.boolean().describe('A fix of this service caused it'),
    settledAt: z.date().nullable(),
    ruleRuns: z
      .array(z.object({ id: z.string(), ruleId: z.string(), status: z.string() }))
      .describe('What event rules did about it'),
    event: fields.describe('As EventBridge delivers it'),
  })
  .meta({ id: 'EventWithDetails' });
export type EventAnswer = z.output<typeof eventAnswer>;

export const eventQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  eventType: z.string().min(1).max(256).optional(),
  eventSource: z.string().min(1).max(256).optional(),
  source: z.string().min(1).max(256).optional().describe('The same as eventSource'),
  eventName: z.string().min(1).max(256).optional(),
  accountId: accountId.optional(),
  region: z.string().min(1).max(64).optional(),
  disposition: z.enum(dispositions).optional(),
  resourceArn: z.string().min(1).max(2048).optional(),
  resource: z.string().min(1).max(2048).optional().describe('The same as resourceArn'),
  from: timestamp.optional().describe('Events that happened then or later'),
  to: timestamp.optional().describe('Events that happened before'),
});
export type EventQuery = z.output<typeof eventQuery>;

export const eventTenantQuery = z.strictObject({ tenantId: tenantId.optional() });
