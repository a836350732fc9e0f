import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { audibleAt, quietUntil, weekdays, type QuietHours } from './quiet-hours.js';

const quiet = (given: Partial<QuietHours> = {}): QuietHours => ({
  ...{ from: '22:00', to: '07:00', timezone: 'Europe/Berlin', exceptSeverities: ['critical'] },
  ...given,
});
const until = (at: string, given: Partial<QuietHours> = {}) =>
  quietUntil(quiet(given), new Date(at))?.toISOString();

describe('quiet hours', () => {
  it('reach over midnight, from their first minute up to their last', () => {
    expect(until('2026-11-21T20:59:59.999Z')).toBeUndefined();
    expect(until('2026-11-21T21:00:00Z')).toBe('2026-11-22T06:00:00.000Z');
    expect(until('2026-11-22T05:59:59.999Z')).toBe('2026-11-22T06:00:00.000Z');
    expect(until('2026-11-22T06:00:00Z')).toBeUndefined();
  });

  it('lie within a day where they end later than they begin', () => {
    const siesta = { from: '13:00', to: '15:00' };
    expect(until('2026-11-21T12:30:00Z', siesta)).toBe('2026-11-21T14:00:00.000Z');
    expect(until('2026-11-21T22:30:00Z', siesta)).toBeUndefined();
  });

  it('belong to the day on which they begin', () => {
    const friday = { days: ['fri' as const] };
    expect(until('2026-11-20T22:30:00Z', friday)).toBe('2026-11-21T06:00:00.000Z');
    expect(until('2026-11-21T05:30:00Z', friday)).toBe('2026-11-21T06:00:00.000Z');
    expect(until('2026-11-21T22:30:00Z', friday)).toBeUndefined();
  });

  it('end when the clock shows the end for the second time, where it is put back', () => {
    // 25 October 2026 in Berlin: 03:00 is 02:00 again
    expect(until('2026-10-25T00:10:00Z', { to: '02:30' })).toBe('2026-10-25T01:30:00.000Z');
    expect(until('2026-10-25T01:10:00Z', { to: '02:30' })).toBe('2026-10-25T01:30:00.000Z');
  });

  it('end where the clock leaves their end out', () => {
    // 29 March 2026 in Berlin: 02:00 is 03:00
    expect(until('2026-03-29T00:30:00Z', { to: '02:30' })).toBe('2026-03-29T01:00:00.000Z');
    expect(until('2026-03-29T01:00:00Z', { to: '02:30' })).toBeUndefined();
  });

  it('hold nothing back that is severe enough, and hold back what has no severity', () => {
    const night = new Date('2026-11-21T23:00:00Z');
    const morning = new Date('2026-11-22T06:00:00Z');
    expect(audibleAt(quiet(), 'critical', night)).toEqual(night);
    expect(audibleAt(quiet(), 'high', night)).toEqual(morning);
    expect(audibleAt(quiet(), null, night)).toEqual(morning);
    expect(audibleAt(quiet({ exceptSeverities: [] }), 'critical', night)).toEqual(morning);
    expect(audibleAt(null, 'low', night)).toEqual(night);
  });

  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'America/St_Johns',
    'Asia/Kathmandu',
  ];
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
  const given = fc
    .record({
      ...{ from: time, to: time, timezone: fc.constantFrom(...zones) },
      days: fc.option(fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }), { nil: undefined }),
    })
    .filter(({ from, to }) => from !== to);
  const instant = fc
    .integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2028, 0, 1) })
    .map((ms) => new Date(ms));

  it('are what the clock on the wall says, by another library, on days without a change of the clock', () => {
    fc.assert(
      fc.property(given, instant, ({ days, ...one }, at) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(one.timezone);
        fc.pre([-1, 0, 1].every((d) => zoned.add({ days: d }).hoursInDay === 24));
        const minute = zoned.toPlainTime().toString({ smallestUnit: 'minute' });
        const isOvernight = one.to < one.from;
        const began = isOvernight && minute < one.to ? zoned.subtract({ days: 1 }) : zoned;
        const isWithin = isOvernight
          ? minute >= one.from || minute < one.to
          : minute >= one.from && minute < one.to;
        const isDay = days === undefined || days.includes(weekdays[began.dayOfWeek % 7] ?? 'sun');
        const end = quietUntil({ ...one, days, exceptSeverities: [] }, at);
        expect(end !== undefined).toBe(isWithin && isDay);
        if (end === undefined) return;
        const wall = Temporal.Instant.fromEpochMilliseconds(end.getTime()).toZonedDateTimeISO(one.timezone);
        expect(wall.toPlainTime().toString({ smallestUnit: 'minute' })).toBe(one.to);
        expect(end.getTime() - at.getTime()).toBeLessThanOrEqual(86_400_000);
      }),
      { numRuns: 2000 },
    );
  });

  it('end, on every day: after them nothing is held back, and never more than 25 hours', () => {
    fc.assert(
      fc.property(given, instant, (one, at) => {
        const end = quietUntil({ ...one, exceptSeverities: [] }, at);
        if (end === undefined) return;
        expect(end > at).toBe(true);
        expect(end.getTime() - at.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
        expect(quietUntil({ ...one, exceptSeverities: [] }, new Date(end.getTime() - 1))).toEqual(end);
      }),
      { numRuns: 3000 },
    );
  });
});
