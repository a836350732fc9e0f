import { z } from 'zod';
import { maintenanceWindow } from '../../workflows/index.js';

const HOURS_OF_30_DAYS = 720;

/** Severities below critical: that one has a field of its own, so that nobody lets it through by a list. */
export const standardSeverities = ['high', 'medium', 'low', 'informational'] as const;

/** By what a tenant approves patches. By default every patch is asked for. */
export const patchPolicy = z.strictObject({
  autoApproveCritical: z
    .boolean()
    .default(false)
    .describe('true: patches of critical vulnerabilities are approved without asking anybody'),
  autoApproveSeverities: z
    .array(z.enum(standardSeverities))
    .max(standardSeverities.length)
    .default([])
    .describe('The same for others'),
  excludedPatches: z
    .array(z.string().trim().min(1).max(256))
    .max(1000)
    .default([])
    .describe('Never approved nor asked for; `*` stands for any characters: `kernel*`'),
  installAfterApproval: z
    .boolean()
    .default(false)
    .describe('true: what is approved is installed by patch-installation, with nobody asking for that'),
  maintenanceWindow: maintenanceWindow
    .nullable()
    .default(null)
    .describe('In which such an installation begins its batches; null: at once'),
  approvalExpiresInHours: z
    .int()
    .min(1)
    .max(HOURS_OF_30_DAYS)
    .default(72)
    .describe('What nobody has decided by then is rejected'),
  startOnCritical: z
    .boolean()
    .default(true)
    .describe('A scan that sees critical vulnerabilities starts patch-approval'),
});
export type PatchPolicy = z.output<typeof patchPolicy>;

export const defaultPolicy: PatchPolicy = patchPolicy.parse({});
