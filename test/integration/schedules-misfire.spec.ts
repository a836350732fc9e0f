import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/app.js';
import { ago, startScheduleApp, type Json, type Run, type ScheduleApp } from '../support/schedules.js';

let test: ScheduleApp;
beforeAll(async () => {
  test = await startScheduleApp();
});
afterAll(() => test.app.close());
beforeEach(() => test.starter.reset());

/**
 * A schedule of every ten minutes whose times have not been looked at since `sinceMinutes` ago; the newest of them is
 * five minutes old. Gives its runs when each of those times has one and none is open.
 */
async function missed(
  sinceMinutes: number,
  values: Json,
): Promise<{ id: string; runs: Run[]; times: string[] }> {
  const anchor = ago(sinceMinutes * 60);
  const id = await test.insert(anchor, { expression: 'rate(10 minutes)', ...values });
  test.wake();
  const times: string[] = [];
  for (let at = anchor.getTime(); at < Date.now(); at += 600_000) times.push(new Date(at).toISOString());
  const runs = await eventually(async () => {
    const found = await test.runs(id);
    return found.length >= times.length && found.every(({ endedAt }) => endedAt !== null) && found;
  });
  return { id, runs, times };
}

const startedTimes = (id: string) =>
  test.starter
    .of(id)
    .map(({ input }) => new Date(input.metadata.triggeredAt).toISOString())
    .sort();
const plannedAt = (runs: Run[]) => runs.map((run) => run.plannedAt);
const skipped = (runs: Run[]) => runs.filter(({ status }) => status === 'skipped');

describe('after two hours without anybody to start it', () => {
  it('run_once starts the newest time, and each other has its row with the reason', async () => {
    const { id, runs, times } = await missed(125, { misfire_policy: 'run_once' });
    const newest = times.at(-1) ?? '';
    expect(times).toHaveLength(13);
    expect(plannedAt(runs)).toEqual(times);
    expect(startedTimes(id)).toEqual([newest]);
    expect(runs.at(-1)).toMatchObject({ status: 'succeeded', cause: 'catch_up', reason: null });
    expect(new Set(skipped(runs).map(({ reason }) => reason))).toEqual(
      new Set([`missed; the run of ${newest} stands for it (misfirePolicy run_once)`]),
    );
    expect(skipped(runs)).toHaveLength(12);
    expect((await test.get(id)).nextRunAt).toBe(new Date(Date.parse(newest) + 600_000).toISOString());
  });

  it('run_all starts the newest up to its limit, the others are skipped', async () => {
    const { id, runs, times } = await missed(125, { misfire_policy: 'run_all', misfire_limit: 5 });
    expect(plannedAt(runs)).toEqual(times);
    expect(startedTimes(id)).toEqual(times.slice(-5));
    expect(skipped(runs).map(({ plannedAt: at }) => at)).toEqual(times.slice(0, -5));
    expect(skipped(runs)[0]?.reason).toBe(
      'missed; only the newest 5 missed runs are caught up (misfireLimit)',
    );
  });

  it('run_all runs one after the other where runs may not overlap, and drops none', async () => {
    const values = { misfire_policy: 'run_all', overlap_policy: 'skip' };
    const { id, times } = await missed(45, values);
    expect(startedTimes(id)).toEqual(times);
    const runs = await test.runs(id);
    for (const [index, run] of runs.entries()) {
      const before = runs[index - 1];
      if (before !== undefined)
        expect(String(before['endedAt']) <= String(run.startedAt) || before.plannedAt).toBe(true);
    }
  });

  it('skip starts nothing', async () => {
    const { id, runs, times } = await missed(125, { misfire_policy: 'skip' });
    expect(plannedAt(runs)).toEqual(times);
    expect(skipped(runs)).toHaveLength(times.length);
    expect(runs[0]?.reason).toBe('missed while the service was down (misfirePolicy skip)');
    expect(startedTimes(id)).toEqual([]);
  });

  it.each(['run_all', 'run_once'])('%s runs nothing older than the catch-up window', async (policy) => {
    const values = { misfire_policy: policy, catch_up_window_seconds: 1800 };
    const { id, runs, times } = await missed(125, values);
    const inside = times.filter((at) => Date.now() - Date.parse(at) < 1_800_000);
    expect(inside).toHaveLength(3);
    expect(startedTimes(id)).toEqual(policy === 'run_all' ? inside : inside.slice(-1));
    expect(skipped(runs)[0]?.reason).toBe('missed by more than the catch-up window of 1800 s');
  });

  it('gives every minute of the two hours one row', async () => {
    const anchor = ago(7230);
    const id = await test.insert(anchor, { misfire_policy: 'run_once' });
    test.wake();
    const runs = await eventually(async () => {
      const found = await test.runs(id);
      return found.length >= 121 && found.every(({ endedAt }) => endedAt !== null) && found;
    });
    const first = Array.from({ length: 121 }, (_, i) =>
      new Date(anchor.getTime() + i * 60_000).toISOString(),
    );
    expect(plannedAt(runs).slice(0, 121)).toEqual(first);
    expect(skipped(runs)).toHaveLength(120);
  });
});

describe('a time that is late by less than a minute', () => {
  it.each(['skip', 'run_once', 'run_all'])('runs whatever the policy is (%s)', async (policy) => {
    const at = ago(40);
    const values = { expression: 'rate(1 day)', misfire_policy: policy };
    const id = await test.insert(at, values);
    const [run] = await test.runsThat(id, 'succeeded');
    expect(run).toMatchObject({ cause: 'schedule', plannedAt: at.toISOString() });
    expect(run?.latenessMs).toBeGreaterThanOrEqual(40_000);
  });
});

describe('more than 500 missed times', () => {
  it('have a row each for the newest 500 and one for the others, and one of them runs in all', async () => {
    const anchor = ago(1200 * 60 + 30);
    const id = await test.insert(anchor, { misfire_policy: 'run_once' });
    const count = async () =>
      Number(
        (
          await test.app.database.query<{ n: string }>(
            `SELECT count(*) AS n FROM schedule_runs WHERE schedule_id = $1 AND ended_at IS NOT NULL`,
            [id],
          )
        )[0]?.n,
      );
    await eventually(async () => (await count()) >= 501);
    const to = new Date(anchor.getTime() + 700 * 60_000).toISOString();
    const [told] = await test.app.database.query<{ at: Date; reason: string }>(
      'SELECT planned_at AS at, reason FROM schedule_runs WHERE schedule_id = $1 ORDER BY planned_at LIMIT 1',
      [id],
    );
    expect(told?.at.toISOString()).toBe(to);
    expect(told?.reason).toContain(`701 times from ${anchor.toISOString()} to ${to}: missed; the run of`);
    expect(test.starter.of(id).length).toBeLessThanOrEqual(2); // a minute may pass meanwhile
    expect(startedTimes(id)[0]).toBe(new Date(anchor.getTime() + 1200 * 60_000).toISOString());
  });
});
