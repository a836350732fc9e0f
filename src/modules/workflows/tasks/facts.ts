import { z } from 'zod';
import { fact } from '../../../platform/outbox/index.js';
import { severities } from '../../scanning/index.js';

/** A workflow wants these to be told; whether a target is allowed for the tenant is for who delivers to say. */
export const notificationRequested = fact(
  'notification.requested',
  z.object({
    /** The same for each attempt of one request. */
    requestKey: z.string(),
    targets: z.array(z.string()),
    subject: z.string(),
    severity: z.enum(severities).nullable(),
    details: z.record(z.string(), z.unknown()),
    executionId: z.string().nullable(),
  }),
);
