import { Cron } from 'croner';
import { LRUCache } from 'lru-cache';
import { type CronExpression } from './cron.js';
import { FIRST_YEAR, LAST_YEAR } from './years.js';

/** Cron on a clock without a zone. Times are those of the wall clock, in milliseconds as if it stood in UTC. */
export interface CronEngine {
  /** The first match strictly after `wallMs`. */
  next(wallMs: number): number | undefined;
  /** The last match strictly before `wallMs`. */
  previous(wallMs: number): number | undefined;
}

const FIRST_MS = Date.UTC(FIRST_YEAR, 0, 1);
const END_MS = Date.UTC(LAST_YEAR + 1, 0, 1);

/** Reading a pattern costs about as much as twenty steps. */
const engines = new LRUCache<string, CronEngine>({ max: 1000 });

export function engineOf(expression: CronExpression): CronEngine {
  const known = engines.get(expression.pattern);
  if (known !== undefined) return known;
  const engine = build(expression.pattern);
  engines.set(expression.pattern, engine);
  return engine;
}

/**
 * croner in the mode that reads as AWS does: seconds first (always 0), Sunday is 1, both day fields must agree (one
 * of them is `?`). It runs at the fixed offset 0, four times as fast as in the zone UTC; zones are not its matter,
 * since it does not skip what a gap leaves out.
 */
function build(pattern: string): CronEngine {
  const cron = new Cron(`0 ${pattern}`, {
    mode: '7-part',
    alternativeWeekdays: true,
    sloppyRanges: true,
    domAndDow: true,
    utcOffset: 0,
    paused: true,
  });
  return {
    next(wallMs) {
      const from = Math.max(Math.floor(wallMs / 1000) * 1000, FIRST_MS - 1000);
      if (from >= END_MS) return undefined;
      const found = cron.nextRun(new Date(from))?.getTime();
      return found === undefined || found >= END_MS ? undefined : found;
    },
    previous(wallMs) {
      const from = Math.min(Math.ceil(wallMs / 1000) * 1000, END_MS);
      if (from <= FIRST_MS) return undefined;
      const found = cron.previousRuns(1, new Date(from))[0]?.getTime();
      return found === undefined || found < FIRST_MS ? undefined : found;
    },
  };
}
