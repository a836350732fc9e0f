import { describe, expect, it } from '@jest/globals';
import { parseExpression } from './expression.js';
import { planTimes, type MisfireRules } from './misfire.js';
import { occurrences, type Timetable } from './timetable.js';

const minute = (text: string) => new Date(`2026-11-20T${text}Z`);

function every(text: string, anchor: Date, endDate?: Date): Timetable {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { expression: parsed.expression, timezone: 'UTC', anchor, endDate };
}

const rules = (given: Partial<MisfireRules>): MisfireRules => ({
  ...{ policy: 'run_once', limit: 100, catchUpWindowSeconds: 86_400 },
  ...given,
});

const first = minute('06:00:00');
const hourly = every('rate(1 hour)', first);

/** What runs, as times of day; what is skipped has its reason behind it. */
function plan(timetable: Timetable, now: Date, given: Partial<MisfireRules>, horizon = now) {
  const { times, next } = planTimes(timetable, first, now, horizon, rules(given));
  return {
    runs: times.filter((time) => time.run).map(({ at }) => at.toISOString().slice(11, 16)),
    causes: times.flatMap((time) => (time.run ? [time.cause] : [])),
    skipped: times.flatMap((time) =>
      time.run ? [] : [`${time.at.toISOString().slice(11, 16)} ${time.reason}`],
    ),
    next: next?.toISOString().slice(11, 16),
  };
}

