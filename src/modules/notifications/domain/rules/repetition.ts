const MINUTE_MS = 60_000;

/** A transaction may have begun so long before another that has told first. */
const BEGAN_BEFORE_MS = MINUTE_MS;

/** Too many failing events are told once an hour while it lasts: where nothing was told for longer, it is over. */
export const ERROR_RATE_LASTS_MS = 75 * MINUTE_MS;

/** What is known of one thing that a rule has told. */
export interface Alert {
  /** When its last message goes out: later than now while repetitions are gathered. */
  toldAt: Date;
  closedAt: Date | null;
}

/**
 * When something may be told that was told before: not sooner than so long after the last time, and then together
 * with all that came meanwhile.
 */
export function repeatedAt(alert: Alert | undefined, repeatAfterMinutes: number | null, now: Date): Date {
  if (alert === undefined || alert.closedAt !== null || repeatAfterMinutes === null) return now;
  const after = repeatAfterMinutes * MINUTE_MS;
  const latest = now.getTime() + after;
  // a clock that was put back must not silence it until it has come round again
  if (alert.toldAt > now)
    return alert.toldAt.getTime() <= latest + BEGAN_BEFORE_MS ? alert.toldAt : new Date(latest);
  const next = alert.toldAt.getTime() + after;
  return next > now.getTime() ? new Date(next) : now;
}
