import { z } from 'zod';
import { frequencies } from './domain/frequency.js';
import { runStatuses } from './domain/overlap.js';
import { tenantId } from './schedules.schemas.js';

// Names and shapes of specs/4: snake_case here and nowhere else.

const channels = z.array(z.enum(['slack', 'email'])).max(2);

export const scanConfig = z
  .object({
    enabled: z.boolean(),
    frequency: z.enum(frequencies),
    channels: channels.describe('Who is told when a scan has ended'),
    custom_interval: z.number().nullable().describe('Minutes, for the frequency custom'),
  })
  .meta({ id: 'ScanScheduleConfig' });
export type ScanConfig = z.output<typeof scanConfig>;

export const changeScanConfig = z
  .strictObject({
    tenantId: tenantId.optional(),
    enabled: z.boolean().optional(),
    frequency: z.enum(frequencies).optional(),
    channels: channels.optional(),
    custom_interval: z.int().min(1).max(525_600).nullish(),
  })
  .refine(({ frequency, custom_interval }) => frequency !== 'custom' || custom_interval != null, {
    path: ['custom_interval'],
    error: 'the frequency custom needs a number of minutes',
    when: ({ issues }) => issues.length === 0,
  })
  .meta({
    id: 'ChangeScanScheduleConfig',
    example: { enabled: true, frequency: 'daily', channels: ['slack'] },
  });
export type ChangeScanConfig = z.output<typeof changeScanConfig>;

export const scanScheduleStatus = scanConfig
  .extend({
    last_run: z.date().nullable().describe('Start of the last scan'),
    last_status: z.enum(runStatuses).nullable(),
    next_run: z.date().nullable(),
    running: z.boolean(),
    history: z.array(
      z.object({
        run_id: z.string(),
        planned_at: z.date(),
        started_at: z.date().nullable(),
        ended_at: z.date().nullable(),
        status: z.enum(runStatuses),
        scan_id: z.string().nullable(),
        error: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'ScanScheduleStatus' });
export type ScanScheduleStatus = z.output<typeof scanScheduleStatus>;

export const triggerScan = z
  .strictObject({
    tenantId: tenantId.optional(),
    source: z.string().trim().min(1).max(128).default('manual').describe('Who or what asks'),
  })
  .meta({ id: 'TriggerScan' });
export type TriggerScan = z.output<typeof triggerScan>;
