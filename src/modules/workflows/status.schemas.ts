import { z } from 'zod';

const moment = z.number().transform((ms) => new Date(ms));

/**
 * EventBridge's "Step Functions Execution Status Change": an event of the bus, as a rule puts it on the queue. Input and
 * output are left out where they are large, and `included` says so (AWS Step Functions, EventBridge events).
 */
export const statusEvent = z.object({
  source: z.literal('aws.states'),
  'detail-type': z.literal('Step Functions Execution Status Change'),
  time: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  detail: z.object({
    executionArn: z.string().min(1),
    stateMachineArn: z.string().min(1),
    name: z.string().min(1),
    status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']),
    startDate: moment.nullish(),
    stopDate: moment.nullish(),
    input: z.string().nullish(),
    output: z.string().nullish(),
    outputDetails: z.object({ included: z.boolean() }).nullish(),
    error: z.string().nullish(),
    cause: z.string().nullish(),
    redriveCount: z.int().nonnegative().nullish(),
  }),
});

export type StatusEvent = z.output<typeof statusEvent>;
