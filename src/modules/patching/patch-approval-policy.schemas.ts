import { z } from 'zod';
import { patchPolicy } from './domain/patch-approval-policy.js';

const tenantId = z.string().min(1).max(64);
export const policyTenant = z.strictObject({ tenantId: tenantId.optional() });

/** The whole policy: a field that is left out has its default again. */
export const savePatchPolicy = patchPolicy
  .extend({ tenantId: tenantId.optional() })
  .meta({ id: 'SavePatchPolicy', example: { autoApproveCritical: true, excludedPatches: ['kernel*'] } });
export type SavePatchPolicy = z.output<typeof savePatchPolicy>;

export const patchPolicyAnswer = patchPolicy
  .extend({
    tenantId: z.string(),
    savedBy: z.string().nullable().describe('null: nobody has saved one, these are the defaults'),
    savedAt: z.date().nullable(),
  })
  .meta({ id: 'PatchPolicy' });
export type PatchPolicyAnswer = z.output<typeof patchPolicyAnswer>;
