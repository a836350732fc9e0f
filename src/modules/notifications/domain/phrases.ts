import { severities, type Severity } from './severity.js';

const NUMBER = new Intl.NumberFormat('en-US');
const MONEY = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const WHOLE_MONEY = new Intl.NumberFormat('en-US', {
  ...{ style: 'currency', currency: 'USD', maximumFractionDigits: 0 },
});
const DAY = new Intl.DateTimeFormat('en-GB', {
  ...{ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
});

/** `1 finding`, `5,000 findings`. */
export const count = (amount: number, one: string, many = `${one}s`): string =>
  `${NUMBER.format(amount)} ${amount === 1 ? one : many}`;

/** `5,000` */
export const shownNumber = (amount: number): string => NUMBER.format(amount);

/** `$1,217.70` */
export const dollars = (amount: number): string => MONEY.format(amount);

/** `$14,612`: of estimates far ahead. */
export const wholeDollars = (amount: number): string => WHOLE_MONEY.format(amount);

/** `82.4%` */
export const percent = (score: number): string => `${Math.round(score * 10) / 10}%`;

/** `21 Nov 2026, 06:00 UTC`; what is no time stays as it is. */
export function shownTime(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return `${DAY.format(at)}, ${at.toISOString().slice(11, 16)} UTC`;
}

/** `4 min 5 s` */
export function shownDuration(fromIso: string, untilIso: string): string | null {
  const seconds = Math.round((Date.parse(untilIso) - Date.parse(fromIso)) / 1000);
  if (!Number.isFinite(seconds) || seconds < 0) return null;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** `Critical`, `Kill switch` */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `2 critical, 5 high`: the worst first, nothing of those that there are none of. */
export const bySeverityText = (counts: Partial<Record<Severity, number>>): string =>
  severities
    .filter((one) => (counts[one] ?? 0) > 0)
    .map((one) => `${shownNumber(counts[one] ?? 0)} ${one}`)
    .join(', ');

/** `audit-pack-generation`, `scanJob`, `dry_run` as people write them. */
export const plainWords = (name: string): string =>
  capital(
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .replace(/[-_\s]+/g, ' ')
      .trim()
      .toLowerCase()
      .replace(/\b(arn|cve|id|url|usd|iam|api|aws)s?\b/g, (word) => word.toUpperCase().replace(/S$/, 's')),
  );

/** The end of a list that is shown in part. */
export const andMore = (more: number): string => `and ${shownNumber(more)} more`;
