import { z } from 'zod';

/** Why AWS gave no answer. Never read as a pass, never as a fail. */
export const noEvidenceReasons = ['denied', 'throttled', 'unsupported', 'failed'] as const;
export type NoEvidenceReason = (typeof noEvidenceReasons)[number];

export const noEvidence = z.object({ noEvidence: z.enum(noEvidenceReasons), message: z.string() });
export type NoEvidence = z.infer<typeof noEvidence>;

/** A part of a configuration that has a read of its own: its value, null (AWS says there is none), or no evidence. */
export type Part<T> = T | NoEvidence;

export const part = <T extends z.ZodType>(schema: T) => z.union([noEvidence, schema]);

export const isNoEvidence = (value: unknown): value is NoEvidence =>
  typeof value === 'object' && value !== null && 'noEvidence' in value;

/** A configuration whose named parts are known to hold evidence. */
export type Known<C, K extends keyof C> = Omit<C, K> & { [P in K]: Exclude<C[P], NoEvidence> };
