import { z } from 'zod';
import { job } from '../../platform/queue/index.js';

/** Enqueued in the transaction of each save of a schedule. */
export const syncSchedule = job('schedule.sync', z.object({ scheduleId: z.string() }));
