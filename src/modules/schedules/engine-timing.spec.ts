import { describe, expect, it } from '@jest/globals';
import { timingDifferences, timingOf, type EngineSchedule } from './engine-timing.js';

const NOW = new Date('2026-12-01T10:02:00Z');
const at = (time: string) => new Date(`2026-12-01T${time}Z`);

const cron: EngineSchedule = {
  id: 'sch_1',
  tenantId: 'acme',
  version: 1,
  expression: 'cron(0 6 * * ? *)',
  timezone: 'Europe/Berlin',
  anchor: at('00:00:07'),
  startDate: null,
  endDate: null,
  enabled: true,
  pausedAt: null,
  completedAt: null,
  nextRunAt: null,
  flexibleWindowMinutes: 15,
};
const rate = { ...cron, expression: 'rate(5 minutes)' };
const once = { ...cron, expression: 'at(2026-12-01T11:30:00)' };

describe('what EventBridge Scheduler is told', () => {
  it('is switched on only when the schedule is enabled, not paused, not completed and not past its end', () => {
    const stateOf = (change: Partial<EngineSchedule>) => timingOf({ ...cron, ...change }, NOW).state;
    expect(stateOf({})).toBe('ENABLED');
    expect(stateOf({ enabled: false })).toBe('DISABLED');
    expect(stateOf({ pausedAt: NOW })).toBe('DISABLED');
    expect(stateOf({ completedAt: NOW })).toBe('DISABLED');
    expect(stateOf({ endDate: at('10:01:00') })).toBe('DISABLED');
    expect(stateOf({ endDate: at('10:03:00') })).toBe('ENABLED');
  });

  it('has no date that has passed: AWS refuses such a start', () => {
    const past = { startDate: at('09:00:00'), endDate: at('10:00:00') };
    expect(timingOf({ ...cron, ...past }, NOW)).toMatchObject({ startDate: undefined, endDate: undefined });
    const ahead = { startDate: at('11:00:00'), endDate: at('12:00:00') };
    expect(timingOf({ ...cron, ...ahead }, NOW)).toMatchObject(ahead);
  });

  it('has no dates for a one-time schedule, which ignores them', () => {
    const dates = { startDate: at('11:00:00'), endDate: at('10:00:00') };
    expect(timingOf({ ...once, ...dates }, NOW)).toMatchObject({
      state: 'ENABLED',
      startDate: undefined,
      endDate: undefined,
    });
  });

  it('starts a rate at its next time, so that it keeps to its anchor however often it is saved', () => {
    expect(timingOf(rate, NOW).startDate).toEqual(at('10:05:07'));
    expect(timingOf({ ...rate, startDate: at('11:00:00') }, NOW).startDate).toEqual(at('11:00:00'));
    expect(timingOf({ ...rate, nextRunAt: at('10:05:07') }, NOW).startDate).toEqual(at('10:05:07'));
  });

  it('starts a new rate at the time that came since it was saved, unless AWS would call that too old', () => {
    expect(timingOf({ ...rate, nextRunAt: at('10:00:07') }, NOW).startDate).toEqual(at('10:00:07'));
    expect(timingOf({ ...rate, nextRunAt: at('09:55:07') }, NOW).startDate).toEqual(at('10:05:07'));
  });

  it('switches a rate off that has no time before its end: without a start AWS would begin at once', () => {
    expect(timingOf({ ...rate, endDate: at('10:04:00') }, NOW)).toMatchObject({
      state: 'DISABLED',
      startDate: undefined,
    });
  });
});

describe('how what EventBridge Scheduler has is judged', () => {
  const differencesLater = (schedule: EngineSchedule, minutes: number, change: object = {}) =>
    timingDifferences(
      schedule,
      { ...timingOf(schedule, NOW), ...change },
      new Date(NOW.getTime() + minutes * 60_000),
    );

  it('names each field that was changed', () => {
    const change = {
      state: 'DISABLED',
      expression: 'cron(0 7 * * ? *)',
      timezone: 'UTC',
      windowMinutes: 0,
      startDate: at('13:00:00'),
      endDate: at('14:00:00'),
    };
    expect(differencesLater(cron, 0, change)).toEqual([
      'ScheduleExpression',
      'ScheduleExpressionTimezone',
      'FlexibleTimeWindow',
      'State',
      'EndDate',
      'StartDate',
    ]);
  });

  it('finds nothing wrong with what it told itself, whatever time has passed', () => {
    const dates = { startDate: at('11:00:00'), endDate: at('12:00:00') };
    for (const minutes of [0, 1, 3, 59, 200]) {
      expect(differencesLater(cron, minutes)).toEqual([]);
      expect(differencesLater(rate, minutes)).toEqual([]);
      expect(differencesLater(once, minutes)).toEqual([]);
      expect(differencesLater({ ...cron, ...dates }, minutes)).toEqual([]);
      expect(differencesLater({ ...rate, ...dates }, minutes)).toEqual([]);
    }
  });

  it('takes a rate whose start is off its grid, far ahead or gone for changed', () => {
    for (const startDate of [at('10:07:37'), at('10:25:07'), undefined]) {
      expect(differencesLater(rate, 1, { startDate })).toEqual(['StartDate']);
    }
    expect(differencesLater(rate, 1, { startDate: at('10:05:00') })).toEqual([]); // AWS keeps to the minute
  });
});
