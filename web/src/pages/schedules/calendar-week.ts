import type { Schemas } from '../../api/api.js';

const DAYS = 7;
const pad = (value: number): string => String(value).padStart(2, '0');

/** A day on the reader's clock as an address holds it: `2026-11-30`. */
export const dayOf = (at: Date): string =>
  `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;

/** Of an address; nothing: today. */
export function dayIn({ from }: Record<string, unknown>): { from?: string | undefined } {
  if (typeof from !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(from)) return {};
  return Number.isNaN(new Date(`${from}T00:00`).getTime()) ? {} : { from };
}

/** The beginnings of seven days on the reader's clock from one on, and of the day after: some last 23 or 25 hours. */
export function daysFrom(day: string): [Date, ...Date[]] {
  const first = new Date(`${day}T00:00`);
  const after = (days: number) => new Date(first.getFullYear(), first.getMonth(), first.getDate() + days);
  return [first, ...Array.from({ length: DAYS }, (_, i) => after(i + 1))];
}

/** The day a week before or after. */
export const weekFrom = (day: string, weeks: -1 | 1): string => {
  const first = new Date(`${day}T00:00`);
  return dayOf(new Date(first.getFullYear(), first.getMonth(), first.getDate() + DAYS * weeks));
};

export interface Entry {
  at: Date;
  schedule: Schemas['ScheduleTimes'];
}

/** What runs on each day, in order of time; those that run too often to be told stand apart. */
export function entriesOf(schedules: readonly Schemas['ScheduleTimes'][], days: readonly Date[]) {
  const entries = schedules
    .filter(({ more }) => !more)
    .flatMap((schedule) => schedule.times.map((at): Entry => ({ at: new Date(at), schedule })))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  return days.slice(0, -1).map((day, i) => ({
    day,
    entries: entries.filter(({ at }) => at >= day && at < (days[i + 1] ?? at)),
  }));
}
