import { z } from 'zod';
import { fact } from '../../platform/outbox/index.js';
import { runCauses } from './domain/overlap.js';

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

const scanRuns = z.object({
  runs: z.array(
    z.object({
      runId: z.string(),
      scheduleId: z.string(),
      scheduleType: z.string(),
      plannedAt: z.iso.datetime(),
      startedAt: z.iso.datetime(),
      cause: z.enum(runCauses),
      executionType: z.enum(['scan', 'execution']),
      executionId: z.string(),
      correlationId: z.string(),
    }),
  ),
});
export type ScansStarted = z.output<typeof scanRuns>;
/** Runs of a tenant that have started scans, by themselves or as a workflow: one fact for those of one batch. */
export const scansStarted = fact('schedule.scans.started', scanRuns);
