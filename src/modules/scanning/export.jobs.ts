import { z } from 'zod';
import { job } from '../../platform/queue/index.js';

/** Sends the changed findings of one account × region to its Security Hub. */
export const exportFindings = job(
  'findings.export',
  z.object({ accountId: z.string(), region: z.string() }),
  { lane: 'scan' },
);
