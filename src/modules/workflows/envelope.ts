import { z } from 'zod';
import { correlation } from '../../platform/telemetry/index.js';

/** What answers under /workflows stand in (specs/2). */
export interface Enveloped<T> {
  success: true;
  correlationId: string;
  result: T;
}

/** The schema of an answer around that of its result. */
export const envelopeOf = <T extends z.ZodType>(result: T) =>
  z.object({ success: z.literal(true), correlationId: z.string(), result });

export const enveloped = <T>(result: T): Enveloped<T> => ({
  success: true,
  correlationId: correlation.id(),
  result,
});
