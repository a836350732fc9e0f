import { z } from 'zod';

const parameters = z.object({
  findingIds: z.array(z.string().min(1).max(128)).min(1).max(500),
  approvalRequired: z.boolean().default(true),
  dryRun: z.boolean().default(false),
  restoreOnFailure: z.boolean().default(true),
  notificationTargets: z.array(z.string()).default([]),
});
export type RemediationParameters = z.output<typeof parameters>;

/** Why the workflow goes another way. */
const failure = { error: z.string().max(512), cause: z.string().default('') };

/** specs/2's function apply-fix. Which remediation it is about follows from the execution that asks. */
export const applyFixInput = z.discriminatedUnion('action', [
  z.object({ action: z.literal('initialize'), parameters }),
  z.object({ action: z.literal('validate') }),
  z.object({ action: z.literal('apply'), changeIds: z.array(z.string().min(1).max(64)).min(1).max(500) }),
  z.object({ action: z.literal('validate-results') }),
  z.object({ action: z.literal('complete') }),
  z.object({ action: z.literal('reject') }),
  z.object({ action: z.literal('restore'), ...failure }),
  z.object({ action: z.literal('fail'), ...failure }),
  z.object({ action: z.literal('stop') }),
]);
export type ApplyFixInput = z.output<typeof applyFixInput>;
