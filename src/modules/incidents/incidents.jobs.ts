import { z } from 'zod';
import { job } from '../../platform/queue/index.js';

const who = { incidentId: z.string(), token: z.string(), owner: z.string(), keyId: z.string() };

/** Somebody wants the resources of an incident cut off, as its plan of this number says. */
export const containIncident = job('incidents.contain', z.object({ ...who, planVersion: z.number().int() }), {
  maxAttempts: 5,
});

/** Somebody wants them back as they were. */
export const releaseIncident = job('incidents.release', z.object({ ...who, force: z.boolean() }), {
  maxAttempts: 5,
});
