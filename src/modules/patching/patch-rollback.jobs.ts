import { z } from 'zod';
import { job } from '../../platform/queue/index.js';

/** Takes a batch back, as people have asked. */
export const rollbackPatchBatch = job('patching.rollback', z.object({ batchId: z.string() }), {
  lane: 'scan',
});
