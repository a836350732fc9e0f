/** Where code takes the time from, so that tests can shift it and speed it up. SQL takes it from app_now(). */
export abstract class Clock {
  abstract now(): Date;

  /** How many of its seconds pass in a real one. */
  get speed(): number {
    return 1;
  }
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** Whole and part days from `then` to `now`; negative when `then` lies ahead. */
export const daysBetween = (then: Date, now: Date): number => (now.getTime() - then.getTime()) / DAY_MS;
