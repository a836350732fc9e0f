import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/app.js';
import { type RecordingStarter } from '../support/recording-starter.js';
import { ago, startScheduleApp, TENANT, type ScheduleApp } from '../support/schedules.js';

let test: ScheduleApp;
let starter: RecordingStarter;
beforeAll(async () => {
  test = await startScheduleApp();
  ({ starter } = test);
});
afterAll(() => test.app.close());
beforeEach(() => {
  starter.reset();
  starter.manner = 'stay';
});

/** A schedule whose first run is under way, and which is due again. */
async function withARunUnderWay(overlapPolicy: string): Promise<{ id: string; first: string }> {
  const id = await test.insert(ago(40), {
    expression: 'rate(1 day)',
    overlap_policy: overlapPolicy,
  });
  test.wake();
  const [run] = await test.runsThat(id, 'running');
  const first = run?.runId ?? '';
  await eventually(async () => (await executionOf(first)) !== null);
  return { id, first };
}

const executionOf = async (runId: string) =>
  (
    await test.app.database.query<{ id: string | null }>(
      'SELECT execution_id AS id FROM schedule_runs WHERE id = $1',
      [runId],
    )
  )[0]?.id ?? null;

/** Lets the schedule have another time, ten seconds after the one before and still not a minute late. */
async function dueAgain(id: string): Promise<void> {
  const before = (await test.runs(id)).at(-1)?.plannedAt ?? '';
  const at = new Date(Date.parse(before) + 10_000);
  await test.app.database.query('UPDATE schedules SET anchor = $2, next_run_at = $2 WHERE id = $1', [id, at]);
  test.wake();
  await eventually(async () => (await test.runs(id)).some((run) => run.plannedAt === at.toISOString()));
}

const statuses = async (id: string) => (await test.runs(id)).map(({ status }) => status);

describe('a time that comes while the run before is under way', () => {
  it('is skipped by the policy skip, with the run that is in its way as the reason', async () => {
    const { id, first } = await withARunUnderWay('skip');
    await dueAgain(id);
    const [run] = await test.runsThat(id, 'skipped');
    expect(run?.reason).toMatch(new RegExp(`${first}.* is still under way \\(overlapPolicy skip\\)`));
    expect(run).toMatchObject({ startedAt: null, attempt: 0, endedAt: expect.any(String) as unknown });
    expect(starter.of(id)).toHaveLength(1);
  });

  it('starts by the policy skip when that run has ended meanwhile', async () => {
    const { id, first } = await withARunUnderWay('skip');
    await starter.end(TENANT, first);
    await dueAgain(id);
    await test.runsThat(id, 'running');
    expect(await statuses(id)).toEqual(['succeeded', 'running']);
  });

  it('waits by the policy queue_one, and a third one is skipped', async () => {
    const { id, first } = await withARunUnderWay('queue_one');
    await dueAgain(id);
    const [waiting] = await eventually(async () => {
      const found = (await test.runs(id)).filter(({ reason }) => reason?.startsWith(`waits for ${first}`));
      return found.length === 1 && found;
    });
    await dueAgain(id);
    const [third] = await test.runsThat(id, 'skipped');
    expect(third?.reason).toContain(`${waiting?.runId ?? ''} waits already (overlapPolicy queue_one)`);
    expect(await statuses(id)).toEqual(['running', 'queued', 'skipped']);
    await starter.end(TENANT, first);
    await eventually(async () => starter.of(id).length === 2);
    await test.runsThat(id, 'running');
    expect(await statuses(id)).toEqual(['succeeded', 'running', 'skipped']);
    expect((await test.runs(id))[1]?.reason).toBeNull();
  });

  it('starts beside it by the policy allow', async () => {
    const { id } = await withARunUnderWay('allow');
    await dueAgain(id);
    await test.runsThat(id, 'running', 2);
    expect(starter.of(id)).toHaveLength(2);
    expect(starter.told.filter((what) => what.startsWith('cancel'))).toEqual([]);
  });

  it('replaces it by the policy cancel_running, whose execution is cancelled before the new one starts', async () => {
    const { id, first } = await withARunUnderWay('cancel_running');
    await dueAgain(id);
    const [replaced] = await test.runsThat(id, 'cancelled');
    const [second] = await test.runsThat(id, 'running');
    const by = second?.runId ?? '';
    await eventually(async () => starter.of(id).length === 2);
    expect(replaced).toMatchObject({
      runId: first,
      reason: `replaced by ${by} (overlapPolicy cancel_running)`,
    });
    expect(starter.told.filter((what) => what.endsWith(first) || what.endsWith(by))).toEqual([
      `start ${first}`,
      `cancel ${first}`,
      `start ${by}`,
    ]);
  });

  it('cancels by cancel_running also what a start that was under way then has started', async () => {
    const letGo = starter.hang();
    const id = await test.insert(ago(40), {
      expression: 'rate(1 day)',
      overlap_policy: 'cancel_running',
    });
    await eventually(async () => starter.of(id).length === 1);
    const first = starter.of(id)[0]?.executionName ?? '';
    await dueAgain(id);
    await test.runsThat(id, 'cancelled');
    letGo();
    await eventually(async () => starter.told.includes(`cancel ${first}`));
    expect(await statuses(id)).toEqual(['cancelled', 'running']);
  });
});

