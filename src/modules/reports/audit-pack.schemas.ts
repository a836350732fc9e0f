import { z } from 'zod';
import { evidenceParts } from '../../platform/evidence/index.js';
import { collected, pack, packFormats } from './domain/pack/pack.js';

/** What the workflow audit-pack-generation is asked for; dateRange left out: the 30 days before its start. */
export const auditPackParameters = {
  auditType: z.string().min(1).max(128).describe('comprehensive, or a framework by its slug or alias'),
  dateRange: z
    .strictObject({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) })
    .partial()
    .default({})
    .describe('What happened at `from` is in it, what happened at `to` is not; default: the last 30 days'),
  includeEvidence: z.boolean().default(true),
  format: z.enum(packFormats).default('comprehensive'),
};

const initialize = z.object({
  action: z.literal('initialize'),
  parameters: z.object(auditPackParameters),
  startedAt: z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'must be a time'),
});
const collect = z.object({ action: z.literal('collect'), pack, part: z.enum(evidenceParts) });
const generate = z.object({ action: z.literal('generate'), pack, collected: z.array(collected) });
const discard = z.object({ action: z.literal('discard'), pack });

export const auditPackInput = z.discriminatedUnion('action', [initialize, collect, generate, discard]);
export type AuditPackInput = z.output<typeof auditPackInput>;
export type InitializePack = z.output<typeof initialize>;
