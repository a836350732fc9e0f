import { instantsOf, offsetsOf, wallOf } from '../../../../shared/timezone.js';
import { DAY_MS, firstInstant, midnightWall, timeOfDayMs } from './wall-clock.js';

const HOUR_MS = 3_600_000;

/** At once, or together at a full hour or at a time of the day. */
export type Delivery = 'immediate' | { digest: 'hourly' | 'daily'; timeOfDay: string; timezone: string };

/** When a digest goes out that something of this instant is part of: always later. */
export function digestAt(delivery: Exclude<Delivery, 'immediate'>, at: Date): Date {
  const zone = offsetsOf(delivery.timezone);
  const after = (instants: number[]) => new Date(Math.min(...instants.filter((ms) => ms > at.getTime())));
  if (delivery.digest === 'daily') {
    const today = midnightWall(zone, at.getTime());
    const days = [today - DAY_MS, today, today + DAY_MS, today + 2 * DAY_MS];
    return after(days.map((day) => firstInstant(zone, day + timeOfDayMs(delivery.timeOfDay))));
  }
  // a clock that is put back shows an hour twice, and one that is put forward leaves one out
  const wall = wallOf(zone, at.getTime());
  const hour = wall - (((wall % HOUR_MS) + HOUR_MS) % HOUR_MS);
  return after([-1, 0, 1, 2, 3].flatMap((more) => instantsOf(zone, hour + more * HOUR_MS)));
}

const GATHERED_MS = [10_000, 60_000, 300_000];
const LATER_MS = 900_000;

/**
 * What comes in numbers is gathered: it goes out 10 s, a minute, five minutes after the first of it, and then each
 * quarter of an hour.
 */
export function gatheredAt(first: Date, at: Date): Date {
  const since = at.getTime() - first.getTime();
  const next = GATHERED_MS.find((ms) => ms > since) ?? (Math.floor(since / LATER_MS) + 1) * LATER_MS;
  return new Date(first.getTime() + next);
}

/** A gathering ends where nothing has come for so long. */
export const GATHERING_ENDS_MS = 900_000;
