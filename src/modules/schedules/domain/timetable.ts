import { type AtExpression } from './at.js';
import { type CronExpression } from './cron.js';
import { engineOf } from './cron-engine.js';
import { type Expression } from './expression.js';
import { type RateExpression } from './rate.js';
import { offsetsOf, runInstant, wallOf } from '../../../shared/timezone.js';
import { LAST_YEAR } from './years.js';

/** When a schedule runs. Occurrences are whole seconds. */
export interface Timetable {
  expression: Expression;
  /** A name that isTimezone() accepts; for another the functions here throw RangeError. */
  timezone: string;
  /** Where rate() counts from when there is no startDate; itself the first occurrence. */
  anchor: Date;
  /** No occurrence before it. */
  startDate?: Date | undefined;
  /** No occurrence at it or after it. One-time schedules ignore both dates (AWS API reference, CreateSchedule). */
  endDate?: Date | undefined;
}

/** The first occurrence strictly after `after`; undefined where there is none up to the year 2199. */
export function nextAfter(timetable: Timetable, after: Date): Date | undefined {
  const { expression, startDate, endDate } = timetable;
  if (expression.kind === 'at') {
    const once = atInstant(expression, timetable.timezone);
    return once !== undefined && once > after.getTime() ? new Date(once) : undefined;
  }
  const from = startDate === undefined ? after.getTime() : Math.max(after.getTime(), startDate.getTime() - 1);
  const found =
    expression.kind === 'cron'
      ? cronAfter(expression, timetable.timezone, from)
      : rateAfter(expression, firstOfRate(timetable), from);
  return found === undefined || (endDate !== undefined && found >= endDate.getTime())
    ? undefined
    : new Date(found);
}

/** The last occurrence strictly before `before`; undefined where there is none. */
export function previousBefore(timetable: Timetable, before: Date): Date | undefined {
  const { expression, startDate, endDate } = timetable;
  if (expression.kind === 'at') {
    const once = atInstant(expression, timetable.timezone);
    return once !== undefined && once < before.getTime() ? new Date(once) : undefined;
  }
  const to = endDate === undefined ? before.getTime() : Math.min(before.getTime(), endDate.getTime());
  const found =
    expression.kind === 'cron'
      ? cronBefore(expression, timetable.timezone, to)
      : rateBefore(expression, firstOfRate(timetable), to);
  return found === undefined || (startDate !== undefined && found < startDate.getTime())
    ? undefined
    : new Date(found);
}

/** The occurrences with `from` <= occurrence <= `to`, in order, each found only when it is asked for. */
export function* occurrences(timetable: Timetable, from: Date, to: Date): Generator<Date> {
  let next = nextAfter(timetable, new Date(from.getTime() - 1));
  while (next !== undefined && next.getTime() <= to.getTime()) {
    yield next;
    next = nextAfter(timetable, next);
  }
}

/** Matches on the wall clock, brought to the zone: a match in a gap is passed over, one that comes twice counts once. */
function cronAfter(expression: CronExpression, timezone: string, afterMs: number): number | undefined {
  const engine = engineOf(expression);
  const zone = offsetsOf(timezone);
  let wall = engine.next(wallOf(zone, afterMs));
  while (wall !== undefined) {
    const instant = runInstant(zone, wall);
    if (instant !== undefined && instant > afterMs) return instant;
    wall = engine.next(wall);
  }
  return undefined;
}

function cronBefore(expression: CronExpression, timezone: string, beforeMs: number): number | undefined {
  const engine = engineOf(expression);
  const zone = offsetsOf(timezone);
  const shown = wallOf(zone, beforeMs);
  // In the second pass of an hour that comes twice, the first pass lies wholly before, up to its last minute.
  const repeatedMs = beforeMs - (runInstant(zone, shown) ?? beforeMs);
  let wall = engine.previous(shown + repeatedMs);
  while (wall !== undefined) {
    const instant = runInstant(zone, wall);
    if (instant !== undefined && instant < beforeMs) return instant;
    wall = engine.previous(wall);
  }
  return undefined;
}

const END_MS = Date.UTC(LAST_YEAR + 1, 0, 1);

/** Rounded up to a second, so that a run is never before what it counts from. */
const firstOfRate = ({ startDate, anchor }: Timetable): number =>
  Math.ceil((startDate ?? anchor).getTime() / 1000) * 1000;

function rateAfter({ periodMs }: RateExpression, firstMs: number, afterMs: number): number | undefined {
  const found =
    afterMs < firstMs ? firstMs : firstMs + (Math.floor((afterMs - firstMs) / periodMs) + 1) * periodMs;
  return found >= END_MS ? undefined : found;
}

function rateBefore({ periodMs }: RateExpression, firstMs: number, beforeMs: number): number | undefined {
  const to = Math.min(beforeMs, END_MS);
  return to <= firstMs ? undefined : firstMs + (Math.ceil((to - firstMs) / periodMs) - 1) * periodMs;
}

/** Undefined where the time falls into a gap: that run is skipped, as AWS skips it. */
const atInstant = (expression: AtExpression, timezone: string): number | undefined =>
  runInstant(offsetsOf(timezone), Date.parse(`${expression.local}Z`));
