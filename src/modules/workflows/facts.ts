import { z } from 'zod';
import { fact } from '../../platform/outbox/index.js';

const execution = z.object({
  executionId: z.string(),
  executionArn: z.string(),
  executionName: z.string(),
  workflowType: z.string(),
  stateMachineName: z.string(),
  status: z.enum(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
  error: z.string().nullable(),
  cause: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  stoppedAt: z.iso.datetime(),
  /** The schedule that started it. */
  scheduleId: z.string().nullable(),
});

export const workflowFinished = fact('workflow.finished', execution);
/** FAILED and TIMED_OUT; somebody's stop is no failure. */
export const workflowFailed = fact('workflow.failed', execution);

const approval = z.object({
  approvalId: z.string(),
  executionId: z.string(),
  workflowType: z.string(),
  title: z.string(),
  level: z.number(),
  quorum: z.number(),
  requestedBy: z.string(),
  expiresAt: z.iso.datetime(),
  /** As the workflow gave them. */
  details: z.record(z.string(), z.unknown()),
  /** Null: the execution is not kept any more. */
  executionArn: z.string().nullable(),
});

export const approvalRequested = fact('approval.requested', approval);
export const approvalDecided = fact(
  'approval.decided',
  approval.extend({
    decision: z.enum(['approved', 'rejected']),
    /** Nobody decided in time: the default was taken. */
    isExpired: z.boolean(),
    decidedBy: z.array(z.string()),
  }),
);
