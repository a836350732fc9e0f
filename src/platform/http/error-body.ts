import { z } from 'zod';
import type { ErrorCode } from '../../shared/app-error.js';

const codes = [
  'INVALID',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'PRECONDITION_FAILED',
  'TOO_LARGE',
  'RATE_LIMITED',
  'INTERNAL',
  'UNAVAILABLE',
] as const satisfies readonly ErrorCode[];

/** The body of every error (specs/3). `error_type` is a stable code; `details` lists each bad field. */
export const errorBody = z
  .object({
    error: z.string(),
    error_type: z.enum(codes),
    correlation_id: z.string(),
    timestamp: z.iso.datetime(),
    details: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    success: z.literal(false).optional().describe('Under /workflows'),
    correlationId: z.string().optional().describe('Under /workflows: the same as correlation_id'),
  })
  .meta({ id: 'Error' });

export type ErrorBody = z.infer<typeof errorBody>;
