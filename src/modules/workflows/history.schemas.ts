import { z } from 'zod';
import { envelopeOf } from './envelope.js';

const tenantId = z.string().min(1).max(64);

export const historyQuery = z.strictObject({
  tenantId: tenantId.optional(),
  maxResults: z.coerce.number().int().min(1).max(1000).default(100).describe('Events in one answer'),
  reverseOrder: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .describe('true: newest first'),
  nextToken: z.string().max(2048).optional().describe('nextToken of the answer before'),
  format: z.enum(['json']).optional().describe('json: all events as one file, whatever maxResults says'),
});
export type HistoryQuery = z.output<typeof historyQuery>;

/** An event in AWS's shape; its details stand beside, under a name of their own for each type. */
const event = z
  .looseObject({ id: z.number(), previousEventId: z.number(), timestamp: z.string(), type: z.string() })
  .meta({ id: 'HistoryEvent' });

export const historyAnswer = envelopeOf(
  z.object({ events: z.array(event), nextToken: z.string().nullable() }),
).meta({ id: 'WorkflowHistory' });
export type HistoryPage = z.output<typeof historyAnswer>['result'];
export type ShownEvent = HistoryPage['events'][number];

export const executionDefinition = envelopeOf(
  z.object({
    executionArn: z.string(),
    workflowType: z.string(),
    definition: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('Amazon States Language; null: on Step Functions, and the workflow is known no more'),
    isPinned: z
      .boolean()
      .describe(
        'It was started with this one. false: on Step Functions, and this is the workflow as it is now',
      ),
  }),
).meta({ id: 'ExecutionDefinition' });
export type ExecutionDefinition = z.output<typeof executionDefinition>['result'];
