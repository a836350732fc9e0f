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

/** Continuous monitoring has crossed a threshold, and there is no workflow that would respond. */
export const incidentDetected = fact(
  'incident.detected',
  z.object({
    incidentType: z.string(),
    severity: z.enum(severities),
    crossings: z.array(z.object({ threshold: z.string(), limit: z.number(), actual: z.number() })),
    scanId: z.string(),
    findingIds: z.array(z.string()),
    targets: z.array(z.string()),
    executionId: z.string().nullable(),
  }),
);
