import { z } from 'zod';
import { fact } from '../../platform/outbox/index.js';

/** Somebody has stopped all changes of the tenant, or lets them go on. */
export const killSwitchChanged = fact(
  'remediation.kill-switch.changed',
  z.object({
    engaged: z.boolean(),
    reason: z.string().nullable(),
    changedBy: z.string(),
    changedAt: z.iso.datetime(),
  }),
);
