import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/app.js';
import { type RecordingStarter } from '../support/recording-starter.js';
import { ago, startScheduleApp, TENANT, type Json, type ScheduleApp } from '../support/schedules.js';

let test: ScheduleApp;
let starter: RecordingStarter;
beforeAll(async () => {
  test = await startScheduleApp();
  ({ starter } = test);
});
afterAll(() => test.app.close());
beforeEach(() => starter.reset());

/** A target that only one test starts, as it has a circuit of its own. */
const targetOf = (stateMachineName: string) => ({ type: 'step-functions', stateMachineName });
const once = (target: object, values: Json = {}) =>
  test.insert(ago(1), { expression: 'rate(1 day)', target, ...values });

describe('the circuit of a target', () => {
  const target = targetOf('BrokenWorkflow');
  const openedBy = `SELECT failures, open_until AS "openUntil" FROM target_circuits WHERE target = 'workflow:BrokenWorkflow'`;
  const circuits = () => test.app.database.query<{ failures: number; openUntil: Date | null }>(openedBy);
  /** The minute has passed, also for those that wait for its end. */
  const aMinuteLater = async () => {
    await test.app.database.query(
      `UPDATE target_circuits SET open_until = open_until - interval '61 seconds'`,
    );
    await test.app.database.query(
      `UPDATE schedule_runs SET next_attempt_at = app_now() WHERE status = 'queued'`,
    );
    test.wake();
  };

  it('opens after five failures in a row, is tried by one run after a minute, and closes on success', async () => {
    starter.always = new Error('503 from the other side');
    const five = await test.insertMany(ago(1), { expression: 'rate(1 day)', target, max_attempts: 1 }, 5);
    for (const id of five) await test.runsThat(id, 'failed');
    expect(await circuits()).toMatchObject([{ failures: 5, openUntil: expect.any(Date) as unknown }]);

    const values = { expression: 'rate(1 day)', target, max_attempts: 3 };
    const others = await test.insertMany(ago(1), values, 3);
    const waiting = await eventually(async () => {
      const runs = (await Promise.all(others.map((id) => test.runs(id)))).flat();
      return runs.filter(({ error }) => error?.startsWith('circuit open')).length === 3 && runs;
    });
    expect(waiting[0]?.error).toMatch(
      /^circuit open for workflow:BrokenWorkflow until .*Z after 5 failures in a row, the last: 503 from the other side$/,
    );
    expect(waiting.every(({ status, attempt }) => status === 'queued' && attempt === 0)).toBe(true);
    expect(Date.parse(waiting[0]?.nextAttemptAt ?? '') - Date.now()).toBeGreaterThan(50_000);
    const elsewhere = await once(targetOf('HealthyWorkflow'));
    starter.always = undefined;
    await test.runsThat(elsewhere, 'succeeded');
    expect(starter.of(...others)).toEqual([]);

    const letGo = starter.hang();
    await aMinuteLater();
    await eventually(async () => starter.of(...others).length === 1);
    await new Promise((done) => setTimeout(done, 300));
    expect(starter.of(...others)).toHaveLength(1);
    starter.failures.push(new Error('503 again'));
    letGo();
    await eventually(async () => (await circuits())[0]?.failures === 6);

    await aMinuteLater();
    await eventually(async () => starter.of(...others).length === 2);
    await eventually(async () => (await circuits()).length === 0);
    await aMinuteLater();
    for (const id of others) await test.runsThat(id, 'succeeded');
  });

  it.each(['skip', 'queue_one'])(
    'skips no time as if one that it puts off were under way (%s)',
    async (policy) => {
      const shut = targetOf(`Shut${policy}Workflow`);
      await test.app.database.query(
        `INSERT INTO target_circuits VALUES ($1, $2, 5, app_now() + interval '50 seconds', '503')`,
        [TENANT, `workflow:${shut.stateMachineName}`],
      );
      const at = ago(50);
      const id = await test.insert(at, { expression: 'rate(1 day)', target: shut, overlap_policy: policy });
      const putOff = (count: number) =>
        eventually(async () => {
          const runs = await test.runs(id);
          return (
            runs.length === count && runs.every(({ error }) => error?.startsWith('circuit open')) && runs
          );
        });
      await putOff(1);
      const next = new Date(at.getTime() + 20_000);
      await test.app.database.query('UPDATE schedules SET anchor = $2, next_run_at = $2 WHERE id = $1', [
        id,
        next,
      ]);
      test.wake();
      expect((await putOff(2)).map(({ status }) => status)).toEqual(['queued', 'queued']);
      await test.app.database.query(
        `UPDATE schedule_runs SET next_attempt_at = app_now(), error = 'circuit open' WHERE schedule_id = $1`,
        [id],
      );
      test.wake();
      await eventually(async () =>
        (await test.runs(id)).every(({ error, status }) => error !== 'circuit open' || status !== 'queued'),
      );
      expect((await putOff(2)).map(({ status }) => status)).toEqual(['queued', 'queued']);
    },
  );

  it('counts failures in a row: a success between them starts anew', async () => {
    const flaky = targetOf('SometimesWorkflow');
    for (let i = 0; i < 6; i++) {
      if (i !== 3) starter.failures.push(new Error('503'));
      const id = await once(flaky, { max_attempts: 1 });
      test.wake();
      await test.runsThat(id, i === 3 ? 'succeeded' : 'failed');
    }
    expect(
      await test.app.database.query(
        `SELECT failures, open_until FROM target_circuits WHERE target = 'workflow:SometimesWorkflow'`,
      ),
    ).toEqual([{ failures: 2, open_until: null }]);
  });
});
