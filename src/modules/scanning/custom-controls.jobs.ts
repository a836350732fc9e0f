import { z } from 'zod';
import { job } from '../../platform/queue/index.js';

/** Resolves what a control of a tenant's own has found and no longer speaks for. */
export const closeCustomFindings = job('custom-controls.close', z.object({ controlId: z.string() }), {
  lane: 'scan',
});
