import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/app.js';
import { ago, startScheduleApp, TENANT, type Json, type ScheduleApp } from '../support/schedules.js';

// What a worker finds when it comes back: much of it, old rows, and what it cannot read.
let test: ScheduleApp;
let isStopped: boolean;
const start = async (env: Record<string, string> = {}) => {
  isStopped = false;
  test = await startScheduleApp({ env });
};
afterEach(() => (isStopped ? test.app.database.drop() : test.app.close()));

const HOUR = 3600;
const DAY = 86_400;

/** Writes a run as a worker has left it. */
const leave = (scheduleId: string, plannedAt: Date, values: Json = {}) =>
  test.app.database.query(
    `INSERT INTO schedule_runs
     SELECT (jsonb_populate_record(NULL::schedule_runs, jsonb_build_object('id', 'run_of_' || $1 || $2::text,
       'tenant_id', $3::text, 'schedule_id', $1::text, 'planned_at', $2::timestamptz, 'due_at', $2::timestamptz,
       'cause', 'schedule', 'status', 'queued', 'attempt', 0, 'next_attempt_at', $2::timestamptz, 'replaces', '[]'::jsonb,
       'requested_by', 'x', 'requested_by_key', 'x', 'correlation_id', 'x', 'created_at', $2::timestamptz
     ) || $4::jsonb)).*`,
    [scheduleId, plannedAt.toISOString(), TENANT, JSON.stringify(values)],
  );
const rows = (scheduleId: string) =>
  test.app.database.query<{ plannedAt: Date; status: string; reason: string | null; error: string | null }>(
    `SELECT planned_at AS "plannedAt", status, reason, error FROM schedule_runs WHERE schedule_id = $1
      ORDER BY planned_at`,
    [scheduleId],
  );
const oneRow = (scheduleId: string, status: string) =>
  eventually(async () => (await rows(scheduleId)).find((row) => row.status === status));

