import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { scheduleRunFailed, scheduleRunSucceeded } from '../../src/modules/schedules/facts.js';
import { Subscribes, type Fact } from '../../src/platform/outbox/index.js';
import { AppError } from '../../src/shared/app-error.js';
import { eventually } from '../support/app.js';
import { type RecordingStarter } from '../support/recording-starter.js';
import { ago, startScheduleApp, TENANT, type Json, type ScheduleApp } from '../support/schedules.js';

const facts: { name: string; tenantId: string; payload: Json }[] = [];

@Injectable()
class Listener {
  @Subscribes(scheduleRunFailed, 'test-failed')
  async failed({ tenantId, payload }: Fact<Json>): Promise<void> {
    facts.push({ name: 'failed', tenantId, payload });
  }

  @Subscribes(scheduleRunSucceeded, 'test-succeeded')
  async succeeded({ tenantId, payload }: Fact<Json>): Promise<void> {
    facts.push({ name: 'succeeded', tenantId, payload });
  }
}

@Module({ providers: [Listener] })
class ListenerModule {}

let test: ScheduleApp;
let starter: RecordingStarter;
beforeAll(async () => {
  test = await startScheduleApp({ modules: [ListenerModule] });
  ({ starter } = test);
});
afterAll(() => test.app.close());
beforeEach(() => {
  starter.reset();
  facts.length = 0;
});

/** A target that only this test starts, as it has a circuit of its own. */
const targetOf = (stateMachineName: string) => ({ type: 'step-functions', stateMachineName });
const once = (target: object, values: Json = {}) =>
  test.insert(ago(1), { expression: 'rate(1 day)', target, ...values });
const factsOf = (id: string) => facts.filter(({ payload }) => payload['scheduleId'] === id);

async function metric(name: string): Promise<number> {
  const { body } = await test.app.request<string>('GET', '/metrics');
  const line = new RegExp(`^${name}\\{[^}]*Service="scheduler"[^}]*\\} (\\d+)`, 'm').exec(body);
  return Number(line?.[1] ?? 0);
}

