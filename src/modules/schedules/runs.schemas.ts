import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { runCauses, runStatuses } from './domain/overlap.js';
import { timestamp } from '../../shared/timestamp.js';
import { tenantId } from './schedules.schemas.js';

export const runAnswer = z
  .object({
    runId: z.string(),
    scheduleId: z.string(),
    plannedAt: z.date(),
    dueAt: z.date().describe('plannedAt, put off inside the flexible window and the jitter'),
    cause: z.enum(runCauses),
    status: z.enum(runStatuses),
    reason: z.string().nullable().describe('Why it was skipped or cancelled, or what it waits for'),
    startedAt: z.date().nullable(),
    endedAt: z.date().nullable(),
    latenessMs: z.number().nullable().describe('From dueAt to the first start'),
    attempt: z.number(),
    nextAttemptAt: z.date().nullable(),
    executionType: z.string().nullable().describe('scan, execution, task, invocation or message'),
    executionId: z.string().nullable().describe('What it started: a scanId, for one'),
    executionArn: z.string().nullable().describe('Of an execution, for /workflows'),
    error: z.string().nullable(),
    requestedBy: z.string(),
  })
  .meta({ id: 'ScheduleRun' });
export type RunAnswer = z.output<typeof runAnswer>;

export const runList = pageOf(runAnswer);
export const runQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  status: z.enum(runStatuses).optional(),
});
export type RunQuery = z.output<typeof runQuery>;

export const MAX_BACKFILL = 1000;

export const backfill = z
  .strictObject({
    tenantId: tenantId.optional(),
    from: timestamp.describe('Not before what is kept of runs (SCHEDULE_RUN_RETENTION_DAYS)'),
    to: timestamp.describe('Not later than now'),
    dryRun: z.boolean().default(false).describe('true only tells which times it would run'),
  })
  .refine(({ from, to }) => from < to, {
    path: ['to'],
    error: 'must be later than from',
    when: ({ issues }) => issues.length === 0,
  })
  .meta({
    id: 'BackfillSchedule',
    example: { from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z', dryRun: true },
  });
export type Backfill = z.output<typeof backfill>;

export const backfillAnswer = z
  .object({
    dryRun: z.boolean(),
    created: z.number(),
    runs: z.array(
      z.object({
        plannedAt: z.date(),
        runId: z.string().nullable().describe('null: a dry run'),
        outcome: z.enum(['created', 'rerun', 'exists']).describe('rerun: it had been skipped'),
      }),
    ),
  })
  .meta({ id: 'Backfill' });
export type BackfillAnswer = z.output<typeof backfillAnswer>;

export const startedRun = z.object({ runId: z.string(), status: z.enum(runStatuses) });
