import { z } from 'zod';
import { fact } from '../../platform/outbox/index.js';

const run = z.object({
  runId: z.string(),
  scheduleId: z.string(),
  scheduleType: z.string(),
  plannedAt: z.iso.datetime(),
  attempt: z.number(),
  executionId: z.string().nullable(),
});

export const scheduleRunFailed = fact('schedule.run.failed', run.extend({ error: z.string() }));
export const scheduleRunSucceeded = fact('schedule.run.succeeded', run);