describe('the time that waits by the policy queue_one', () => {
  it('goes on waiting though somebody asks for a run, or for a backfill, meanwhile', async () => {
    const { id, first } = await withARunUnderWay('queue_one');
    await dueAgain(id);
    const waits = async (count: number) =>
      eventually(async () => {
        const found = (await test.runs(id)).filter(({ reason }) => reason?.startsWith(`waits for ${first}`));
        return found.length === count && found;
      });
    const [waiting] = await waits(1);
    await test.ask('POST', `/schedules/${id}/run-now`, {});
    await test.app.database.query(`UPDATE schedules SET anchor = anchor - interval '5 days' WHERE id = $1`, [
      id,
    ]);
    const backfill = { from: ago(86_400 * 1.5).toISOString(), to: ago(86_400 * 0.5).toISOString() };
    expect((await test.ask('POST', `/schedules/${id}/backfill`, backfill)).body).toMatchObject({
      created: 1,
    });
    await waits(3);
    await test.app.database.query(
      `UPDATE schedule_runs SET next_attempt_at = app_now() WHERE schedule_id = $1 AND status = 'queued'`,
      [id],
    ); // as they are looked at again every half minute
    test.wake();
    await new Promise((done) => setTimeout(done, 500));
    await waits(3);
    for (let ended = first, left = 3; left > 0; left--) {
      await starter.end(TENANT, ended);
      ended = (await eventually(async () => (await test.runs(id)).find(({ status }) => status === 'running')))
        .runId;
      await eventually(async () => (await executionOf(ended)) !== null);
    }
    expect((await test.runs(id)).find(({ runId }) => runId === waiting?.runId)?.startedAt).not.toBeNull();
  });
});

describe('a run that somebody asks for', () => {
  it.each(['skip', 'queue_one'])('waits for the one under way and is not dropped (%s)', async (policy) => {
    const { id, first } = await withARunUnderWay(policy);
    expect((await test.ask('POST', `/schedules/${id}/run-now`, {})).status).toBe(202);
    const waiting = await eventually(async () =>
      (await test.runs(id)).find(({ reason }) => reason?.startsWith(`waits for ${first}`)),
    );
    expect(waiting).toMatchObject({ cause: 'manual', status: 'queued' });
    await starter.end(TENANT, first);
    await eventually(async () => starter.of(id).length === 2);
    expect(await statuses(id)).toEqual(['succeeded', 'running']);
  });
});
