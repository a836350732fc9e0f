import { gaps, instantsOf, wallOf, type offsetsOf } from '../../../../shared/timezone.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

type Zone = ReturnType<typeof offsetsOf>;

/** `HH:MM` as milliseconds of a day. */
export function timeOfDayMs(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * HOUR_MS + minutes * MINUTE_MS;
}

/** The first instant at which the clock shows this time or, where it is put forward over it, a later one. */
export const firstInstant = (zone: Zone, wallMs: number): number =>
  instantsOf(zone, wallMs)[0] ?? afterGap(zone, wallMs);

/** The last of the instants at which the clock shows this time: two where it is put back. */
export const lastInstant = (zone: Zone, wallMs: number): number =>
  instantsOf(zone, wallMs).at(-1) ?? afterGap(zone, wallMs);

function afterGap(zone: Zone, wallMs: number): number {
  for (const gap of gaps(zone, wallMs - 2 * DAY_MS, wallMs + 2 * DAY_MS)) {
    if (gap.fromMs > wallMs || wallMs >= gap.toMs) continue;
    // what the clock shows first after the gap, it shows once
    return firstInstant(zone, gap.toMs);
  }
  throw new Error('a time that no clock shows lies in a gap');
}

/** What the clock shows at midnight of the day that it shows now. */
export function midnightWall(zone: Zone, instantMs: number): number {
  const wall = wallOf(zone, instantMs);
  return wall - (((wall % DAY_MS) + DAY_MS) % DAY_MS);
}

/** 0 is Sunday. */
export const weekdayOf = (wallMs: number): number => new Date(wallMs).getUTCDay();
