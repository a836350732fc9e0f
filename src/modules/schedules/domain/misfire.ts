import { COUNTED_AT_MOST, EACH_AT_MOST, stretch, type Older } from './stretch.js';
import { previousBefore, type Timetable } from './timetable.js';

export const misfirePolicies = ['run_once', 'run_all', 'skip'] as const;
export type MisfirePolicy = (typeof misfirePolicies)[number];

/** What is to happen to times that passed while nobody could start them. */
export interface MisfireRules {
  policy: MisfirePolicy;
  /** How many of them run_all runs: the newest. */
  limit: number;
  /** Older than this they are skipped in any case. */
  catchUpWindowSeconds: number;
}

/** Later than this a time was missed; until then it is late. AWS starts within 60 s of the time too. */
export const MISSED_AFTER_MS = 60_000;

export type PlannedCause = 'schedule' | 'catch_up';
export type PlannedTime =
  { at: Date; run: true; cause: PlannedCause } | { at: Date; run: false; reason: string };

export interface Plan {
  /** In order. */
  times: PlannedTime[];
  /** The first time after them; undefined when there is none for ever. */
  next: Date | undefined;
}

/**
 * Decides about all times from `first` (itself a time of the timetable) up to `horizon`: what is not over a minute
 * late runs, and of what was missed the policy picks. Of a stretch longer than EACH_AT_MOST (or than what run_all may
 * run) the newest have an entry each, and one entry tells of all the older ones: they are skipped in any case, and
 * weeks of minutes would be a table full of rows that say the same.
 * @param now the present; `horizon` may lie a little ahead of it
 */
export function planTimes(
  timetable: Timetable,
  first: Date,
  now: Date,
  horizon: Date,
  rules: MisfireRules,
): Plan {
  const { each, older, next } = stretch(timetable, first, horizon, eachAtMost(rules));
  const missedBefore = now.getTime() - MISSED_AFTER_MS;
  const isMissed = each.some((at) => at.getTime() < missedBefore);
  const judge = isMissed ? judgeMissed(timetable, now, rules) : undefined;
  const times = each.map((at): PlannedTime => {
    const reason = at.getTime() < missedBefore ? judge?.(at) : undefined;
    if (reason !== undefined) return { at, run: false, reason };
    return { at, run: true, cause: at.getTime() < missedBefore ? 'catch_up' : 'schedule' };
  });
  return { next, times: older === undefined ? times : [toldOf(older, judge), ...times] };
}

/** Two more than run_all runs: so many of the newest may be late only, or lie ahead. */
const eachAtMost = ({ policy, limit }: MisfireRules): number =>
  policy === 'run_all' ? Math.max(EACH_AT_MOST, limit + 2) : EACH_AT_MOST;

/** One entry for times that all are skipped, at the newest of them. */
function toldOf({ from, to, count }: Older, judge?: (at: Date) => string | undefined): PlannedTime {
  const why = [...new Set([judge?.(to) ?? 'missed', judge?.(from) ?? 'missed'])].join(', or ');
  const many = count === undefined ? `more than ${COUNTED_AT_MOST}` : String(count);
  return { at: to, run: false, reason: `${many} times from ${iso(from)} to ${iso(to)}: ${why}` };
}

const iso = (at: Date): string => at.toISOString();

/** Gives the reason to skip a missed time, or undefined for one that runs. */
function judgeMissed(timetable: Timetable, now: Date, rules: MisfireRules): (at: Date) => string | undefined {
  const { policy, limit } = rules;
  const newest = previousBefore(timetable, new Date(now.getTime() + 1));
  const oldestWanted = policy === 'run_all' ? nthBefore(timetable, now, limit) : undefined;
  return (at) =>
    whySkipped(rules, {
      lateMs: now.getTime() - at.getTime(),
      standsForIt: newest !== undefined && at < newest ? `the run of ${iso(newest)}` : undefined,
      isBeyondLimit: oldestWanted !== undefined && at < oldestWanted,
    });
}

/** What is known of a time that was missed. */
interface MissedTime {
  lateMs: number;
  /** A newer one of its schedule that has come too. */
  standsForIt: string | undefined;
  /** As many newer ones were missed as run_all runs. */
  isBeyondLimit: boolean;
}

function whySkipped(
  { policy, limit, catchUpWindowSeconds }: MisfireRules,
  missed: MissedTime,
): string | undefined {
  if (policy === 'skip') return 'missed while the service was down (misfirePolicy skip)';
  if (missed.lateMs / 1000 > catchUpWindowSeconds) {
    return `missed by more than the catch-up window of ${catchUpWindowSeconds} s`;
  }
  if (policy === 'run_once' && missed.standsForIt !== undefined) {
    return `missed; ${missed.standsForIt} stands for it (misfirePolicy run_once)`;
  }
  if (policy === 'run_all' && missed.isBeyondLimit) {
    return `missed; only the newest ${limit} missed runs are caught up (misfireLimit)`;
  }
  return undefined;
}

/** What has come of a schedule after one of its runs that nobody has started. */
export interface Newer {
  /** The newest run that is due and was not skipped. */
  run: Date | null;
  /** A time has come that has no run yet: it gets one. */
  isUnplanned: boolean;
  /** Runs that wait to be started and were missed too. */
  missed: number;
}

/**
 * Why a run that was written in time does not start any more: nobody started it for over a minute, and then the same
 * rules hold as for a time that has no run yet. Undefined when it starts.
 */
export function whyUnstarted(
  rules: MisfireRules,
  lateMs: number,
  { run, isUnplanned, missed }: Newer,
): string | undefined {
  if (lateMs <= MISSED_AFTER_MS) return undefined;
  const standsForIt = run === null ? (isUnplanned ? 'a later time' : undefined) : `the run of ${iso(run)}`;
  return whySkipped(rules, { lateMs, standsForIt, isBeyondLimit: missed >= rules.limit });
}

/** The oldest of the newest `count` missed times. */
function nthBefore(timetable: Timetable, now: Date, count: number): Date | undefined {
  let at: Date | undefined = new Date(now.getTime() - MISSED_AFTER_MS);
  for (let i = 0; i < count && at !== undefined; i++) at = previousBefore(timetable, at);
  return at;
}
