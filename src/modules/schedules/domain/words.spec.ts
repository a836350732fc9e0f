import { describe, expect, it } from '@jest/globals';
import { parseExpression } from './expression.js';
import { inWords } from './words.js';

function words(text: string, timezone = 'America/New_York'): string {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return inWords(parsed.expression, timezone);
}

describe('inWords', () => {
  it.each([
    ['0 6 * * ? *', 'At 06:00, every day'],
    ['0 8 ? * MON *', 'At 08:00, only on Monday'],
    ['0 8 ? * 2 *', 'At 08:00, only on Monday'],
    ['0 */4 * * ? *', 'On the hour, every 4 hours, every day'],
    ['0 9 1 * ? *', 'At 09:00, on day 1 of the month'],
    ['*/15 * * * ? *', 'Every 15 minutes, every day'],
    ['* * * * ? *', 'Every minute, every day'],
    ['15 6,18 ? * MON-FRI *', 'At 06:15 and 18:15, Monday through Friday'],
    ['0 20 ? * FRI-MON *', 'At 20:00, Friday through Monday'],
    ['0 8 ? * 6L *', 'At 08:00, on the last Friday of the month'],
    ['0 8 ? * FRIL *', 'At 08:00, on the last Friday of the month'],
    ['0 8 ? * L *', 'At 08:00, only on Saturday'],
    ['0 8 ? * MON#1 *', 'At 08:00, on the first Monday of the month'],
    ['0 8 3W * ? *', 'At 08:00, on the weekday nearest day 3 of the month'],
    ['0 8 LW * ? *', 'At 08:00, on the last weekday of the month'],
    ['30-30 8-8 * * ? 2030', 'At 08:30, every day, only in 2030'],
  ])('%s', (text, expected) => {
    expect(words(text)).toBe(`${expected} (America/New_York)`);
  });

  it.each([
    ['rate(1 days)', 'Every day'],
    ['rate(1 minute)', 'Every minute'],
    ['rate(5 minutes)', 'Every 5 minutes'],
    ['rate(36 hour)', 'Every 36 hours'],
  ])('%s', (text, expected) => {
    expect(words(text)).toBe(expected);
  });

  it('says the date of a single run, with seconds only where there are some', () => {
    expect(words('at(2026-12-01T06:00:00)', 'Europe/Berlin')).toBe(
      'Once, on 2026-12-01 at 06:00 (Europe/Berlin)',
    );
    expect(words('at(2026-12-01T06:00:30)', 'UTC')).toBe('Once, on 2026-12-01 at 06:00:30 (UTC)');
  });
});
