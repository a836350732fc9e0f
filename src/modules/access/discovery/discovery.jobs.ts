import { z } from 'zod';
import { job } from '../../../platform/queue/index.js';

/** In the lane of scans: an organization of hundreds of accounts takes minutes. */
export const discoverAccounts = job('access.discover-accounts', z.object({ discoveryId: z.string() }), {
  lane: 'scan',
  maxAttempts: 5,
});
