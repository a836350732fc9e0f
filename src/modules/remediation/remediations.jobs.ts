import { z } from 'zod';
import { job } from '../../platform/queue/index.js';

const MOST_ATTEMPTS = 5;

/** Takes a remediation back. A crash between two calls is gone on with by the next attempt. */
export const rollBack = job('remediations.rollback', z.object({ remediationId: z.string() }), {
  ...{ lane: 'scan', maxAttempts: MOST_ATTEMPTS },
});

/** Closes a remediation whose workflow has ended without it. */
export const closeAbandoned = job(
  'remediations.abandoned',
  z.object({ remediationId: z.string(), status: z.enum(['ABORTED', 'FAILED', 'TIMED_OUT', 'SUCCEEDED']) }),
  { lane: 'scan', maxAttempts: MOST_ATTEMPTS },
);
