import { z } from 'zod';
import { severities } from '../scanning/index.js';
import { patchInstallationParameters, patchOptions } from '../workflows/index.js';

const given = z.record(z.string(), z.unknown());

/**
 * What an installation is told: the standard input of a workflow, or the bare object that specs/3 prints. What else
 * stands on the top level of the latter is passed over.
 */
export const installationInput = given.transform((input, context) => {
  const own = given.safeParse(input['parameters']).data;
  const metadata = given.safeParse(input['metadata']).data;
  const names = Object.keys(patchInstallationParameters.shape);
  const bare = Object.fromEntries(Object.entries(input).filter(([name]) => names.includes(name)));
  const parsed = patchInstallationParameters.safeParse({ ...bare, ...own });
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues)
      context.issues.push({ code: 'custom', path, message, input });
    return z.NEVER;
  }
  const { approved_patches: patches, correlation_id, ...rest } = parsed.data;
  const correlationId = correlation_id ?? z.string().safeParse(metadata?.['correlationId']).data;
  return {
    approvedPatches: patches.map((patch) => ({
      ...patch,
      severity: lower.parse(patch.severity.toLowerCase()),
    })),
    correlationId,
    options: patchOptions.parse(rest),
  };
});
const lower = z.enum(severities);
export type InstallationInput = z.output<typeof installationInput>;

const installationId = z.string().min(1).max(64);
const batchId = z.string().min(1).max(64);
const ofBatch = <A extends string>(action: A) => z.object({ action: z.literal(action), batchId });

export const patchTaskInput = z.discriminatedUnion('action', [
  z.object({ action: z.literal('initialize'), input: installationInput }),
  z.object({ action: z.literal('plan'), installationId }),
  z.object({ action: z.literal('approved'), installationId, approval: given }),
  z.object({ action: z.literal('refused'), installationId, approval: given }),
  ...[ofBatch('window'), ofBatch('snapshot'), ofBatch('install')],
  ...[ofBatch('await'), ofBatch('validate'), ofBatch('rollback')],
  z.object({ action: z.literal('publish'), installationId }),
]);
export type PatchTaskInput = z.output<typeof patchTaskInput>;
