import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/app.js';
import { ago, startScheduleApp, type Json, type ScheduleApp } from '../support/schedules.js';

let test: ScheduleApp;
beforeAll(async () => {
  test = await startScheduleApp({ env: { SCHEDULE_RUN_RETENTION_DAYS: '3650' } });
});
afterAll(() => test.app.close());
beforeEach(() => test.starter.reset());

describe('backfill', () => {
  interface Backfill {
    dryRun: boolean;
    created: number;
    runs: { plannedAt: string; runId: string | null; outcome: string }[];
    details: { path: string }[];
  }
  const backfill = (id: string, body: Json) => test.ask<Backfill>('POST', `/schedules/${id}/backfill`, body);
  const daily = () => test.create({ scheduleExpression: 'cron(0 6 * * ? *)', timezone: 'Europe/Berlin' });
  // over the change of the clocks on 2026-03-29
  const march = { from: '2026-03-28T00:00:00Z', to: '2026-03-31T00:00:00Z' };
  const days = ['2026-03-28T05:00:00.000Z', '2026-03-29T04:00:00.000Z', '2026-03-30T04:00:00.000Z'];

  it('tells in a dry run what it would run, and writes nothing', async () => {
    const { scheduleId } = await daily();
    const { status, body } = await backfill(scheduleId, { ...march, dryRun: true });
    expect(status).toBe(202);
    expect(body).toEqual({
      dryRun: true,
      created: 0,
      runs: days.map((plannedAt) => ({ plannedAt, runId: null, outcome: 'created' })),
    });
    expect(await test.runs(scheduleId)).toEqual([]);
  });

  it('runs each time once, with its own time as the scheduled one', async () => {
    const { scheduleId } = await daily();
    const first = await backfill(scheduleId, march);
    expect(first.body).toMatchObject({ dryRun: false, created: 3 });
    const runs = await test.runsThat(scheduleId, 'succeeded', 3);
    expect(runs.map(({ plannedAt, cause }) => [plannedAt, cause])).toEqual(
      days.map((at) => [at, 'backfill']),
    );
    const started = test.starter.of(scheduleId).map(({ input }) => input.metadata.triggeredAt);
    expect(started).toEqual(days.map((at) => at.replace('.000', '')));
    const again = await backfill(scheduleId, march);
    expect(again.body).toMatchObject({ created: 0 });
    expect(again.body.runs.map(({ outcome, runId }) => [outcome, runId])).toEqual(
      runs.map(({ runId }) => ['exists', runId]),
    );
    expect(test.starter.of(scheduleId)).toHaveLength(3);
  });

  it('runs again what was skipped, from its first attempt', async () => {
    const anchor = ago(1500);
    const values = { expression: 'rate(10 minutes)', misfire_policy: 'skip', max_attempts: 1 };
    const id = await test.insert(anchor, values);
    const skipped = await test.runsThat(id, 'skipped', 3);
    await test.app.database.query(
      `UPDATE schedule_runs SET attempt = 1, started_at = app_now() - interval '1 day' WHERE schedule_id = $1`,
      [id],
    ); // as of a run whose start found nothing to do
    const { body } = await backfill(id, { from: anchor.toISOString(), to: new Date().toISOString() });
    expect(body.created).toBe(3);
    expect(body.runs.map(({ outcome, runId }) => [outcome, runId])).toEqual(
      skipped.map(({ runId }) => ['rerun', runId]),
    );
    const runs = await test.runsThat(id, 'succeeded', 3);
    expect(runs.every(({ reason, cause }) => reason === null && cause === 'backfill')).toBe(true);
    expect(runs.map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
    expect(runs.every(({ startedAt }) => Date.parse(startedAt ?? '') > Date.now() - 60_000)).toBe(true);
  });

  it('refuses a time to come, an empty span and more than a thousand times', async () => {
    const { scheduleId } = await test.create({ scheduleExpression: 'cron(* * * * ? *)', enabled: false });
    const to = new Date(Date.now() + 60_000).toISOString();
    for (const body of [
      { from: '2026-03-28T00:00:00Z', to },
      { from: '2026-03-28T00:00:00Z', to: '2026-03-28T00:00:00Z' },
      { from: '2026-03-28T00:00:00Z', to: '2026-03-28T16:40:00Z' }, // 1,001 minutes
    ]) {
      const answer = await backfill(scheduleId, body);
      expect([answer.status, answer.body.details.map(({ path }) => path)]).toEqual([400, ['to']]);
    }
    expect(await test.runs(scheduleId)).toEqual([]);
    const most = { from: '2026-03-28T00:00:00Z', to: '2026-03-28T16:39:00Z', dryRun: true };
    expect((await backfill(scheduleId, most)).body.runs).toHaveLength(1000);
  });

  it('refuses times of which it is not known any more whether they ran', async () => {
    const other = await startScheduleApp({ env: { SCHEDULE_RUN_RETENTION_DAYS: '7' } });
    try {
      const { scheduleId } = await other.create({ scheduleExpression: 'cron(0 6 * * ? *)', enabled: false });
      const from = (days: number) => ({ from: ago(days * 86_400).toISOString(), to: ago(60).toISOString() });
      const ask = (body: Json) => other.ask<Backfill>('POST', `/schedules/${scheduleId}/backfill`, body);
      const refused = await ask({ ...from(7.1), dryRun: true });
      expect([refused.status, refused.body.details.map(({ path }) => path)]).toEqual([400, ['from']]);
      expect(JSON.stringify(refused.body)).toContain('runs are kept for 7 days');
      expect((await ask({ ...from(6.9), dryRun: true })).status).toBe(202);
    } finally {
      await other.app.close();
    }
  });

  it('lets the runs of a schedule that may not overlap wait for each other', async () => {
    test.starter.manner = 'stay';
    const { scheduleId } = await daily();
    await backfill(scheduleId, march);
    const [first] = await test.runsThat(scheduleId, 'running');
    await eventually(
      async () => (await test.runs(scheduleId)).filter(({ reason }) => reason !== null).length === 2,
    );
    expect(test.starter.of(scheduleId)).toHaveLength(1);
    expect(first?.plannedAt).toBe(days[0]);
  });
});
