import { nextAfter, previousBefore, type Timetable } from './timetable.js';

/** Times of one stretch that are named each: half a day of minutes. */
export const EACH_AT_MOST = 500;
/** Counting goes on no longer: a cron expression gives about fifty thousand times a second. */
export const COUNTED_AT_MOST = 2000;

/** The times before those that are named each. */
export interface Older {
  from: Date;
  to: Date;
  /** Undefined: more than COUNTED_AT_MOST. */
  count: number | undefined;
}

export interface Stretch {
  /** In order. */
  each: Date[];
  older: Older | undefined;
  /** The first time after the stretch. */
  next: Date | undefined;
}

/**
 * The times from `first` (which counts, whatever the timetable says now) up to `horizon`: each, or where they are
 * more than `most` the newest each and the others together. It takes the same time however long the stretch is.
 */
export function stretch(timetable: Timetable, first: Date, horizon: Date, most: number): Stretch {
  const each: Date[] = [];
  let next: Date | undefined = first;
  for (; next !== undefined && next <= horizon && each.length < most; next = nextAfter(timetable, next)) {
    each.push(next);
  }
  if (next === undefined || next > horizon) return { each, older: undefined, next };
  const newest = newestOf(timetable, first, horizon, most);
  const to = previousBefore(timetable, newest[0] ?? horizon) ?? first;
  const count = countOf(timetable, first, to);
  return { each: newest, older: { from: first, to, count }, next: nextAfter(timetable, horizon) };
}

function newestOf(timetable: Timetable, after: Date, horizon: Date, most: number): Date[] {
  const times: Date[] = [];
  let at = previousBefore(timetable, new Date(horizon.getTime() + 1));
  for (; at !== undefined && at > after && times.length < most; at = previousBefore(timetable, at)) {
    times.push(at);
  }
  return times.reverse();
}

function countOf(timetable: Timetable, from: Date, to: Date): number | undefined {
  const { expression } = timetable;
  if (expression.kind === 'rate') return Math.ceil((to.getTime() - from.getTime()) / expression.periodMs) + 1;
  let count = 1;
  for (let at = nextAfter(timetable, from); at !== undefined && at <= to; at = nextAfter(timetable, at)) {
    count += 1;
    if (count > COUNTED_AT_MOST) return undefined;
  }
  return count;
}
