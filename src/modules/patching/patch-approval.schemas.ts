import { z } from 'zod';
import { approvalKinds } from './domain/patch-approval.js';

const count = z.number().int().min(0);
const kind = z.enum(approvalKinds);

/** What ValidateInput has made of the input. */
const request = z.object({ correlationId: z.string().min(1).max(128) });

const validate = z.object({ action: z.literal('validate'), input: z.unknown() });
const evaluate = z.object({
  action: z.literal('evaluate'),
  request,
  scan: z.object({ scanId: z.string(), vulnerabilities_count: count }),
});
const process = z.object({ action: z.literal('process'), kind });
/** What `request-approval` gives. */
const decision = z.object({
  decision: z.enum(['approved', 'rejected']),
  approvalId: z.string(),
  decidedBy: z.array(z.string()),
  expired: z.boolean(),
});
const decide = z.object({ action: z.literal('decide'), kind, decision });
const publish = z.object({
  action: z.literal('publish'),
  request,
  scan: z.object({ scanId: z.string(), vulnerabilities_count: count }),
});
const fail = z.object({ action: z.literal('fail'), error: z.string() });

const actions = [validate, evaluate, process, decide, publish, fail] as const;
/** The task of the definition's states: one name, as the other workflows' tasks have. */
export const patchApprovalInput = z.discriminatedUnion('action', actions);
export type PatchApprovalInput = z.output<typeof patchApprovalInput>;
export type EvaluateInput = z.output<typeof evaluate>;
export type DecideInput = z.output<typeof decide>;
export type PublishInput = z.output<typeof publish>;
