import { offsetsOf } from '../../../../shared/timezone.js';
import type { Severity } from '../severity.js';
import { DAY_MS, firstInstant, lastInstant, midnightWall, timeOfDayMs, weekdayOf } from './wall-clock.js';

export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** When people are left alone, but for what is severe enough. */
export interface QuietHours {
  /** `HH:MM`; up to `to`, of the next day where that is earlier. */
  from: string;
  to: string;
  /** On which they begin; left out: on each. */
  days?: readonly (typeof weekdays)[number][] | undefined;
  timezone: string;
  exceptSeverities: readonly Severity[];
}

/**
 * When the quiet hours end in which this instant lies; undefined where it lies in none. Where the clock is put back,
 * it is quiet until it shows the end for the second time; where it is put forward over the end, until that moment.
 */
export function quietUntil(quiet: QuietHours, at: Date): Date | undefined {
  const zone = offsetsOf(quiet.timezone);
  const [from, to] = [timeOfDayMs(quiet.from), timeOfDayMs(quiet.to)];
  const today = midnightWall(zone, at.getTime());
  for (const day of [today, today - DAY_MS, today + DAY_MS]) {
    if (quiet.days !== undefined && !quiet.days.some((name) => weekdays.indexOf(name) === weekdayOf(day))) {
      continue;
    }
    const start = firstInstant(zone, day + from);
    const end = lastInstant(zone, day + to + (to <= from ? DAY_MS : 0));
    if (start <= at.getTime() && at.getTime() < end) return new Date(end);
  }
  return undefined;
}

/** When something of this severity may be told. */
export function audibleAt(quiet: QuietHours | null, severity: Severity | null, at: Date): Date {
  if (quiet === null || (severity !== null && quiet.exceptSeverities.includes(severity))) return at;
  return quietUntil(quiet, at) ?? at;
}
