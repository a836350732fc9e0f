import { z } from 'zod';
import { deliveryAnswer } from './deliveries.schemas.js';

export const sendAlert = z
  .strictObject({
    tenantId: z.string().min(1).max(64).optional(),
    channel: z.enum(['slack', 'email']).describe('Goes to all enabled channels of this type'),
  })
  .meta({ id: 'SendAlert', example: { channel: 'slack' } });
export type SendAlert = z.output<typeof sendAlert>;

export const alertAnswer = z
  .object({
    status: z
      .enum(['sent', 'queued', 'failed'])
      .describe('failed: one of them did not arrive; queued: one of them is still tried'),
    message: z.string(),
    deliveries: z.array(deliveryAnswer),
  })
  .meta({ id: 'AlertSent' });
export type AlertAnswer = z.output<typeof alertAnswer>;
