import { offsetsOf, wallOf } from '../../../shared/timezone.js';

/** Mondays first, as people count a week. */
export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof days)[number];

/** When changes may be made: from `from` up to `to` (HH:MM) by that timezone's clock, beginning on these days. */
export interface Hours {
  /** IANA */
  timezone: string;
  days: readonly Day[];
  from: string;
  /** Where it is not later than `from`: of the day after. */
  to: string;
}

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 1440;

/**
 * Why it is not within any of these hours, with what the clock shows there. It goes by the clock on the wall: where
 * clocks go forward an hour less is left of a window, where they go back one more.
 */
export function hoursRefusal(hours: readonly Hours[], now: Date): string | undefined {
  const shown = hours.map((one) => ({ ...one, at: clockOf(one.timezone, now) }));
  if (shown.some(isWithin)) return undefined;
  if (shown.length === 0) return 'there are no hours in which changes may be made';
  const words = shown.map(
    ({ timezone, days: on, from, to, at }) =>
      `${on.join(', ')} ${from} to ${to} ${timezone} (now ${at.day} ${inWords(at.minute)} there)`,
  );
  return `changes may be made ${words.join(' or ')}`;
}

function isWithin({ days: on, from, to, at }: Hours & { at: Shown }): boolean {
  const [start, end] = [minuteOf(from), minuteOf(to)];
  if (start < end) return on.includes(at.day) && at.minute >= start && at.minute < end;
  return (on.includes(at.day) && at.minute >= start) || (on.includes(dayBefore(at.day)) && at.minute < end);
}

interface Shown {
  day: Day;
  /** Of the day. */
  minute: number;
}

/** What the clock on the wall shows. @throws RangeError for a timezone that is none */
function clockOf(timezone: string, now: Date): Shown {
  const minutes = Math.floor(wallOf(offsetsOf(timezone), now.getTime()) / MINUTE_MS);
  const wall = new Date(minutes * MINUTE_MS);
  // Sundays are 0 there
  return {
    day: dayAt(wall.getUTCDay() + 6),
    minute: minutes - MINUTES_A_DAY * Math.floor(minutes / MINUTES_A_DAY),
  };
}

const dayAt = (index: number): Day => days[index % days.length] ?? 'mon';
const dayBefore = (day: Day): Day => dayAt(days.indexOf(day) + days.length - 1);
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const inWords = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
