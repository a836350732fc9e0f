import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ago,
  atIn,
  startScheduleApp,
  TENANT,
  type Json,
  type Run,
  type Schedule,
  type ScheduleApp,
} from '../support/schedules.js';

let test: ScheduleApp;
beforeAll(async () => {
  test = await startScheduleApp();
});
afterAll(() => test.app.close());
beforeEach(() => test.starter.reset());

const post = <T = Schedule>(id: string, what: string, body: Json = {}) =>
  test.ask<T>('POST', `/schedules/${id}/${what}`, body);

describe('pause and resume', () => {
  it('has no next time while it is paused, and goes on with the next one', async () => {
    const { scheduleId, nextRunAt } = await test.create({ scheduleExpression: 'cron(0 6 * * ? *)' });
    expect(nextRunAt).not.toBeNull();
    const paused = await post(scheduleId, 'pause', { reason: 'moving house' });
    expect(paused).toMatchObject({
      status: 200,
      body: {
        status: 'ENABLED',
        nextRunAt: null,
        paused: { reason: 'moving house', by: `operator@${TENANT}.test` },
      },
    });
    const put = await test.ask<Schedule>('PUT', `/schedules/${scheduleId}`, {
      cronExpression: '0 7 * * ? *',
    });
    expect(put.body.nextRunAt).toBeNull();
    const resumed = await post(scheduleId, 'resume');
    expect(resumed.body.paused).toBeNull();
    expect(resumed.body.nextRunAt).toMatch(/T07:00:00.000Z$/);
    expect((await post(scheduleId, 'resume')).status).toBe(200);
  });

  it('does not start a run that was planned already, and says why', async () => {
    const at = atIn(3).at;
    const id = await test.insert(at, { expression: 'rate(1 day)' });
    await test.runsThat(id, 'queued');
    await post(id, 'pause', { reason: 'not now' });
    const [run] = await test.runsThat(id, 'skipped');
    expect(run).toMatchObject({ plannedAt: at.toISOString(), reason: 'the schedule was paused' });
    await new Promise((done) => setTimeout(done, at.getTime() - Date.now() + 300));
    expect(test.starter.of(id)).toEqual([]);
  });

  it('starts a planned run after all when it is resumed before its time', async () => {
    const id = await test.insert(atIn(2.5).at, { expression: 'rate(1 day)' });
    await test.runsThat(id, 'queued');
    await post(id, 'pause', { reason: 'not now' });
    await post(id, 'resume');
    const runs = await test.runsThat(id, 'succeeded');
    expect(runs).toHaveLength(1);
    expect(test.starter.of(id)).toHaveLength(1);
  });

  it.each([
    ['rate(1 day)', 'pause'],
    ['rate(1 day)', 'disable'],
    ['at(…)', 'pause'],
  ])('keeps a run that the flexible window has put off (%s, %s)', async (expression, how) => {
    const at = ago(0);
    const text = expression.replace('…', at.toISOString().slice(0, 19));
    const values = { expression: text, flexible_window_minutes: 1440 };
    const id = await test.insert(at, values);
    const [run] = await test.runsThat(id, 'queued');
    expect(Date.parse(run?.dueAt ?? '')).toBeGreaterThan(Date.now() + 5_000);
    const path = `/schedules/${id}`;
    if (how === 'pause') await post(id, 'pause', { reason: 'not now' });
    else await test.ask('PUT', path, { enabled: false });
    await test.runsThat(id, 'skipped');
    if (how === 'pause') await post(id, 'resume');
    else await test.ask('PUT', path, { enabled: true });
    expect(await test.runs(id)).toEqual([run]);
    await test.app.database.query(`UPDATE schedule_runs SET next_attempt_at = app_now() WHERE id = $1`, [
      run?.runId,
    ]);
    test.wake();
    await test.runsThat(id, 'succeeded');
  });

  it('does not make up for what passed meanwhile', async () => {
    const id = await test.insert(ago(7200), {
      ...{ next_run_at: null, misfire_policy: 'run_all' },
      ...{ paused_at: ago(7200).toISOString(), paused_by: 'x', paused_reason: 'x' },
    });
    const { nextRunAt } = (await post(id, 'resume')).body;
    expect(Date.parse(nextRunAt ?? '')).toBeGreaterThanOrEqual(Date.now() - 1000);
    await new Promise((done) => setTimeout(done, 1200));
    expect((await test.runs(id)).filter(({ plannedAt }) => plannedAt < ago(5).toISOString())).toEqual([]);
  });
});

