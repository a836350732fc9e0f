import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { digestAt, gatheredAt } from './delivery-times.js';

const daily = (at: string, timezone: string, from: string) =>
  digestAt({ digest: 'daily', timeOfDay: at, timezone }, new Date(from)).toISOString();
const hourly = (timezone: string, from: string) =>
  digestAt({ digest: 'hourly', timeOfDay: '08:00', timezone }, new Date(from)).toISOString();

describe('a daily digest', () => {
  it('goes out at its time, today or tomorrow', () => {
    expect(daily('08:00', 'Europe/Berlin', '2026-11-21T06:59:59Z')).toBe('2026-11-21T07:00:00.000Z');
    expect(daily('08:00', 'Europe/Berlin', '2026-11-21T07:00:00Z')).toBe('2026-11-22T07:00:00.000Z');
  });

  it('goes out once on a day that has its time twice, and also on one that lacks it', () => {
    expect(daily('02:30', 'Europe/Berlin', '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(daily('02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
    expect(daily('02:30', 'Europe/Berlin', '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
  });
});

describe('an hourly digest', () => {
  it('goes out at the full hour of its zone', () => {
    expect(hourly('UTC', '2026-11-21T06:00:00Z')).toBe('2026-11-21T07:00:00.000Z');
    expect(hourly('Asia/Kathmandu', '2026-11-21T06:00:00Z')).toBe('2026-11-21T06:15:00.000Z');
  });

  it('goes out twice in the hour that comes twice', () => {
    expect(hourly('Europe/Berlin', '2026-10-25T00:10:00Z')).toBe('2026-10-25T01:00:00.000Z');
    expect(hourly('Europe/Berlin', '2026-10-25T01:10:00Z')).toBe('2026-10-25T02:00:00.000Z');
  });
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
const instant = fc
  .integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2028, 0, 1) })
  .map((ms) => new Date(ms));

describe('digests', () => {
  it('by another library: the next day’s time, earlier where it comes twice, later where it is left out', () => {
    fc.assert(
      fc.property(time, fc.constantFrom(...zones), instant, (at, timezone, from) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timezone);
        const candidates = [-1, 0, 1, 2].map((days) => {
          const wall = zoned.toPlainDate().add({ days }).toPlainDateTime(Temporal.PlainTime.from(at));
          const there = wall.toZonedDateTime(timezone, { disambiguation: 'earlier' });
          if (there.toPlainDateTime().equals(wall)) return there.epochMilliseconds;
          return there.getTimeZoneTransition('next')?.epochMilliseconds ?? NaN;
        });
        const expected = Math.min(...candidates.filter((ms) => ms > from.getTime()));
        expect(digestAt({ digest: 'daily', timeOfDay: at, timezone }, from).getTime()).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('come each hour: the clock shows a full hour, within 90 minutes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), instant, (timezone, from) => {
        const due = digestAt({ digest: 'hourly', timeOfDay: '08:00', timezone }, from);
        const wall = Temporal.Instant.fromEpochMilliseconds(due.getTime()).toZonedDateTimeISO(timezone);
        expect([wall.minute, wall.second, wall.millisecond]).toEqual([0, 0, 0]);
        expect(due.getTime() - from.getTime()).toBeGreaterThan(0);
        expect(due.getTime() - from.getTime()).toBeLessThanOrEqual(90 * 60_000);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('gathering', () => {
  const first = new Date('2026-11-21T12:00:00Z');
  const after = (seconds: number) =>
    (gatheredAt(first, new Date(first.getTime() + seconds * 1000)).getTime() - first.getTime()) / 1000;

  it('makes few messages of many facts, however long they come', () => {
    expect([0, 9.999, 10, 59, 60, 299, 300, 899, 900, 1800].map(after)).toEqual([
      ...[10, 10, 60, 60, 300, 300, 900, 900, 1800, 2700],
    ]);
    const hour = new Set(Array.from({ length: 3600 }, (_, second) => after(second)));
    expect(hour.size).toBe(7);
  });
});
