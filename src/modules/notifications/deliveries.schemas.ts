import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { timestamp } from '../../shared/timestamp.js';
import { deliveryStatuses } from './domain/delivery.js';
import { channelTypes, directTarget } from './domain/destination.js';
import { message, messageKinds } from './domain/message.js';
import { severity } from './domain/severity.js';

const tenantId = z.string().min(1).max(64);

export const deliveryQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  status: z.enum(deliveryStatuses).optional(),
  channelId: z.string().min(1).max(64).optional(),
  kind: z.enum(messageKinds).optional().describe('What the message is about'),
  since: timestamp.optional().describe('Made then or later'),
});
export type DeliveryQuery = z.output<typeof deliveryQuery>;
export const ofTenant = z.strictObject({ tenantId: tenantId.optional() });
export const retryDelivery = ofTenant.default({}).meta({ id: 'RetryDelivery', example: {} });

export const deliveryAnswer = z
  .object({
    id: z.string().describe('The same for each attempt: receivers can tell a repetition by it'),
    tenantId: z.string(),
    channelId: z.string().nullable(),
    target: directTarget.nullable().describe('Where no channel is meant: the address or topic'),
    channelType: z.enum(channelTypes).nullable().describe('Known once it has arrived'),
    ruleId: z.string().nullable().describe('Null: no rule wanted it, or several did'),
    kind: z.enum(messageKinds),
    severity: severity.nullable(),
    title: z.string(),
    told: z.number().describe('How many things it tells; 0: somebody had it sent by hand'),
    status: z
      .enum(deliveryStatuses)
      .describe(
        'pending: on its way, or tried again later; waiting: its channel is paused; refused: the receiver took ' +
          'this message for wrong; failed: given up',
      ),
    attempts: z.number(),
    nextAttemptAt: z.date().nullable(),
    expiresAt: z.date().describe('An attempt that fails after it is the last'),
    lastError: z.string().nullable(),
    providerId: z.string().nullable().describe('What the receiver calls it'),
    correlationId: z.string(),
    createdAt: z.date(),
    sentAt: z.date().nullable(),
  })
  .meta({ id: 'Delivery' });
export type DeliveryAnswer = z.output<typeof deliveryAnswer>;
export const deliveryList = pageOf(deliveryAnswer);

export const deliveryDetail = deliveryAnswer
  .extend({
    message: message.describe('Links are named by what they open; personal ones are not told here'),
    attemptList: z
      .array(
        z.object({
          number: z.number(),
          startedAt: z.date(),
          endedAt: z.date().nullable(),
          outcome: z
            .enum(['sent', 'retry', 'refused', 'dead'])
            .nullable()
            .describe('Null: under way, or its process died'),
          error: z.string().nullable(),
        }),
      )
      .describe('The last 100'),
  })
  .meta({ id: 'DeliveryDetail' });
export type DeliveryDetail = z.output<typeof deliveryDetail>;