describe('after days without a worker', () => {
  const behind = async (count: number) => test.insertMany(ago(2 * DAY), {}, count);
  const leftBehind = async () => {
    const sql = `SELECT count(*)::int AS n FROM schedules WHERE next_run_at < app_now() - interval '1 minute'`;
    return (await test.app.database.query<{ n: number }>(sql))[0]?.n ?? 0;
  };

  it('what is on time starts while the missed times of others are still written, in bounded parts', async () => {
    await start();
    const ids = await behind(60);
    const onTime = await test.insert(ago(1), { expression: 'rate(1 day)' });
    await eventually(async () => test.starter.of(onTime).length === 1);
    expect(await leftBehind()).toBeGreaterThan(20);
    await eventually(async () => (await leftBehind()) === 0, 25_000);
    const parts = await test.app.database.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM schedule_runs WHERE status = 'skipped' AND schedule_id = ANY($1)
        GROUP BY xmin::text`,
      [ids],
    );
    expect(Math.max(...parts.map(({ n }) => n))).toBeLessThan(6000);
    const [first] = await rows(ids[0] ?? '');
    expect(first?.reason).toMatch(/^23\d\d times from .* to .*: missed; .* \(misfirePolicy run_once\)/);
    const started = () => new Set(test.starter.of(...ids).map(({ input }) => input.metadata.scheduleId));
    await eventually(async () => started().size === 60);
  });

  it('a stop does not wait until all of it is written', async () => {
    await start();
    await behind(200);
    await eventually(async () => (await leftBehind()) < 200);
    const began = performance.now();
    isStopped = true;
    await test.app.app.close();
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(await leftBehind()).toBeGreaterThan(20);
  });
});

describe('a run that was written before the outage and not started', () => {
  const never = { expression: 'cron(0 0 1 1 ? 2199)', next_run_at: '2199-01-01T00:00:00Z' };

  it.each([
    ['skip', 86_400, 'missed while the service was down (misfirePolicy skip)'],
    ['run_once', 3600, 'missed by more than the catch-up window of 3600 s'],
  ])('is not started late against its misfire policy (%s, %d s)', async (policy, seconds, reason) => {
    await start();
    const values = { misfire_policy: policy, catch_up_window_seconds: seconds };
    const id = await test.insert(new Date(), { ...never, ...values });
    await leave(id, ago(2 * HOUR));
    test.wake();
    expect((await oneRow(id, 'skipped')).reason).toBe(reason);
    expect(test.starter.of(id)).toEqual([]);
  });

  it('is not started where a newer one is, or will be (run_once)', async () => {
    await start();
    const id = await test.insert(new Date(), { ...never, overlap_policy: 'skip' });
    const [old, newer] = [ago(3 * HOUR), ago(2 * HOUR)];
    await leave(id, old, { next_attempt_at: '2199-01-01T00:00:00Z' });
    await leave(id, newer);
    test.wake();
    await test.runsThat(id, 'succeeded');
    await test.app.database.query(
      `UPDATE schedule_runs SET next_attempt_at = due_at WHERE schedule_id = $1`,
      [id],
    );
    test.wake();
    const reason = `missed; the run of ${newer.toISOString()} stands for it (misfirePolicy run_once)`;
    expect((await oneRow(id, 'skipped')).reason).toBe(reason);
    expect(test.starter.of(id)).toHaveLength(1);
  });

  it('is started late where nothing stands for it, and where somebody asked for it', async () => {
    await start();
    const id = await test.insert(new Date(), { ...never, overlap_policy: 'allow' });
    await leave(id, ago(2 * HOUR));
    await leave(id, ago(3 * HOUR), { cause: 'manual' });
    test.wake();
    await test.runsThat(id, 'succeeded', 2);
  });

  it('fails when it was held up by an open circuit for longer than its retry age', async () => {
    await start();
    const target = { type: 'step-functions', stateMachineName: 'HeldWorkflow' };
    const id = await test.insert(new Date(), { ...never, target, max_retry_age_seconds: 3600 });
    await test.app.database.query(
      `INSERT INTO target_circuits VALUES ($1, 'workflow:HeldWorkflow', 5, app_now() + interval '50 seconds', '503')`,
      [TENANT],
    );
    await leave(id, ago(HOUR - 30), { cause: 'manual' });
    test.wake();
    expect((await oneRow(id, 'failed')).error).toMatch(/^circuit open for workflow:HeldWorkflow/);
  });
});

describe('a schedule that cannot be planned here', () => {
  it('does not keep the others from their times, and stays as it is', async () => {
    await start();
    const at = ago(1);
    const bad = await test.insertMany(at, { timezone: 'Mars/Olympus', expression: 'cron(0 6 * * ? *)' }, 2);
    const newer = await test.insert(at, { expression: 'every(full moon)' });
    const good = await test.insert(at, { expression: 'rate(1 day)' });
    await test.runsThat(good, 'succeeded');
    const kept = await test.app.database.query<{ at: Date }>(
      'SELECT next_run_at AS at FROM schedules WHERE id = ANY($1)',
      [[...bad, newer]],
    );
    expect(kept).toEqual([{ at }, { at }, { at }]);
    const listed = await test.ask<{ items: Json[] }>('GET', '/schedules');
    expect(listed.status).toBe(200);
    expect(listed.body.items.find((one) => one['scheduleId'] === newer)).toMatchObject({
      inWords: 'every(full moon)',
    });
  });
});

describe('a change of its times while no worker is up', () => {
  it.each([
    ['PUT', '', { cronExpression: '0 0 1 1 ? 2199' }, 'queued'],
    ['PUT', '', { enabled: false }, 'skipped'],
    ['POST', '/pause', { reason: 'x' }, 'skipped'],
  ])('leaves no time without a row: %s %s %j', async (method, path, body, newest) => {
    await start({ ROLE: 'api' });
    const anchor = ago(3 * HOUR + 60);
    const id = await test.insert(anchor, { expression: 'rate(1 hour)' });
    expect((await test.ask(method, `/schedules/${id}${path}`, body)).status).toBe(200);
    const written = await rows(id);
    expect(written.map(({ plannedAt }) => plannedAt)).toEqual(
      [0, 1, 2, 3].map((hours) => new Date(anchor.getTime() + hours * HOUR * 1000)),
    );
    expect(written.map(({ status }) => status)).toEqual(['skipped', 'skipped', 'skipped', newest]);
    expect(written.every(({ status, reason }) => status === 'queued' || reason !== null)).toBe(true);
  });
});
