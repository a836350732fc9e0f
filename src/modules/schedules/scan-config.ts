import { oftenOf } from './domain/frequency.js';
import type { ScanConfig } from './scan-schedule.schemas.js';
import type { ScheduleRow } from './schedules.store.js';

/** The scan schedule as specs/4 shows it. */
export function configOf({ enabled, deletedAt, expression, channels }: ScheduleRow): ScanConfig {
  const { frequency, customIntervalMinutes } = oftenOf(expression);
  return {
    enabled: enabled && deletedAt === null,
    frequency,
    channels: channels as ScanConfig['channels'],
    custom_interval: customIntervalMinutes,
  };
}
