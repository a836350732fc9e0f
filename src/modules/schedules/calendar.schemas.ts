import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { timestamp } from '../../shared/timestamp.js';
import { tenantId } from './schedules.schemas.js';

/** A calendar is looked at: a schedule that runs more often is told by its words. */
export const MOST_TIMES = 100;
export const MOST_DAYS = 31;

export const calendarQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  from: timestamp.optional().describe('The beginning of this day in UTC when left out'),
  to: timestamp.optional().describe(`Seven days after \`from\` when left out, ${MOST_DAYS} at most`),
});
export type CalendarQuery = z.output<typeof calendarQuery>;

const calendarItem = z
  .object({
    scheduleId: z.string(),
    scheduleType: z.string(),
    description: z.string().nullable(),
    timezone: z.string(),
    inWords: z.string(),
    times: z.array(z.date()).describe(`In their order, ${MOST_TIMES} at most`),
    more: z.boolean().describe('It runs more often than that'),
  })
  .meta({ id: 'ScheduleTimes' });
export type CalendarItem = z.output<typeof calendarItem>;

export const calendarAnswer = pageOf(calendarItem)
  .extend({ from: z.date(), to: z.date() })
  .meta({ id: 'ScheduleCalendar' });
export type CalendarAnswer = z.output<typeof calendarAnswer>;
