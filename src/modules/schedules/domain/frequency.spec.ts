import { describe, expect, it } from '@jest/globals';
import { parseExpression } from './expression.js';
import { expressionFor, oftenOf, type Often } from './frequency.js';

const often: Often[] = [
  { frequency: 'hourly', customIntervalMinutes: null },
  { frequency: 'daily', customIntervalMinutes: null },
  { frequency: 'weekly', customIntervalMinutes: null },
  { frequency: 'custom', customIntervalMinutes: 60 },
  { frequency: 'custom', customIntervalMinutes: 1 },
  { frequency: 'custom', customIntervalMinutes: 525_600 },
];

describe('expressionFor', () => {
  it.each(often)('writes what oftenOf() reads, and what is an expression: %j', (given) => {
    const text = expressionFor(given);
    expect(oftenOf(text)).toEqual(given);
    expect(parseExpression(text).ok).toBe(true);
  });
});

describe('oftenOf', () => {
  it.each([
    ['cron(30 * * * ? *)', 'hourly'],
    ['cron(30 * ? * * *)', 'hourly'],
    ['cron(15 4 * * ? *)', 'daily'],
    ['cron(15 4 ? * * *)', 'daily'],
    ['cron(15 4 ? * SUN *)', 'weekly'],
    ['cron(15 4 ? * sun *)', 'weekly'],
    ['cron(15 4 ? * 1 *)', 'weekly'],
  ])('any minute, hour and weekday counts: %s is %s', (expression, frequency) => {
    expect(oftenOf(expression)).toEqual({ frequency, customIntervalMinutes: null });
  });

  it.each([
    ['rate(1 minute)', 1],
    ['rate(90 minutes)', 90],
    ['rate(6 hours)', 360],
    ['rate(1 day)', 1440],
  ])('%s is custom', (expression, customIntervalMinutes) => {
    expect(oftenOf(expression)).toEqual({ frequency: 'custom', customIntervalMinutes });
  });

  it.each([
    'cron(0 6 ? * MON-FRI *)',
    'cron(0 6,18 * * ? *)',
    'cron(0 */4 * * ? *)',
    'cron(0 6 1 * ? *)',
    'cron(0 6 * 1 ? *)',
    'cron(0 6 * * ? 2027)',
    'at(2027-01-01T06:00:00)',
  ])('has no other word for %s than custom without an interval', (expression) => {
    expect(oftenOf(expression)).toEqual({ frequency: 'custom', customIntervalMinutes: null });
  });
});
