import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExecutionsService } from '../../src/modules/schedules/executions.service.js';
import { WorkflowStarter } from '../../src/modules/schedules/workflow-starter.js';
import { ExecutionStarts } from '../../src/modules/workflows/index.js';
import { eventually } from '../support/app.js';
import {
  someSchedule,
  startScheduleApp,
  TENANT,
  type Json,
  type Run,
  type Schedule,
  type ScheduleApp,
} from '../support/schedules.js';
import { TestTasks, TestWorkflowsModule, workflowClient } from '../support/workflows.js';

let test: ScheduleApp;
let tasks: TestTasks;
let workflows: ReturnType<typeof workflowClient>;
beforeAll(async () => {
  test = await startScheduleApp({ real: true, modules: [TestWorkflowsModule] });
  tasks = test.app.app.get(TestTasks, { strict: false });
  workflows = workflowClient(test.app, test.keys.operator);
});
afterAll(() => test.app.close());

const target = (stateMachineName: string) => ({ type: 'step-functions', stateMachineName });
const gated = target('TestGatedWorkflow');
const post = (body: Json) =>
  test.ask<Schedule & { error: string; details: { path: string }[] }>('POST', '/schedules', {
    ...someSchedule,
    ...body,
  });

async function runNow(id: string): Promise<string> {
  const asked = await test.ask<Run>('POST', `/schedules/${id}/run-now`, {});
  if (asked.status !== 202) throw new Error(JSON.stringify(asked.body));
  return asked.body.runId;
}
const until = (id: string, runId: string, ready: (run: Run) => boolean) =>
  eventually(async () => (await test.runs(id)).find((run) => run.runId === runId && ready(run)));
const underWay = (id: string, runId: string) =>
  until(id, runId, (run) => run.status === 'running' && run['executionId'] !== null);
const ended = (id: string, runId: string) => until(id, runId, (run) => run['endedAt'] !== null);
const executionsNamed = (name: string) =>
  test.app.database.query<{ status: string; input: string; requestedBy: string; error: string | null }>(
    `SELECT status, input, requested_by AS "requestedBy", error FROM executions WHERE name = $1`,
    [name],
  );

describe('a run of a workflow', () => {
  it('is one execution of its name, with the standard input, for the owner of the run', async () => {
    const { scheduleId } = await test.create({ target: gated, parameters: { gate: 'one' } });
    const runId = await runNow(scheduleId);
    const run = await underWay(scheduleId, runId);
    expect(run).toMatchObject({ executionType: 'execution', executionId: expect.stringMatching(/^exe_/) });
    const arn = String(run['executionArn']);
    expect(arn).toMatch(new RegExp(`:execution:TestGatedWorkflow:${runId}$`));
    expect(await workflows.status(arn)).toMatchObject({
      ...{ status: 'RUNNING', requestedBy: `operator@${TENANT}.test`, executionName: runId },
      input: {
        ...{ tenantId: TENANT, workflowType: 'test-gated', parameters: { gate: 'one', note: 'none' } },
        metadata: {
          ...{ scheduledExecution: true, eventTriggered: false, scheduleId, source: 'schedule' },
          triggeredAt: run.plannedAt.replace(/\.\d{3}Z$/, 'Z'),
          correlationId: expect.any(String),
        },
      },
    });
    tasks.open('one');
    expect(await ended(scheduleId, runId)).toMatchObject({ status: 'succeeded', error: null });
  });

  it('is named by an ARN as well, of a version too', async () => {
    const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:TestGatedWorkflow:3';
    const { scheduleId } = await test.create({
      ...{ target: { type: 'step-functions', stateMachineArn }, parameters: { gate: 'one' } },
    });
    expect(await ended(scheduleId, await runNow(scheduleId))).toMatchObject({ status: 'succeeded' });
  });

  it('ends when the fact of its end comes, and nobody needs to look', async () => {
    const starter = test.app.app.get(WorkflowStarter, { strict: false });
    const outcome = starter.outcome.bind(starter);
    starter.outcome = () => Promise.resolve(undefined);
    const { scheduleId } = await test.create({ target: gated, parameters: { gate: 'fact' } });
    const runId = await runNow(scheduleId);
    await underWay(scheduleId, runId);
    tasks.open('fact');
    expect(await ended(scheduleId, runId)).toMatchObject({ status: 'succeeded' });
    starter.outcome = outcome;
  });

  it('ends by the look after it where the fact was lost', async () => {
    const { scheduleId } = await test.create({ target: gated, parameters: { gate: 'one' } });
    const runId = await runNow(scheduleId);
    await ended(scheduleId, runId);
    await test.app.database.query(
      `UPDATE schedule_runs SET status = 'running', ended_at = NULL WHERE id = $1`,
      [runId],
    );
    await test.app.app.get(ExecutionsService, { strict: false }).checkAll();
    expect(await ended(scheduleId, runId)).toMatchObject({ status: 'succeeded' });
  });

  it('fails as its execution does, with error and cause', async () => {
    tasks.failing.add('broken');
    const { scheduleId } = await test.create({
      ...{ target: target('TestFlakyWorkflow'), parameters: { gate: 'broken' } },
    });
    const run = await ended(scheduleId, await runNow(scheduleId));
    expect(run).toMatchObject({ status: 'failed', error: 'Broken: it is not mended yet', attempt: 1 });
  });

  it('is cancelled when somebody stops its execution', async () => {
    const { scheduleId } = await test.create({ target: gated, parameters: { gate: 'stopped' } });
    const runId = await runNow(scheduleId);
    const { executionArn } = await underWay(scheduleId, runId);
    await workflows.ask('PUT', `/${String(executionArn)}/stop`, { cause: 'not now' });
    expect(await ended(scheduleId, runId)).toMatchObject({ status: 'cancelled' });
  });

  it('takes the execution that an attempt before it has started, whatever its parameters are now', async () => {
    const starts = test.app.app.get(ExecutionStarts, { strict: false });
    const start = starts.start.bind(starts);
    starts.start = async (...given) => {
      starts.start = start;
      await start(...given);
      throw new Error('the answer was lost');
    };
    const parameters = { gate: 'one', note: '<aws.scheduler.attempt-number>' };
    const { scheduleId } = await test.create({ target: gated, parameters });
    const runId = await runNow(scheduleId);
    expect(await ended(scheduleId, runId)).toMatchObject({ status: 'succeeded', attempt: 2 });
    const executions = await executionsNamed(runId);
    expect(executions.map(({ input }) => (JSON.parse(input) as { parameters: Json }).parameters)).toEqual([
      { gate: 'one', note: '1' },
    ]);
  });
});

