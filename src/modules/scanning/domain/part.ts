import { z } from 'zod';

/**
 * Why there is no answer of AWS. Never read as a pass, never as a fail. not_read: nobody asked, because no control of
 * that scan needs the part; what was read before still stands.
 */
export const noEvidenceReasons = ['denied', 'throttled', 'unsupported', 'failed', 'not_read'] as const;
export type NoEvidenceReason = (typeof noEvidenceReasons)[number];

/** `code`: AWS's own (`AccessDenied`). */
export const noEvidence = z.object({
  noEvidence: z.enum(noEvidenceReasons),
  code: z.string(),
  message: z.string(),
});
export type NoEvidence = z.infer<typeof noEvidence>;

export const NOT_READ: NoEvidence = {
  noEvidence: 'not_read',
  code: 'NotRead',
  message: 'No control of the scan needed it',
};

/** A part of a configuration that has a read of its own: its value, null (AWS says there is none), or no evidence. */
export type Part<T> = T | NoEvidence;

export const part = <T extends z.ZodType>(schema: T) => z.union([noEvidence, schema]);

export const isNoEvidence = (value: unknown): value is NoEvidence =>
  typeof value === 'object' && value !== null && 'noEvidence' in value && noEvidence.safeParse(value).success; // a tag may have that name

/** A configuration whose named parts are known to hold evidence. */
export type Known<C, K extends keyof C> = Omit<C, K> & { [P in K]: Exclude<C[P], NoEvidence> };

/** The parts of a configuration that could not be read. `part` is a path: `accessKeys.lastUsedAt`. */
export function noEvidenceOf(configuration: unknown, part = ''): { part: string; missing: NoEvidence }[] {
  if (isNoEvidence(configuration)) return [{ part, missing: configuration }];
  if (Array.isArray(configuration)) return configuration.flatMap((element) => noEvidenceOf(element, part));
  if (typeof configuration !== 'object' || configuration === null) return [];
  return Object.entries(configuration).flatMap(([key, value]) =>
    noEvidenceOf(value, part === '' ? key : `${part}.${key}`),
  );
}
