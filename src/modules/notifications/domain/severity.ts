import { z } from 'zod';

/** The worst first. */
export const severities = ['critical', 'high', 'medium', 'low', 'informational'] as const;
export const severity = z.enum(severities);
export type Severity = (typeof severities)[number];

/** The worst of some; null where none has one. */
export const worstOf = (all: readonly (Severity | null)[]): Severity | null =>
  severities.find((one) => all.includes(one)) ?? null;