describe('a run that replaces another one by cancel_running', () => {
  it('stops the execution that the replaced one has started', async () => {
    const { scheduleId } = await test.create({
      ...{ target: gated, parameters: { gate: 'replaced' }, overlapPolicy: 'cancel_running' },
    });
    const first = await runNow(scheduleId);
    await underWay(scheduleId, first);
    const second = await runNow(scheduleId);
    await underWay(scheduleId, second);
    const [stopped] = await eventually(async () => {
      const found = await executionsNamed(first);
      return found[0]?.status === 'ABORTED' && found;
    });
    expect(stopped).toMatchObject({ error: 'Replaced' });
    expect(await ended(scheduleId, first)).toMatchObject({
      ...{ status: 'cancelled', reason: `replaced by ${second} (overlapPolicy cancel_running)` },
    });
    tasks.open('replaced');
    expect(await ended(scheduleId, second)).toMatchObject({ status: 'succeeded' });
  });

  it('stops the execution that comes of an attempt in the air', async () => {
    const starts = test.app.app.get(ExecutionStarts, { strict: false });
    const start = starts.start.bind(starts);
    let letGo = () => undefined as void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    starts.start = async (...given) => {
      starts.start = start;
      const started = await start(...given);
      await held;
      return started;
    };
    const { scheduleId } = await test.create({
      ...{ target: gated, parameters: { gate: 'air' }, overlapPolicy: 'cancel_running' },
    });
    const first = await runNow(scheduleId);
    await eventually(async () => (await executionsNamed(first)).length === 1);
    const second = await runNow(scheduleId);
    await underWay(scheduleId, second);
    letGo();
    await eventually(async () => (await executionsNamed(first))[0]?.status === 'ABORTED');
    expect((await executionsNamed(second))[0]).toMatchObject({ status: 'RUNNING' });
    tasks.open('air');
    await ended(scheduleId, second);
  });
});

