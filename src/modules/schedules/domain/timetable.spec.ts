import { describe, expect, it } from '@jest/globals';
import { parseExpression } from './expression.js';
import { nextAfter, occurrences, previousBefore, type Timetable } from './timetable.js';

function timetable(text: string, timezone = 'UTC', rest: Partial<Timetable> = {}): Timetable {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { expression: parsed.expression, timezone, anchor: new Date('2026-01-01T00:00:00Z'), ...rest };
}

const iso = (date: Date | undefined) => date?.toISOString().replace('.000Z', 'Z');
const next = (table: Timetable, after: string) => iso(nextAfter(table, new Date(after)));
const previous = (table: Timetable, before: string) => iso(previousBefore(table, new Date(before)));
const all = (table: Timetable, from: string, to: string) =>
  [...occurrences(table, new Date(from), new Date(to))].map(iso);

describe('cron', () => {
  it.each([
    ['0 6 * * ? *', '2026-05-01T06:00:00Z', '2026-05-02T06:00:00Z'],
    ['0 6 * * ? *', '2026-05-01T05:59:59.999Z', '2026-05-01T06:00:00Z'],
    ['0 8 ? * MON *', '2026-05-01T00:00:00Z', '2026-05-04T08:00:00Z'],
    ['0 8 ? * 6L *', '2026-05-01T00:00:00Z', '2026-05-29T08:00:00Z'],
    ['0 8 ? * L *', '2026-05-01T00:00:00Z', '2026-05-02T08:00:00Z'],
    ['0 8 ? * 2#5 *', '2026-05-01T00:00:00Z', '2026-06-29T08:00:00Z'],
    ['0 8 3W * ? *', '2026-05-01T09:00:00Z', '2026-05-04T08:00:00Z'],
    ['0 8 1W * ? *', '2026-07-31T09:00:00Z', '2026-08-03T08:00:00Z'],
    ['0 8 LW * ? *', '2026-05-01T00:00:00Z', '2026-05-29T08:00:00Z'],
    ['0 8 29 2 ? *', '2096-03-01T00:00:00Z', '2104-02-29T08:00:00Z'],
    ['59 23 31 12 ? *', '2199-12-31T23:58:00Z', '2199-12-31T23:59:00Z'],
    ['0 0 1 1 ? *', '1960-01-01T00:00:00Z', '1970-01-01T00:00:00Z'],
  ])('%s after %s runs at %s', (text, after, expected) => {
    expect(next(timetable(text), after)).toBe(expected);
  });

  it('knows when there is nothing more, without a long search', () => {
    const started = performance.now();
    expect(next(timetable('0 0 1 1 ? 2020'), '2026-01-01T00:00:00Z')).toBeUndefined();
    expect(next(timetable('0 0 30 2 ? *', 'Europe/Berlin'), '1970-01-01T00:00:00Z')).toBeUndefined();
    expect(next(timetable('* * * * ? *'), '2199-12-31T23:59:00Z')).toBeUndefined();
    expect(previous(timetable('0 0 1 1 ? 2030'), '2026-01-01T00:00:00Z')).toBeUndefined();
    expect(previous(timetable('* * * * ? *'), '1970-01-01T00:00:00Z')).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('keeps to startDate (included) and endDate (excluded)', () => {
    const bounded = timetable('0 6 * * ? *', 'UTC', {
      startDate: new Date('2026-05-02T06:00:00Z'),
      endDate: new Date('2026-05-05T06:00:00Z'),
    });
    expect(all(bounded, '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual([
      '2026-05-02T06:00:00Z',
      '2026-05-03T06:00:00Z',
      '2026-05-04T06:00:00Z',
    ]);
    expect(previous(bounded, '2027-01-01T00:00:00Z')).toBe('2026-05-04T06:00:00Z');
    expect(previous(bounded, '2026-05-02T06:00:00Z')).toBeUndefined();
  });
});

describe('where clocks change', () => {
  it.each([
    [
      'skips what a gap leaves out',
      '30 2 * * ? *',
      'America/New_York',
      '2027-03-13T12:00:00Z',
      '2027-03-15T06:30:00Z',
    ],
    [
      'runs right after the gap',
      '0 3 * * ? *',
      'America/New_York',
      '2027-03-13T12:00:00Z',
      '2027-03-14T07:00:00Z',
    ],
    ['runs first of two', '30 1 * * ? *', 'America/New_York', '2026-10-31T12:00:00Z', '2026-11-01T05:30:00Z'],
    ['runs once only', '30 1 * * ? *', 'America/New_York', '2026-11-01T05:30:00Z', '2026-11-02T06:30:00Z'],
    [
      'rests in the second pass',
      '*/15 * * * ? *',
      'America/New_York',
      '2026-11-01T05:45:00Z',
      '2026-11-01T07:00:00Z',
    ],
    [
      'begins in the second pass',
      '*/15 * * * ? *',
      'America/New_York',
      '2026-11-01T06:10:00Z',
      '2026-11-01T07:00:00Z',
    ],
    [
      'moves with the zone',
      '0 6 * * ? *',
      'America/New_York',
      '2026-11-01T00:00:00Z',
      '2026-11-01T11:00:00Z',
    ],
    ['skips in Berlin', '0 2 * * ? *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-30T00:00:00Z'],
    [
      'runs first of two in Berlin',
      '0 2 * * ? *',
      'Europe/Berlin',
      '2026-10-24T12:00:00Z',
      '2026-10-25T00:00:00Z',
    ],
    [
      'skips half an hour',
      '15 2 * * ? *',
      'Australia/Lord_Howe',
      '2026-10-03T00:00:00Z',
      '2026-10-04T15:15:00Z',
    ],
    [
      'keeps the other half',
      '45 2 * * ? *',
      'Australia/Lord_Howe',
      '2026-10-03T00:00:00Z',
      '2026-10-03T15:45:00Z',
    ],
    [
      'repeats half an hour',
      '45 1 * * ? *',
      'Australia/Lord_Howe',
      '2026-04-04T00:00:00Z',
      '2026-04-04T14:45:00Z',
    ],
    ['knows quarter hours', '0 6 * * ? *', 'Asia/Kathmandu', '2026-06-01T00:00:00Z', '2026-06-01T00:15:00Z'],
    ['skips a whole day', '0 6 * * ? *', 'Pacific/Apia', '2011-12-29T16:00:00Z', '2011-12-30T16:00:00Z'],
    [
      'skips that day also by date',
      '0 6 30 12 ? *',
      'Pacific/Apia',
      '2011-01-01T00:00:00Z',
      '2012-12-29T16:00:00Z',
    ],
  ])('%s: %s in %s', (_, text, timezone, after, expected) => {
    expect(next(timetable(text, timezone), after)).toBe(expected);
  });

  it('looks back over the whole first pass from within the second', () => {
    const quarters = timetable('*/15 * * * ? *', 'America/New_York');
    expect(previous(quarters, '2026-11-01T06:05:00Z')).toBe('2026-11-01T05:45:00Z');
    expect(previous(quarters, '2026-11-01T05:35:00Z')).toBe('2026-11-01T05:30:00Z');
    expect(previous(quarters, '2026-11-01T07:00:00Z')).toBe('2026-11-01T05:45:00Z');
    expect(previous(timetable('30 2 * * ? *', 'America/New_York'), '2027-03-14T20:00:00Z')).toBe(
      '2027-03-13T07:30:00Z',
    );
  });
});

describe('rate', () => {
  it('counts from the anchor, which is the first occurrence', () => {
    const table = timetable('rate(36 hours)');
    expect(next(table, '2020-01-01T00:00:00Z')).toBe('2026-01-01T00:00:00Z');
    expect(all(table, '2026-01-01T00:00:00Z', '2026-01-05T00:00:00Z')).toEqual([
      '2026-01-01T00:00:00Z',
      '2026-01-02T12:00:00Z',
      '2026-01-04T00:00:00Z',
    ]);
    expect(previous(table, '2026-01-02T12:00:00Z')).toBe('2026-01-01T00:00:00Z');
    expect(previous(table, '2026-01-02T12:00:00.001Z')).toBe('2026-01-02T12:00:00Z');
    expect(previous(table, '2026-01-01T00:00:00Z')).toBeUndefined();
  });

  it('counts from startDate where there is one, and stops before endDate', () => {
    const table = timetable('rate(1 day)', 'America/New_York', {
      startDate: new Date('2026-10-31T12:00:00Z'),
      endDate: new Date('2026-11-02T12:00:00Z'),
    });
    expect(all(table, '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual([
      '2026-10-31T12:00:00Z',
      '2026-11-01T12:00:00Z', // 24 hours, though clocks went back
    ]);
    expect(previous(table, '2027-01-01T00:00:00Z')).toBe('2026-11-01T12:00:00Z');
  });

  it('computes, and does not count, up to the year 2199', () => {
    const started = performance.now();
    expect(next(timetable('rate(1 minute)'), '2199-12-31T23:58:30Z')).toBe('2199-12-31T23:59:00Z');
    expect(next(timetable('rate(1 minute)'), '2199-12-31T23:59:00Z')).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(50);
  });

  it('rounds an anchor up to a second, so that no run lies before it', () => {
    const anchor = new Date('2026-01-01T00:00:00.400Z');
    expect(next(timetable('rate(1 hour)', 'UTC', { anchor }), anchor.toISOString())).toBe(
      '2026-01-01T00:00:01Z',
    );
  });
});

describe('at', () => {
  const once = timetable('at(2026-12-01T06:00:00)', 'Europe/Berlin', {
    endDate: new Date('2020-01-01T00:00:00Z'),
  });

  it('runs once, on the clock of the zone, whatever startDate and endDate say', () => {
    expect(next(once, '2026-01-01T00:00:00Z')).toBe('2026-12-01T05:00:00Z');
    expect(next(once, '2026-12-01T05:00:00Z')).toBeUndefined();
    expect(previous(once, '2026-12-01T05:00:01Z')).toBe('2026-12-01T05:00:00Z');
    expect(previous(once, '2026-12-01T05:00:00Z')).toBeUndefined();
    expect(all(once, '2026-12-01T05:00:00Z', '2026-12-01T05:00:00Z')).toEqual(['2026-12-01T05:00:00Z']);
  });

  it('never runs in a gap, and at the first of two', () => {
    expect(
      next(timetable('at(2027-03-14T02:30:00)', 'America/New_York'), '2026-01-01T00:00:00Z'),
    ).toBeUndefined();
    expect(next(timetable('at(2026-11-01T01:30:00)', 'America/New_York'), '2026-01-01T00:00:00Z')).toBe(
      '2026-11-01T05:30:00Z',
    );
  });
});

describe('occurrences', () => {
  it('are found only as they are asked for', () => {
    const minutes = occurrences(timetable('* * * * ? *'), new Date(0), new Date('2199-12-31T00:00:00Z'));
    expect(iso(minutes.next().value as Date)).toBe('1970-01-01T00:00:00Z');
    expect(iso(minutes.next().value as Date)).toBe('1970-01-01T00:01:00Z');
  });

  it('include both ends', () => {
    expect(all(timetable('0 * * * ? *'), '2026-01-01T01:00:00Z', '2026-01-01T02:00:00Z')).toEqual([
      '2026-01-01T01:00:00Z',
      '2026-01-01T02:00:00Z',
    ]);
  });
});