describe('planTimes', () => {
  it('runs a time that has come, also one that lies ahead inside the horizon', () => {
    const now = minute('05:59:58');
    expect(plan(hourly, now, { policy: 'skip' }, first)).toEqual({
      ...{ runs: ['06:00'], causes: ['schedule'], skipped: [], next: '07:00' },
    });
    expect(plan(hourly, now, {}).runs).toEqual([]);
  });

  it.each(['skip', 'run_once', 'run_all'] as const)('calls a minute late, not missed (%s)', (policy) => {
    expect(plan(hourly, minute('06:01:00'), { policy })).toMatchObject({
      runs: ['06:00'],
      causes: ['schedule'],
    });
  });

  it('calls more than a minute missed', () => {
    const now = minute('06:01:00.001');
    expect(plan(hourly, now, { policy: 'run_once' })).toMatchObject({
      runs: ['06:00'],
      causes: ['catch_up'],
    });
    expect(plan(hourly, now, { policy: 'skip' })).toMatchObject({
      ...{ runs: [], skipped: ['06:00 missed while the service was down (misfirePolicy skip)'] },
    });
  });

  it('run_once: the newest stands for all', () => {
    expect(plan(hourly, minute('09:30:00'), {})).toEqual({
      runs: ['09:00'],
      causes: ['catch_up'],
      skipped: ['06:00', '07:00', '08:00'].map(
        (at) => `${at} missed; the run of 2026-11-20T09:00:00.000Z stands for it (misfirePolicy run_once)`,
      ),
      next: '10:00',
    });
  });

  it('run_once: a time that is only late stands for those that were missed', () => {
    expect(plan(hourly, minute('08:00:30'), {})).toMatchObject({ runs: ['08:00'], causes: ['schedule'] });
  });

  it('run_once: a time that is still to come does not', () => {
    const planned = plan(hourly, minute('07:59:58'), {}, minute('08:00:00'));
    expect(planned).toMatchObject({ runs: ['07:00', '08:00'], causes: ['catch_up', 'schedule'] });
  });

  it('run_once: of a schedule that has ended, its last', () => {
    const ended = every('rate(1 hour)', first, minute('08:00:00'));
    expect(plan(ended, minute('12:00:00'), {})).toMatchObject({ runs: ['07:00'], next: undefined });
  });

  it('run_all: the newest up to the limit, besides what is only late', () => {
    const all = { policy: 'run_all', limit: 2 } as const;
    expect(plan(hourly, minute('09:30:00'), all)).toMatchObject({ runs: ['08:00', '09:00'] });
    expect(plan(hourly, minute('09:00:10'), all)).toMatchObject({
      ...{ runs: ['07:00', '08:00', '09:00'], causes: ['catch_up', 'catch_up', 'schedule'] },
      skipped: ['06:00 missed; only the newest 2 missed runs are caught up (misfireLimit)'],
    });
    expect(plan(hourly, minute('09:30:00'), { ...all, limit: 50 }).runs).toHaveLength(4);
  });

  it.each(['run_once', 'run_all'] as const)('%s: nothing older than the catch-up window', (policy) => {
    const given = { policy, catchUpWindowSeconds: 3600 };
    expect(plan(hourly, minute('08:30:00'), given)).toMatchObject({
      runs: ['08:00'],
      skipped: ['06:00', '07:00'].map((at) => `${at} missed by more than the catch-up window of 3600 s`),
    });
    const justInside = plan(every('rate(1 day)', first), minute('07:00:00'), given);
    expect(justInside).toMatchObject({ runs: ['06:00'] });
    expect(plan(every('rate(1 day)', first), minute('07:00:01'), given).runs).toEqual([]);
  });

  describe('of a stretch longer than 500 times', () => {
    const minutely = every('rate(1 minute)', first);
    const days = (count: number) => new Date(first.getTime() + count * 1440 * 60_000);
    const of = (timetable: Timetable, now: Date, given: Partial<MisfireRules> = {}) =>
      planTimes(timetable, first, now, now, rules(given));

    it('names the newest 500 each, and tells of the others at once', () => {
      const newest = new Date(first.getTime() + 700 * 60_000);
      const now = new Date(newest.getTime() + 30_000);
      const { times, next } = of(minutely, now);
      expect(times).toHaveLength(501);
      const older = new Date(first.getTime() + 200 * 60_000);
      const stands = `missed; the run of ${newest.toISOString()} stands for it (misfirePolicy run_once)`;
      expect(times[0]).toEqual({
        at: older,
        run: false,
        reason: `201 times from ${first.toISOString()} to ${older.toISOString()}: ${stands}`,
      });
      expect(times[1]).toEqual({ at: new Date(older.getTime() + 60_000), run: false, reason: stands });
      expect(times.filter(({ run }) => run).map(({ at }) => at)).toEqual([newest]);
      expect(next).toEqual(new Date(newest.getTime() + 60_000));
    });

    it('names all of 500', () => {
      const now = new Date(first.getTime() + 499 * 60_000);
      const { times } = of(minutely, now);
      expect(times).toHaveLength(500);
      expect(times[0]).toMatchObject({ at: first, reason: expect.not.stringContaining('times') as unknown });
    });

    it('names as many as run_all may run', () => {
      const { times } = of(minutely, days(3), { policy: 'run_all', limit: 1000 });
      expect(times).toHaveLength(1003);
      expect(times.filter(({ run }) => run)).toHaveLength(1002); // two of them are only late
      expect(times[0]).toMatchObject({ reason: expect.stringContaining('misfireLimit') as unknown });
    });

    it('tells both reasons where the catch-up window ends among the older ones', () => {
      const { times } = of(minutely, days(2), { catchUpWindowSeconds: 86_400 });
      const [told] = times;
      expect(told?.run === false && told.reason).toMatch(
        /^2381 times from .*: missed; the run of .* \(misfirePolicy run_once\), or missed by more than the catch-up window of 86400 s$/,
      );
    });

    it.each([
      ['rate(1 minute)', /^29741 times/],
      ['cron(* * * * ? *)', /^more than 2000 times/],
    ])('takes no longer for weeks (%s)', (expression, reason) => {
      const began = performance.now();
      const { times, next } = of(every(expression, first), days(21), { policy: 'skip' });
      expect(performance.now() - began).toBeLessThan(1000);
      expect(times).toHaveLength(501);
      expect(times[0]).toMatchObject({ reason: expect.stringMatching(reason) as unknown });
      expect(next).toEqual(new Date(days(21).getTime() + 60_000));
    });

    it('leaves no time out, and tells none twice', () => {
      const hours = every('cron(0/7 3-22 * * ? *)', first);
      const { times } = of(hours, days(5));
      const [told, ...each] = times;
      const [, count] = /^(\d+) times/.exec(told?.run === false ? told.reason : '') ?? [];
      const all = [...occurrences(hours, first, days(5))];
      expect(each.map(({ at }) => at)).toEqual(all.slice(-500));
      expect(Number(count)).toBe(all.length - 500);
    });
  });
});