describe("a tenant's own workflow", () => {
  const definition = { StartAt: 'Done', States: { Done: { Type: 'Pass', End: true } } };
  const own = { name: 'Nightly check', description: 'of the tests', definition };
  const nightly = target('NightlyCheckWorkflow');
  beforeAll(async () => {
    const saved = await test.app.request('PUT', '/workflows/definitions/nightly-check', {
      ...{ key: test.keys.admin, body: { ...own, requiredParameters: ['framework'] } },
    });
    expect(saved.status).toBe(200);
  });

  it('runs by a schedule', async () => {
    const { scheduleId } = await test.create({ target: nightly, parameters: { framework: 'SOC2' } });
    expect(await ended(scheduleId, await runNow(scheduleId))).toMatchObject({ status: 'succeeded' });
  });

  it('needs its parameters before it is switched on, or run', async () => {
    const refused = await post({ target: nightly });
    expect([refused.status, refused.body.details.map(({ path }) => path)]).toEqual([
      400,
      ['parameters.framework'],
    ]);
    const off = await post({ target: nightly, enabled: false });
    expect(off).toMatchObject({ status: 201, body: { status: 'DISABLED' } });
    const path = `/schedules/${off.body.scheduleId}`;
    expect((await test.ask('PUT', path, { enabled: true })).status).toBe(400);
    const run = await test.ask('POST', `${path}/run-now`, {});
    expect([run.status, run.body['error']]).toEqual([
      409,
      'The parameters are none of NightlyCheckWorkflow: parameters.framework: is required',
    ]);
    const on = { enabled: true, parameters: { framework: 'SOC2' } };
    expect(await test.ask('PUT', path, on)).toMatchObject({ status: 200, body: { status: 'ENABLED' } });
    expect((await test.ask('PUT', path, { parameters: {} })).status).toBe(400);
  });

  it("is not another tenant's", async () => {
    const { operator } = await test.app.tenant('globex');
    const body = { ...someSchedule, target: nightly, parameters: { framework: 'SOC2' } };
    const answer = await test.ask<Schedule>('POST', '/schedules', body, operator);
    expect(answer).toMatchObject({ status: 201, body: { status: 'DISABLED' } });
    expect(answer.body.disabledReason).toContain('NightlyCheckWorkflow');
  });

  it('fails its runs with the reason once it asks for more than the schedule gives', async () => {
    const { scheduleId } = await test.create({ target: nightly, parameters: { framework: 'SOC2' } });
    const requiredParameters = ['framework', 'scope'];
    await test.app.request('PUT', '/workflows/definitions/nightly-check', {
      ...{ key: test.keys.admin, body: { ...own, requiredParameters } },
    });
    await test.app.database.query(
      `UPDATE schedules SET expression = 'rate(1 minute)', anchor = now(), next_run_at = now() WHERE id = $1`,
      [scheduleId],
    );
    test.wake();
    const [run] = await test.runsThat(scheduleId, 'failed');
    expect(run).toMatchObject({ attempt: 1, error: 'parameters.scope: is required' });
  });
});

describe('parameters of the workflows that come with the service', () => {
  it('are checked by name and value before they are scheduled', async () => {
    const refused = await post({ parameters: { scanType: 'deep', framework: 'SOC2' } });
    expect(refused.status).toBe(400);
    expect(refused.body.details.map(({ path }) => path)).toEqual([
      'parameters.scanType',
      'parameters.framework',
    ]);
    const scan = await post({ target: { type: 'scan' }, parameters: { regions: ['mars'] } });
    expect([scan.status, scan.body.details.map(({ path }) => path)]).toEqual([400, ['parameters.regions.0']]);
  });

  it.each([
    ['daily-compliance-scan', undefined],
    ['continuous-monitoring', undefined],
    ['weekly-assessment', undefined],
    ['monthly-audit-pack', undefined],
  ])('of the default schedule %s go, where there is its workflow', async (scheduleType, missing) => {
    const { items } = (
      await test.ask<{ items: Schedule[] }>('GET', `/schedules?scheduleType=${scheduleType}`)
    ).body;
    const answer = await test.ask('PUT', `/schedules/${items[0]?.scheduleId ?? ''}`, { enabled: true });
    expect(answer.status).toBe(missing === undefined ? 200 : 409);
    if (missing !== undefined) expect(answer.body['error']).toContain(missing);
  });

  it.each(['ComplianceScanWorkflow', 'ContinuousMonitoringWorkflow'])(
    'do not matter to %s as long as no account is registered: its runs are skipped',
    async (stateMachine) => {
      const { scheduleId } = await test.create({ target: target(stateMachine) });
      const runId = await runNow(scheduleId);
      expect(await ended(scheduleId, runId)).toMatchObject({
        ...{ status: 'skipped', reason: 'No AWS account is registered: POST /accounts first' },
      });
      expect(await executionsNamed(runId)).toEqual([]);
    },
  );
});
