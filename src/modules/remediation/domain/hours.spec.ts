import { describe, expect, it } from '@jest/globals';
import { days, hoursRefusal, type Hours } from './hours.js';

const night: Hours = { timezone: 'Europe/Berlin', days: ['mon', 'fri'], from: '22:00', to: '04:00' };
const office: Hours = { timezone: 'America/New_York', days: ['mon'], from: '09:00', to: '17:30' };
const isOpen = (hours: readonly Hours[], at: string) => hoursRefusal(hours, new Date(at)) === undefined;

describe('hoursRefusal', () => {
  it.each([
    ['2026-01-05T13:59:00Z', false],
    ['2026-01-05T14:00:00Z', true],
    ['2026-01-05T22:29:59Z', true],
    ['2026-01-05T22:30:00Z', false],
    ['2026-01-06T15:00:00Z', false],
    // summer there: an hour earlier in UTC
    ['2026-07-06T13:00:00Z', true],
    ['2026-07-06T12:59:00Z', false],
  ])('goes by the clock of the timezone: %s', (at, open) => {
    expect(isOpen([office], at)).toBe(open);
  });

  it.each([
    ['2026-01-05T21:00:00Z', true],
    ['2026-01-06T02:59:00Z', true],
    ['2026-01-06T03:00:00Z', false],
    // Saturday morning belongs to Friday, Monday morning to nobody
    ['2026-01-10T02:00:00Z', true],
    ['2026-01-05T02:00:00Z', false],
    ['2026-01-11T22:00:00Z', false],
  ])('goes over midnight into the day after: %s', (at, open) => {
    expect(isOpen([night], at)).toBe(open);
  });

  it('opens on the days by whose clock it is that day, also where it is another one in UTC', () => {
    const early: Hours = { timezone: 'Pacific/Auckland', days: ['tue'], from: '00:00', to: '06:00' };
    expect(isOpen([early], '2026-01-05T12:00:00Z')).toBe(true);
    expect(isOpen([early], '2026-01-06T12:00:00Z')).toBe(false);
  });

  it('is an hour shorter where clocks go forward, and an hour longer where they go back', () => {
    const sunday: Hours = { timezone: 'Europe/Berlin', days: ['sun'], from: '01:00', to: '04:00' };
    const minutes = (from: string) =>
      Array.from({ length: 24 * 60 }, (_, i) => new Date(Date.parse(from) + i * 60_000)).filter(
        (at) => hoursRefusal([sunday], at) === undefined,
      ).length;
    expect(minutes('2026-03-28T23:00:00Z')).toBe(120);
    expect(minutes('2026-10-24T22:00:00Z')).toBe(240);
    expect(minutes('2026-05-09T22:00:00Z')).toBe(180);
  });

  it('lasts a whole day where it ends as it begins', () => {
    const day: Hours = { timezone: 'UTC', days: ['wed'], from: '06:00', to: '06:00' };
    expect(isOpen([day], '2026-01-08T05:59:00Z')).toBe(true);
    expect(isOpen([day], '2026-01-08T06:00:00Z')).toBe(false);
    expect(isOpen([{ ...day, days }], '2026-01-03T12:00:00Z')).toBe(true);
  });

  it('says when, and what the clock shows there; no hours at all are never', () => {
    expect(hoursRefusal([office, night], new Date('2026-01-06T12:05:00Z'))).toBe(
      'changes may be made mon 09:00 to 17:30 America/New_York (now tue 07:05 there) or ' +
        'mon, fri 22:00 to 04:00 Europe/Berlin (now tue 13:05 there)',
    );
    expect(isOpen([], '2026-01-06T12:05:00Z')).toBe(false);
  });
});
