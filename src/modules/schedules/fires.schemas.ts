import { z } from 'zod';

/** What EventBridge Scheduler puts on the queue: the Input of aws/eventbridge-scheduler.ts, filled in. */
export const fire = z.object({
  scheduleId: z.string().min(1),
  tenantId: z.string().min(1),
  /** Of the schedule, when AWS was told of it. */
  version: z.int(),
  /** The time of the timetable, not the moment within the flexible window. */
  scheduledTime: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  executionId: z.string(),
  attempt: z.string(),
});
export type Fire = z.output<typeof fire>;
