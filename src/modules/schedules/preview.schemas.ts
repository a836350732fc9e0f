import { z } from 'zod';
import { timestamp } from '../../shared/timestamp.js';
import { tenantId } from './schedules.schemas.js';

const MAX_TIMES = 200;

export const previewRequest = z
  .strictObject({
    tenantId: tenantId.optional(),
    expression: z.string().min(1).max(1000).describe('cron(…), six bare fields, rate(…) or at(…)'),
    timezone: z.string().max(1000).default('UTC'),
    from: timestamp.optional().describe('Now when left out'),
    count: z.int().min(1).max(MAX_TIMES).default(5),
  })
  .meta({ id: 'PreviewSchedule', example: { expression: '30 2 * * ? *', timezone: 'America/New_York' } });
export type PreviewSchedule = z.output<typeof previewRequest>;

export const previewAnswer = z
  .object({
    valid: z.boolean(),
    problems: z.array(z.object({ path: z.string(), message: z.string() })),
    words: z.string().nullable(),
    next: z.array(
      z.object({
        at: z.string().describe('In UTC'),
        local: z.string().describe('The same on the clock of the time zone'),
        note: z.string().optional().describe('What a change of the clocks does to it'),
      }),
    ),
  })
  .meta({ id: 'SchedulePreview' });

export const nextQuery = z.strictObject({
  tenantId: tenantId.optional(),
  count: z.coerce.number().int().min(1).max(MAX_TIMES).default(5),
});
export type NextQuery = z.output<typeof nextQuery>;
