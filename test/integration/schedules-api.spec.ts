import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  someSchedule,
  startScheduleApp,
  type Json,
  type Schedule,
  type ScheduleApp,
} from '../support/schedules.js';

let test: ScheduleApp;
beforeAll(async () => {
  test = await startScheduleApp({ real: true });
});
afterAll(() => test.app.close());

interface Problems {
  details: { path: string; message: string }[];
}
const post = (body: Json) =>
  test.ask<Schedule & Problems>('POST', '/schedules', { ...someSchedule, ...body });
const put = (id: string, body: Json) => test.ask<Schedule & Problems>('PUT', `/schedules/${id}`, body);
const pathsOf = ({ details }: Problems) => details.map(({ path }) => path);
const cronOf = { scheduleExpression: undefined };

describe('the times of a schedule', () => {
  it('are refused with the field of the request, and inside it the field of the expression', async () => {
    const { status, body } = await post({ ...cronOf, cronExpression: '61 25 * * ? *' });
    expect(status).toBe(400);
    expect(pathsOf(body)).toEqual(['cronExpression', 'cronExpression']);
    expect(body.details[0]?.message).toMatch(/^minutes: .*61/);
    expect(body.details[1]?.message).toMatch(/^hours: .*25/);
  });

  it.each([
    ['five fields', { cronExpression: '0 6 * * *' }, 'cronExpression', /six|6 fields/],
    ['no expression', {}, 'cronExpression', /give it, or scheduleExpression/],
    ['a rate where a cron belongs', { cronExpression: 'rate(5 minutes)' }, 'cronExpression', /./],
    ['a bad rate', { scheduleExpression: 'rate(0 minutes)' }, 'scheduleExpression', /rate/],
    ['a bad at', { scheduleExpression: 'at(2026-12-01T06:00:00Z)' }, 'scheduleExpression', /zone/],
    [
      'two expressions',
      { cronExpression: '0 6 * * ? *', scheduleExpression: 'rate(1 day)' },
      'scheduleExpression',
      /not both/,
    ],
    ['an unknown zone', { cronExpression: '0 6 * * ? *', timezone: 'Mars/Base' }, 'timezone', /IANA/],
    [
      'an end that is the start',
      { cronExpression: '0 6 * * ? *', startDate: '2027-01-01T00:00:00Z', endDate: '2027-01-01T00:00:00Z' },
      'endDate',
      /later than startDate/,
    ],
    [
      'an end before the start',
      { cronExpression: '0 6 * * ? *', startDate: '2027-01-02T00:00:00Z', endDate: '2027-01-01T00:00:00Z' },
      'endDate',
      /later than startDate/,
    ],
  ] as [string, Json, string, RegExp][])('are refused: %s', async (_, given, path, message) => {
    const { status, body } = await post({ ...cronOf, ...given });
    expect([status, pathsOf(body)]).toEqual([400, [path]]);
    expect(body.details[0]?.message).toMatch(message);
  });

  it('are refused in a PUT too, also where they collide with what is kept', async () => {
    const { scheduleId } = await test.create({ startDate: '2027-06-01T00:00:00Z' });
    const bad = await put(scheduleId, { cronExpression: '0 99 * * ? *' });
    expect([bad.status, pathsOf(bad.body)]).toEqual([400, ['cronExpression']]);
    const early = await put(scheduleId, { endDate: '2027-05-01T00:00:00Z' });
    expect([early.status, pathsOf(early.body)]).toEqual([400, ['endDate']]);
    const both = await put(scheduleId, { cronExpression: '0 6 * * ? *', scheduleExpression: 'rate(1 day)' });
    expect(both.status).toBe(400);
  });
});

describe('PUT', () => {
  it('sets what is given and keeps the rest', async () => {
    const made = await test.create({
      ...{ description: 'as it was', parameters: { scanType: 'full' }, tags: { team: 'a' } },
      ...{ startDate: '2027-06-01T00:00:00Z', endDate: '2027-07-01T00:00:00Z', jitterSeconds: 7 },
    });
    const { status, body } = await put(made.scheduleId, { flexibleTimeWindowMinutes: 30 });
    const { updatedAt, ...kept } = body;
    expect(status).toBe(200);
    expect({ ...kept, updatedAt: made['updatedAt'] }).toEqual({ ...made, flexibleTimeWindowMinutes: 30 });
    expect(String(updatedAt) >= String(made['updatedAt'])).toBe(true);
  });

  it('clears with null what may be without a value', async () => {
    const { scheduleId } = await test.create({
      ...{ description: 'x', startDate: '2027-06-01T00:00:00Z', endDate: '2027-07-01T00:00:00Z' },
    });
    const cleared = { description: null, startDate: null, endDate: null };
    expect((await put(scheduleId, cleared)).body).toMatchObject(cleared);
    expect((await put(scheduleId, { enabled: null })).status).toBe(400);
  });

  it('may clear the start and set an end before it', async () => {
    const { scheduleId } = await test.create({ startDate: '2027-06-01T00:00:00Z' });
    const change = { startDate: null, endDate: '2027-05-01T00:00:00.000Z' };
    expect(await put(scheduleId, change)).toMatchObject({ status: 200, body: change });
  });

  it('moves the next time with the expression and the time zone', async () => {
    const { scheduleId } = await test.create({ scheduleExpression: 'cron(0 6 * * ? *)' });
    const hourIn = async (timezone: string) =>
      (await put(scheduleId, { timezone })).body.nextRunAt?.slice(11, 16);
    expect(await hourIn('Asia/Kathmandu')).toBe('00:15');
    expect(await hourIn('UTC')).toBe('06:00');
    const { nextRunAt } = (await put(scheduleId, { cronExpression: '30 7 * * ? *' })).body;
    expect(nextRunAt?.slice(11, 16)).toBe('07:30');
    expect((await put(scheduleId, { enabled: false })).body).toMatchObject({ nextRunAt: null });
    expect((await put(scheduleId, { enabled: true })).body).toMatchObject({ nextRunAt });
  });

  it('changes nothing of a schedule that is gone', async () => {
    const { scheduleId } = await test.create();
    expect((await test.ask('DELETE', `/schedules/${scheduleId}`)).status).toBe(204);
    for (const [method, path] of [
      ['GET', ''],
      ['PUT', ''],
      ['DELETE', ''],
      ['GET', '/runs'],
      ['GET', '/next'],
      ['POST', '/run-now'],
      ['POST', '/pause'],
      ['POST', '/resume'],
    ] as const) {
      const body = { PUT: {}, POST: path === '/pause' ? { reason: 'x' } : {} }[method as 'PUT' | 'POST'];
      const { status } = await test.ask(method, `/schedules/${scheduleId}${path}`, body);
      expect([method, path, status]).toEqual([method, path, 404]);
    }
  });
});
