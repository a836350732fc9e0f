import { z } from 'zod';

export const packFormats = ['html', 'pdf', 'zip', 'comprehensive'] as const;

/** What a pack is about, once everything that was left open is settled. */
export const pack = z.object({
  reportId: z.string().regex(/^rpt_[0-9a-f]{32}$/),
  tenantId: z.string().min(1).max(64),
  auditType: z.string().min(1).max(128),
  /** null: the audit is about everything. */
  framework: z.object({ id: z.string(), name: z.string() }).nullable(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  includeEvidence: z.boolean(),
  format: z.enum(packFormats),
});
export type Pack = z.output<typeof pack>;

/** One kind of evidence as it was collected. */
export const collectedSource = z.object({
  name: z.string(),
  rows: z.number().int(),
  bytes: z.number().int(),
  sha256: z.string(),
  /** How many rows have which values; empty where nothing is counted. */
  tally: z.array(z.object({ values: z.array(z.string()), rows: z.number().int() })),
  chain: z.object({ previous: z.string(), head: z.string(), entriesBefore: z.number().int() }).nullable(),
});
export type CollectedSource = z.output<typeof collectedSource>;

export const collected = z.object({ part: z.string(), sources: z.array(collectedSource) });
export type Collected = z.output<typeof collected>;

export const titleOf = ({ framework }: Pick<Pack, 'framework'>): string =>
  framework === null ? 'Audit pack' : `Audit pack: ${framework.name}`;
