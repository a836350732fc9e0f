export const frequencies = ['hourly', 'daily', 'weekly', 'custom'] as const;
export type Frequency = (typeof frequencies)[number];

/** How often the scan schedule runs, as specs/4 writes it. */
export interface Often {
  frequency: Frequency;
  /** In minutes; null for the others, and for an expression that specs/4 has no word for. */
  customIntervalMinutes: number | null;
}

/** Reads an expression as specs/4 would write it: any minute, hour or weekday counts. */
export function oftenOf(expression: string): Often {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate !== null) {
    const minutes = { minute: 1, hour: 60, day: 1440 }[rate[2] as 'minute' | 'hour' | 'day'];
    return { frequency: 'custom', customIntervalMinutes: Number(rate[1]) * minutes };
  }
  const plain = { frequency: 'custom' as Frequency, customIntervalMinutes: null };
  if (/^cron\(\d+ \* (\* \* \?|\? \* \*) \*\)$/.test(expression)) plain.frequency = 'hourly';
  else if (/^cron\(\d+ \d+ (\* \* \?|\? \* \*) \*\)$/.test(expression)) plain.frequency = 'daily';
  else if (/^cron\(\d+ \d+ \? \* ([A-Z]{3}|[1-7]) \*\)$/i.test(expression)) plain.frequency = 'weekly';
  return plain;
}

export const rateOf = (minutes: number): string => `rate(${minutes} minute${minutes === 1 ? '' : 's'})`;

/** At minute 0, at 06:00, on Mondays at 06:00 of its time zone; custom counts from now. */
export function expressionFor({ frequency, customIntervalMinutes }: Often): string {
  switch (frequency) {
    case 'hourly':
      return 'cron(0 * * * ? *)';
    case 'daily':
      return 'cron(0 6 * * ? *)';
    case 'weekly':
      return 'cron(0 6 ? * MON *)';
    case 'custom':
      return `rate(${customIntervalMinutes ?? 0} minutes)`;
  }
}