describe('a run whose start fails', () => {
  it('is tried again after 1 s and 2 s as the same execution, then fails and is told of', async () => {
    starter.always = new Error('no connection');
    const before = await metric('SchedulesFailed');
    const id = await once(targetOf('FailingWorkflow'));
    const waiting = await eventually(async () => (await test.runs(id)).find(({ error }) => error !== null));
    expect(waiting).toMatchObject({ status: 'queued', attempt: 1, error: 'no connection' });
    expect(waiting.nextAttemptAt).not.toBeNull();
    const [run] = await test.runsThat(id, 'failed');
    expect(run).toMatchObject({ attempt: 3, error: 'no connection', nextAttemptAt: null });
    const starts = starter.of(id);
    expect(new Set(starts.map(({ executionName }) => executionName))).toEqual(new Set([run?.runId]));
    const [first = 0, second = 0, third = 0, ...more] = starts.map(({ at }) => at.getTime());
    expect(more).toEqual([]);
    // of each delay a fifth is random; what is added is the time that it takes
    expect(second - first).toBeGreaterThanOrEqual(780);
    expect(second - first).toBeLessThan(1800);
    expect(third - second).toBeGreaterThanOrEqual(1580);
    expect(third - second).toBeLessThan(3000);
    expect(await metric('SchedulesFailed')).toBe(before + 1);
    const [told] = await eventually(async () => factsOf(id).length > 0 && factsOf(id));
    expect(told).toEqual({
      name: 'failed',
      tenantId: TENANT,
      payload: {
        ...{ runId: run?.runId, scheduleId: id, scheduleType: 'compliance-scan', attempt: 3 },
        ...{ plannedAt: run?.plannedAt, executionId: null, error: 'no connection' },
      },
    });
  });

  it('succeeds when a later attempt does, and says nothing of the failure any more', async () => {
    starter.failures.push(new Error('no connection'));
    const before = await metric('SchedulesExecuted');
    const id = await once(targetOf('FlakyWorkflow'));
    const [run] = await test.runsThat(id, 'succeeded');
    expect(run).toMatchObject({ attempt: 2, error: null });
    const [told] = await eventually(async () => factsOf(id).length > 0 && factsOf(id));
    expect(told).toMatchObject({ name: 'succeeded', payload: { runId: run?.runId, attempt: 2 } });
    expect(await metric('SchedulesExecuted')).toBe(before + 1);
  });

  it('is not tried again when another attempt cannot change it', async () => {
    starter.always = new AppError('INVALID', 'The parameters are none of a scan');
    const id = await once(targetOf('StrictWorkflow'));
    const [run] = await test.runsThat(id, 'failed');
    expect(run).toMatchObject({ attempt: 1, error: 'The parameters are none of a scan' });
    expect(starter.of(id)).toHaveLength(1);
  });

  it('is not tried again later than maxRetryAgeSeconds after the first start', async () => {
    starter.always = new Error('no connection');
    const id = await once(targetOf('OldWorkflow'), { max_attempts: 100, max_retry_age_seconds: 2 });
    const [run] = await test.runsThat(id, 'failed');
    expect(run?.attempt).toBeLessThanOrEqual(3);
  });

  it('is not tried again when its schedule was deleted meanwhile', async () => {
    const letGo = starter.hang();
    starter.always = new Error('no connection');
    const id = await once(targetOf('GoneWorkflow'));
    await eventually(async () => starter.of(id).length === 1);
    expect((await test.ask('DELETE', `/schedules/${id}`)).status).toBe(204);
    letGo();
    const run = async () =>
      (
        await test.app.database.query<{ status: string; reason: string; ended: boolean }>(
          `SELECT status, reason, ended_at IS NOT NULL AS ended FROM schedule_runs WHERE schedule_id = $1`,
          [id],
        )
      )[0];
    await eventually(async () => (await run())?.status !== 'running');
    expect(await run()).toEqual({ status: 'cancelled', reason: 'the schedule was deleted', ended: true });
    await test.app.database.query(
      `UPDATE schedule_runs SET status = 'queued', ended_at = NULL, next_attempt_at = app_now() WHERE schedule_id = $1`,
      [id],
    ); // as of a worker that did not know yet
    test.wake();
    await eventually(async () => (await run())?.status === 'cancelled');
    expect(starter.of(id)).toHaveLength(1);
  });

  it('lets the one that waits for it go on', async () => {
    starter.always = new Error('no connection');
    const id = await once(targetOf('QueueWorkflow'), { max_attempts: 2, overlap_policy: 'queue_one' });
    await eventually(async () => starter.of(id).length === 1);
    await test.ask('POST', `/schedules/${id}/run-now`, {});
    await eventually(async () => (await test.runs(id))[1]?.reason?.startsWith('waits for'));
    await test.runsThat(id, 'failed', 2);
    expect(starter.of(id)).toHaveLength(4);
    await eventually(async () => factsOf(id).length === 2);
    const threads = await test.app.database.query(
      `SELECT f.correlation_id = r.correlation_id AS same FROM facts f JOIN schedule_runs r ON r.id = f.key
        WHERE r.schedule_id = $1`,
      [id],
    );
    expect(threads).toEqual([{ same: true }, { same: true }]); // not the request that woke the worker
  });
});

describe('a run whose execution fails', () => {
  it('fails with its error, and is not tried again', async () => {
    starter.manner = 'stay';
    const id = await once(targetOf('LaterWorkflow'));
    const [run] = await test.runsThat(id, 'running');
    await eventually(async () => (await test.runs(id))[0]?.['executionId'] !== null);
    await starter.end(TENANT, run?.runId ?? '', 'failed');
    expect(await test.runsThat(id, 'failed')).toMatchObject([{ attempt: 1, error: 'it went wrong' }]);
    await eventually(async () => factsOf(id).length === 1);
    expect(factsOf(id)).toMatchObject([{ name: 'failed', payload: { error: 'it went wrong' } }]);
  });
});

describe('an input over 256 KB', () => {
  it('is refused when it is saved, and fails the run where keywords make it so', async () => {
    const word = '<aws.scheduler.execution-id>';
    const parameters = { text: word.repeat(9000) };
    const tooLarge = { text: word.repeat(9400) };
    const body = { scheduleType: 'large', cronExpression: '0 6 * * ? *', target: targetOf('LargeWorkflow') };
    expect((await test.ask('POST', '/schedules', { ...body, parameters: tooLarge })).status).toBe(400);
    const id = await once(targetOf('LargeWorkflow'), { parameters });
    const [run] = await test.runsThat(id, 'failed');
    expect(run?.error).toMatch(/^The input has \d{6} bytes; 262144 is the limit$/);
    expect(run?.attempt).toBe(1);
    expect(starter.of(id)).toEqual([]);
  });
});
