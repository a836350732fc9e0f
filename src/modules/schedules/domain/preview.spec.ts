import { describe, expect, it } from '@jest/globals';
import { preview, type PreviewRequest } from './preview.js';

const show = (expression: string, timezone: string, from: string, rest: Partial<PreviewRequest> = {}) =>
  preview({ expression, timezone, from: new Date(from), count: 2, ...rest });

const TWICE = 'this local time comes twice that day; runs once, at the first';

describe('preview', () => {
  it('shows the next runs in UTC and on the clock of the zone', () => {
    expect(show('0 6 * * ? *', 'America/New_York', '2026-10-31T10:00:00Z')).toEqual({
      valid: true,
      problems: [],
      words: 'At 06:00, every day (America/New_York)',
      next: [
        { at: '2026-10-31T10:00:00.000Z', local: '2026-10-31T06:00:00-04:00' },
        { at: '2026-11-01T11:00:00.000Z', local: '2026-11-01T06:00:00-05:00' },
      ],
    });
    expect(show('0 6 * * ? *', 'Asia/Kathmandu', '2026-06-01T00:00:00Z').next[0]?.local).toBe(
      '2026-06-01T06:00:00+05:45',
    );
  });

  it('says that a local time comes twice', () => {
    const { next } = show('30 1 * * ? *', 'America/New_York', '2026-11-01T00:00:00Z');
    expect(next).toEqual([
      { at: '2026-11-01T05:30:00.000Z', local: '2026-11-01T01:30:00-04:00', note: TWICE },
      { at: '2026-11-02T06:30:00.000Z', local: '2026-11-02T01:30:00-05:00' },
    ]);
    expect(show('at(2026-10-25T02:30:00)', 'Europe/Berlin', '2026-01-01T00:00:00Z').next).toEqual([
      { at: '2026-10-25T00:30:00.000Z', local: '2026-10-25T02:30:00+02:00', note: TWICE },
    ]);
  });

  it.each([
    [
      '30 2 * * ? *',
      'America/New_York',
      '2027-03-13T12:00:00Z',
      '02:30 does not exist on 2027-03-14 (clocks go forward); that run is skipped',
    ],
    [
      '*/15 2 * * ? *',
      'America/New_York',
      '2027-03-13T12:00:00Z',
      '02:00 to 02:45 do not exist on 2027-03-14 (clocks go forward); those runs are skipped',
    ],
    [
      '15 2 * * ? *',
      'Australia/Lord_Howe',
      '2026-10-03T12:00:00Z',
      '02:15 does not exist on 2026-10-04 (clocks go forward); that run is skipped',
    ],
    [
      '0 6 * * ? *',
      'Pacific/Apia',
      '2011-12-30T00:00:00Z',
      '06:00 does not exist on 2011-12-30 (clocks go forward); that run is skipped',
    ],
  ])('says on the run after a gap what was skipped: %s in %s', (expression, timezone, from, note) => {
    const { next } = show(expression, timezone, from);
    expect(next[0]?.note).toBe(note);
    expect(next[1]?.note).toBeUndefined();
  });

  it('says nothing of gaps that skip no run, that lie before startDate, or for a rate', () => {
    expect(show('0 6 * * ? *', 'America/New_York', '2027-03-13T12:00:00Z').next[0]?.note).toBeUndefined();
    const late = show('30 2 * * ? *', 'America/New_York', '2027-03-01T00:00:00Z', {
      startDate: new Date('2027-03-20T00:00:00Z'),
    });
    expect(late.next[0]).toEqual({ at: '2027-03-20T06:30:00.000Z', local: '2027-03-20T02:30:00-04:00' });
    expect(show('rate(30 minutes)', 'America/New_York', '2026-11-01T05:00:00Z').next).toEqual([
      { at: '2026-11-01T05:00:00.000Z', local: '2026-11-01T01:00:00-04:00' },
      { at: '2026-11-01T05:30:00.000Z', local: '2026-11-01T01:30:00-04:00' },
    ]);
  });

  it('ends before endDate', () => {
    const ending = show('0 6 * * ? *', 'UTC', '2026-01-01T00:00:00Z', {
      endDate: new Date('2026-01-02T06:00:00Z'),
    });
    expect(ending.next.map(({ at }) => at)).toEqual(['2026-01-01T06:00:00.000Z']);
  });

  it('names the problems of the expression and of the zone together', () => {
    const refused = show('60 6 * * ? *', '+02:00', '2026-01-01T00:00:00Z');
    expect(refused).toMatchObject({ valid: false, words: null, next: [] });
    expect(refused.problems).toEqual([
      { path: 'minutes', message: '60 is out of range: possible are 0 to 59' },
      { path: 'timezone', message: "'+02:00' is no time zone: write an IANA name such as Europe/Berlin" },
    ]);
  });

  it('is valid without runs where nothing runs any more', () => {
    expect(show('0 0 1 1 ? 2020', 'UTC', '2026-01-01T00:00:00Z')).toMatchObject({ valid: true, next: [] });
    expect(show('at(2020-01-01T00:00:00)', 'UTC', '2026-01-01T00:00:00Z')).toMatchObject({
      valid: true,
      next: [],
    });
    expect(show('at(2027-03-14T02:30:00)', 'America/New_York', '2026-01-01T00:00:00Z').next).toEqual([]);
  });
});
