const MINUTE_MS = 60_000;

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
  if (alert.toldAt > now) return alert.toldAt;
  const next = alert.toldAt.getTime() + repeatAfterMinutes * MINUTE_MS;
  return next > now.getTime() ? new Date(next) : now;
}
