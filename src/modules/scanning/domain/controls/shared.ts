import { daysBetween } from '../../../../shared/clock.js';
import { type Decision, fail } from '../control.js';
import { type Price } from '../prices/index.js';

/**
 * "For N days or more": at exactly N days it holds, and a threshold of 0 catches what was made a minute ago.
 * A date ahead of our clock counts as now.
 */
export const isOlderThan = (time: string, days: number, now: Date): boolean =>
  Math.max(0, daysBetween(new Date(time), now)) >= days;

/** The latest of the times that are known. */
export const latest = (times: readonly (string | null)[]): string | null =>
  times.reduce(
    (newest, time) =>
      newest === null || (time !== null && Date.parse(time) > Date.parse(newest)) ? time : newest,
    null,
  );

/** Money is lost, or would be saved: the finding shows by which price table. */
export const wasted = (
  evidence: Record<string, unknown>,
  price: Price | null,
  more: Pick<Decision, 'risk' | 'severity'> = { risk: 'low' },
): Decision =>
  fail(
    { ...evidence, price: price === null ? null : { source: price.source, asOf: price.asOf } },
    { ...more, estimatedMonthlySavingsUsd: price === null ? null : price.monthlyUsd },
  );
