import { nextAfter, previousBefore, type Timetable } from './timetable.js';

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
  times: PlannedTime[];
  /** The first time that is not among them; undefined when there is none for ever. */
  next: Date | undefined;
}

const PLAN_AT_MOST = 500;

/**
 * Decides about each time from `first` (itself a time of the timetable) up to `horizon`, at most 500 of them: what is
 * not over a minute late runs, and of what was missed the policy picks.
 * @param now the present; `horizon` may lie a little ahead of it
 */
export function planTimes(
  timetable: Timetable,
  first: Date,
  now: Date,
  horizon: Date,
  rules: MisfireRules,
): Plan {
  const times: Date[] = [];
  let next: Date | undefined = first;
  while (next !== undefined && next <= horizon && times.length < PLAN_AT_MOST) {
    times.push(next);
    next = nextAfter(timetable, next);
  }
  const missedBefore = now.getTime() - MISSED_AFTER_MS;
  const judge = times.some((at) => at.getTime() < missedBefore)
    ? judgeMissed(timetable, now, rules)
    : undefined;
  return {
    next,
    times: times.map((at) => {
      const reason = at.getTime() < missedBefore ? judge?.(at) : undefined;
      if (reason !== undefined) return { at, run: false, reason };
      return { at, run: true, cause: at.getTime() < missedBefore ? 'catch_up' : 'schedule' };
    }),
  };
}

/** Gives the reason to skip a missed time, or undefined for one that runs. */
function judgeMissed(
  timetable: Timetable,
  now: Date,
  { policy, limit, catchUpWindowSeconds }: MisfireRules,
): (at: Date) => string | undefined {
  const newest = previousBefore(timetable, new Date(now.getTime() + 1));
  const oldestWanted = policy === 'run_all' ? nthBefore(timetable, now, limit) : undefined;
  return (at) => {
    if (policy === 'skip') return 'missed while the service was down (misfirePolicy skip)';
    if ((now.getTime() - at.getTime()) / 1000 > catchUpWindowSeconds) {
      return `missed by more than the catch-up window of ${catchUpWindowSeconds} s`;
    }
    if (policy === 'run_once' && newest !== undefined && at < newest) {
      return `missed; the run of ${newest.toISOString()} stands for it (misfirePolicy run_once)`;
    }
    if (oldestWanted !== undefined && at < oldestWanted) {
      return `missed; only the newest ${limit} missed runs are caught up (misfireLimit)`;
    }
    return undefined;
  };
}

/** The oldest of the newest `count` missed times. */
function nthBefore(timetable: Timetable, now: Date, count: number): Date | undefined {
  let at: Date | undefined = new Date(now.getTime() - MISSED_AFTER_MS);
  for (let i = 0; i < count && at !== undefined; i++) at = previousBefore(timetable, at);
  return at;
}
