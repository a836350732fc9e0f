import type { Hours } from '../../remediation/index.js';

const MINUTE_MS = 60_000;
/** A window that opens on one day of a week is not further off, whatever clocks do meanwhile. */
const FURTHEST_MINUTES = 8 * 24 * 60;

/**
 * When a maintenance window opens next: `now` where it is open. A batch that has begun is not cut off where it closes.
 * @param isClosed `hoursRefusal` of guardrails: one calendar for both
 * @throws Error for a window that never opens
 */
export function opensAt(window: Hours, now: Date, isClosed: (hours: Hours[], at: Date) => unknown): Date {
  if (isClosed([window], now) === undefined) return now;
  const first = Math.ceil(now.getTime() / MINUTE_MS);
  for (let minute = first; minute <= first + FURTHEST_MINUTES; minute += 1) {
    const at = new Date(minute * MINUTE_MS);
    if (isClosed([window], at) === undefined) return at;
  }
  throw new Error(`The maintenance window ${window.from} to ${window.to} ${window.timezone} never opens`);
}