describe('run-now', () => {
  it('starts it once, also when it is off or paused, with who asked', async () => {
    const { scheduleId } = await test.create({ enabled: false });
    await post(scheduleId, 'pause', { reason: 'x' });
    const { admin } = test.keys;
    const asked = await test.ask<Run>('POST', `/schedules/${scheduleId}/run-now`, {}, admin);
    expect(asked).toMatchObject({ status: 202, body: { status: 'queued' } });
    const [run] = await test.runsThat(scheduleId, 'succeeded');
    expect(run).toMatchObject({
      ...{ runId: asked.body.runId, cause: 'manual', requestedBy: `admin@${TENANT}.test` },
      ...{ executionType: 'execution', error: null },
    });
    expect(test.starter.of(scheduleId)).toMatchObject([{ actor: { owner: `admin@${TENANT}.test` } }]);
    expect((await test.get(scheduleId)).nextRunAt).toBeNull();
  });

  it('runs as often as it is asked, though in the same millisecond', async () => {
    const { scheduleId } = await test.create({ overlapPolicy: 'allow' });
    await Promise.all(Array.from({ length: 10 }, () => post(scheduleId, 'run-now')));
    await test.runsThat(scheduleId, 'succeeded', 10);
    expect(test.starter.of(scheduleId)).toHaveLength(10);
  });
});

describe('GET /schedules/{id}/next and POST /schedules/preview', () => {
  interface Preview {
    valid: boolean;
    problems: { path: string; message: string }[];
    words: string | null;
    next: { at: string; local: string; note?: string }[];
  }
  const preview = (body: Json) => test.ask<Preview>('POST', '/schedules/preview', body);

  it('tell the next times on both clocks', async () => {
    const { scheduleId, nextRunAt } = await test.create({
      ...{ scheduleExpression: 'cron(0 6 * * ? *)', timezone: 'Asia/Kathmandu' },
    });
    const { status, body } = await test.ask<Preview>('GET', `/schedules/${scheduleId}/next?count=3`);
    expect(status).toBe(200);
    expect(body.next.map(({ at }) => at.slice(11, 16))).toEqual(['00:15', '00:15', '00:15']);
    expect(body.next.every(({ local }) => local.includes('T06:00'))).toBe(true);
    expect(new Date(body.next[0]?.at ?? '').toISOString()).toBe(nextRunAt);
  });

  it('say what a change of the clocks does', async () => {
    const { body } = await preview({
      ...{ expression: '30 2 * * ? *', timezone: 'America/New_York' },
      ...{ from: '2027-03-13T12:00:00Z', count: 2 },
    });
    expect(body.valid).toBe(true);
    expect(body.next[0]?.at).toContain('2027-03-15T06:30');
    expect(JSON.stringify(body)).toMatch(/2027-03-14/);
  });

  it('answer 200 for what is no expression, and for one that never runs again', async () => {
    const bad = await preview({ expression: '0 6 * * *' });
    expect(bad).toMatchObject({ status: 200, body: { valid: false, next: [] } });
    expect(bad.body.problems).toHaveLength(1);
    const past = await preview({ expression: 'at(2020-01-01T00:00:00)' });
    expect(past).toMatchObject({ status: 200, body: { valid: true, problems: [], next: [] } });
  });
});

describe('GET /schedules/calendar', () => {
  interface Calendar {
    items: { scheduleId: string; times: string[]; more: boolean; inWords: string }[];
    from: string;
    to: string;
    nextCursor: string | null;
  }
  const WEEK = 'from=2027-03-08T00:00:00Z&to=2027-03-15T00:00:00Z';
  const calendar = (query: string) => test.ask<Calendar>('GET', `/schedules/calendar?${query}`);

  it('tells when each schedule that is on runs within a week, and which run too often to be told', async () => {
    const on = { scheduleExpression: 'cron(0 6 ? * MON,THU *)', timezone: 'Asia/Kathmandu' };
    const { scheduleId } = await test.create(on);
    const often = await test.create({ scheduleExpression: 'rate(10 minutes)' });
    const off = await test.create({ ...on, enabled: false });
    const paused = await test.create(on);
    await test.ask('POST', `/schedules/${paused.scheduleId}/pause`, { reason: 'a holiday' });
    const later = await test.create({ scheduleExpression: 'at(2027-04-01T00:00:00)' });
    const { status, body } = await calendar(`${WEEK}&limit=500`);
    expect(status).toBe(200);
    const of = (id: string) => body.items.find((item) => item.scheduleId === id);
    expect(of(scheduleId)).toMatchObject({
      times: ['2027-03-08T00:15:00.000Z', '2027-03-11T00:15:00.000Z'],
      more: false,
    });
    expect(of(often.scheduleId)).toMatchObject({ more: true });
    expect(of(often.scheduleId)?.times).toHaveLength(100);
    for (const { scheduleId: id } of [off, paused, later]) expect(of(id)).toBeUndefined();
  });

  it('is read page by page, and refuses a time that is none, or too long', async () => {
    const { body } = await calendar(`${WEEK}&limit=500`);
    const ids: string[] = [];
    for (let cursor = ''; ;) {
      const { body: page } = await calendar(`${WEEK}&limit=1${cursor}`);
      ids.push(...page.items.map(({ scheduleId }) => scheduleId));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(ids).toEqual(body.items.map(({ scheduleId }) => scheduleId));
    for (const wrong of [
      'from=2027-03-08T00:00:00Z&to=2027-03-08T00:00:00Z',
      'from=2027-03-08T00:00:00Z&to=2027-05-08T00:00:00Z',
      'from=monday',
    ])
      expect((await calendar(wrong)).status).toBe(400);
  });
});
