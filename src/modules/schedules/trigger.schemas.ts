import { z } from 'zod';

export const triggerScan = z
  .strictObject({
    tenantId: z.string().min(1).max(64).optional(),
    source: z.string().trim().min(1).max(128).default('manual').describe('Who or what asks'),
  })
  .meta({ id: 'TriggerScan' });
export type TriggerScan = z.output<typeof triggerScan>;
