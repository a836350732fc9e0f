import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { gaps, instantsOf, isTimezone, offsetsOf, wallOf } from './timezone.js';

const wall = (text: string) => Date.parse(`${text}Z`);
const instants = (timezone: string, text: string) =>
  instantsOf(offsetsOf(timezone), wall(text)).map((instant) => new Date(instant).toISOString().slice(0, 19));

describe('isTimezone', () => {
  it.each([
    'America/New_York',
    'Europe/Kyiv',
    'Asia/Calcutta',
    'US/Eastern',
    'UTC',
    'Etc/GMT+5',
    'Etc/UTC',
    'EST5EDT',
  ])('takes %s', (name) => expect(isTimezone(name)).toBe(true));
  it.each([
    '',
    '+02:00',
    'UTC+2',
    'Z',
    'america/new_york',
    'America/new_york',
    'utc',
    'Etc/utc',
    'IST',
    'PST',
  ])("refuses '%s'", (name) => expect(isTimezone(name)).toBe(false));
  it.each([
    'Europe/Nowhere',
    'Europe/BErlin',
    'SystemV/PST8PDT',
    ' UTC',
    'Europe/Berlin ',
    `Europe/${'x'.repeat(44)}`,
  ])("refuses '%s'", (name) => expect(isTimezone(name)).toBe(false));
});

describe('instantsOf', () => {
  it.each([
    ['America/New_York', '2027-03-14T02:30:00', []],
    ['America/New_York', '2027-03-14T03:00:00', ['2027-03-14T07:00:00']],
    ['America/New_York', '2026-11-01T01:30:00', ['2026-11-01T05:30:00', '2026-11-01T06:30:00']],
    ['Europe/Berlin', '2026-03-29T02:00:00', []],
    ['Europe/Berlin', '2026-10-25T02:59:59', ['2026-10-25T00:59:59', '2026-10-25T01:59:59']],
    ['Australia/Lord_Howe', '2026-10-04T02:15:00', []],
    ['Australia/Lord_Howe', '2026-10-04T02:30:00', ['2026-10-03T15:30:00']],
    ['Australia/Lord_Howe', '2026-04-05T01:45:00', ['2026-04-04T14:45:00', '2026-04-04T15:15:00']],
    ['Asia/Kathmandu', '2026-06-01T06:00:00', ['2026-06-01T00:15:00']],
    ['Pacific/Apia', '2011-12-29T23:59:59', ['2011-12-30T09:59:59']],
    ['Pacific/Apia', '2011-12-30T12:00:00', []],
    ['Pacific/Apia', '2011-12-31T00:00:00', ['2011-12-30T10:00:00']],
    ['Pacific/Kiritimati', '1994-12-31T12:00:00', []],
    ['Pacific/Kiritimati', '1995-01-01T00:00:00', ['1994-12-31T10:00:00']],
    ['Africa/Monrovia', '1971-06-01T00:00:00', ['1971-06-01T00:44:30']],
  ])('%s %s', (timezone, text, expected) => {
    expect(instants(timezone, text)).toEqual(expected);
  });

  it('agrees with Temporal in every zone, at any time', () => {
    const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const second = fc.integer({ min: Date.UTC(1970, 0, 3) / 1000, max: Date.UTC(2199, 11, 30) / 1000 });
    fc.assert(
      fc.property(zone, second, (timezone, seconds) => {
        const there = Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toZonedDateTimeISO(timezone);
        const offsets = offsetsOf(timezone);
        expect(offsets.at(seconds * 1000)).toBe(there.offsetNanoseconds / 1e6);
        const plain = there.toPlainDateTime();
        const both = (['earlier', 'later'] as const).map(
          (disambiguation) => plain.toZonedDateTime(timezone, { disambiguation }).epochMilliseconds,
        );
        expect(instantsOf(offsets, wallOf(offsets, seconds * 1000))).toEqual([...new Set(both)]);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a zone that does not exist', () => {
    expect(() => offsetsOf('Europe/Nowhere')).toThrow(RangeError);
  });
});

describe('gaps', () => {
  const found = (timezone: string, from: string, to: string) =>
    [...gaps(offsetsOf(timezone), Date.parse(from), Date.parse(to))].map((gap) =>
      [gap.fromMs, gap.toMs].map((ms) => new Date(ms).toISOString().slice(0, 16)),
    );

  it('are the stretches that clocks jump over, also across years', () => {
    expect(found('America/New_York', '2026-12-01T00:00Z', '2028-06-01T00:00Z')).toEqual([
      ['2027-03-14T02:00', '2027-03-14T03:00'],
      ['2028-03-12T02:00', '2028-03-12T03:00'],
    ]);
    expect(found('Pacific/Apia', '2011-12-01T00:00Z', '2012-01-05T00:00Z')).toEqual([
      ['2011-12-30T00:00', '2011-12-31T00:00'],
    ]);
    expect(found('Asia/Kathmandu', '2020-01-01T00:00Z', '2030-01-01T00:00Z')).toEqual([]);
  });
});
