import { describe, expect, it } from '@jest/globals';
import { hoursRefusal } from '../../remediation/domain/hours.js';
import { opensAt } from './window.js';

const night = { timezone: 'Europe/Berlin', days: ['sun' as const], from: '02:00', to: '04:00' };
const opens = (now: string) => opensAt(night, new Date(now), hoursRefusal).toISOString();

describe('opensAt', () => {
  it('is now where the window is open', () => {
    expect(opens('2026-11-22T01:30:30Z')).toBe('2026-11-22T01:30:30.000Z');
  });

  it('is the next time that it opens, by the clock of its timezone', () => {
    expect(opens('2026-11-22T03:00:00Z')).toBe('2026-11-29T01:00:00.000Z');
    expect(opens('2026-07-01T00:00:00Z')).toBe('2026-07-05T00:00:00.000Z');
  });

  it('opens when the gap is over on the day on which clocks go forward past its beginning', () => {
    expect(opens('2026-03-29T00:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
  });
});
