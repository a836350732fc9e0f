import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { TestTasks, TestWorkflowsModule, workflowClient } from '../support/workflows.js';

let app: TestApp;
let tasks: TestTasks;
let acme: Awaited<ReturnType<TestApp['tenant']>>;
let globex: typeof acme;
const { ask, start, status, until } = workflowClient(
  { request: (...given: Parameters<TestApp['request']>) => app.request(...given) } as TestApp,
  () => acme.operator,
);

beforeAll(async () => {
  app = await startTestApp({ AWS_REGION: 'us-east-1', AWS_ACCOUNT_ID: '123456789012' }, [
    TestWorkflowsModule,
  ]);
  tasks = app.app.get(TestTasks, { strict: false });
  acme = await app.tenant('acme');
  globex = await app.tenant('globex');
});
afterAll(() => app.close());

const HOME = 'arn:aws:states:us-east-1:123456789012';

describe('a start', () => {
  it('answers as the orchestrator does, and runs to its end', async () => {
    const body = {
      workflowType: 'test-gated',
      tenantId: 'acme',
      parameters: { gate: 'a' },
      startedBy: 'user@company.com',
      metadata: { source: 'scheduled-scan', priority: 'high', ticket: 7 },
    };
    const headers = { 'x-correlation-id': 'req-123456789' };
    const answer = await app.request('POST', '/workflows/start', { key: acme.operator, body, headers });
    expect(answer.status).toBe(202);
    const { result } = answer.body as unknown as { result: Record<string, string> };
    const name = String(result['executionName']);
    expect(name).toMatch(/^test-gated-\d{10}-[0-9a-z]+$/);
    expect(answer.body).toEqual({
      success: true,
      correlationId: 'req-123456789',
      result: {
        executionId: expect.stringMatching(/^exe_/) as unknown,
        executionArn: `${HOME}:execution:TestGatedWorkflow:${name}`,
        executionName: name,
        stateMachineArn: `${HOME}:stateMachine:TestGatedWorkflow`,
        status: 'RUNNING',
        startDate: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
        workflowType: 'test-gated',
        tenantId: 'acme',
        correlationId: 'req-123456789',
      },
    });
    const arn = String(result['executionArn']);
    expect(await status(arn)).toMatchObject({ status: 'RUNNING', output: null, stopDate: null });
    tasks.open('a');
    expect(await until(arn, 'SUCCEEDED')).toEqual({
      ...result,
      ...{ status: 'SUCCEEDED', stopDate: expect.any(String), createdAt: result['startDate'] },
      input: {
        tenantId: 'acme',
        workflowType: 'test-gated',
        parameters: { gate: 'a', note: 'none' },
        metadata: {
          ...{ source: 'scheduled-scan', priority: 'high', ticket: 7 },
          ...{ startedBy: 'user@company.com', correlationId: 'req-123456789' },
        },
      },
      output: { done: 'a', note: 'none' },
      ...{ error: null, cause: null, redriveCount: 0, priority: 'high', queue: null },
      ...{ startedBy: 'user@company.com', requestedBy: 'operator@acme.test' },
      progress: { currentStates: [], statesDone: 3, statesTotal: 3 },
    });
  });

  it.each([
    ['an unknown type', { workflowType: 'no-such' }, ['workflowType']],
    ['a missing parameter', { workflowType: 'test-gated', parameters: {} }, ['parameters.gate']],
    [
      'bad parameters, each by its name',
      { workflowType: 'test-gated', parameters: { gate: 1, note: 2, gaet: 3 } },
      ['parameters.gate', 'parameters.note', 'parameters.gaet'],
    ],
    [
      'a bad priority',
      { workflowType: 'test-gated', metadata: { priority: 'urgent' } },
      ['metadata.priority'],
    ],
    ['a bad name', { workflowType: 'test-gated', executionName: 'a b' }, ['executionName']],
    ['an unknown field', { workflowType: 'test-gated', parameter: {} }, ['parameter']],
  ])('is refused with %s', async (_, body, paths) => {
    const { status: code, body: said } = await ask('POST', '/start', body);
    expect([code, said]).toMatchObject([
      400,
      { success: false, error_type: 'INVALID', details: paths.map((path) => ({ path })) },
    ]);
    expect(said.correlationId).toMatch(/^req_/);
  });

  it('is refused over 256 KB, in the envelope too', async () => {
    const parameters = { gate: 'x'.repeat(262_144) };
    const answer = await ask('POST', '/start', { workflowType: 'test-gated', parameters });
    expect([answer.status, answer.body]).toMatchObject([413, { success: false, error_type: 'TOO_LARGE' }]);
  });

  it('is refused to a viewer, and to nobody without the envelope', async () => {
    const body = { workflowType: 'test-gated', parameters: { gate: 'a' } };
    const asked = [acme.viewer, null].map((key) => app.request('POST', '/workflows/start', { key, body }));
    expect(await Promise.all(asked)).toMatchObject([
      { status: 403, body: { success: false, error_type: 'FORBIDDEN' } },
      { status: 401, body: { success: false, error_type: 'UNAUTHENTICATED' } },
    ]);
    const broken = await app.request('POST', '/workflows/start', { body: '{"a":' });
    expect(broken).toMatchObject({ status: 400, body: { success: false, error_type: 'INVALID' } });
  });

  it('by the platform key is of the tenant that it names', async () => {
    const body = { workflowType: 'test-gated', tenantId: 'globex', parameters: { gate: 'a' } };
    const answer = await app.request('POST', '/workflows/start', { body });
    expect(answer.body).toMatchObject({ result: { tenantId: 'globex' } });
  });
});

describe('the path', () => {
  it('takes an ARN raw and URL-encoded', async () => {
    const { executionArn } = await start('test-gated', { gate: 'a' });
    for (const arn of [executionArn, encodeURIComponent(executionArn)]) {
      const answer = await ask<{ executionArn: string }>('GET', `/${arn}/status`);
      expect([answer.status, answer.body.result.executionArn]).toEqual([200, executionArn]);
    }
  });

  it.each(['no-such-thing', 'arn:aws:states:us-east-1:123456789012:execution:TestGatedWorkflow:nobody'])(
    'is 404 where there is no such execution: %s',
    async (arn) => {
      for (const [method, rest] of [
        ['GET', 'status'],
        ['GET', 'history'],
        ['GET', 'events'],
        ['PUT', 'stop'],
        ['POST', 'redrive'],
      ] as const) {
        const answer = await ask(method, `/${arn}/${rest}`);
        expect([rest, answer.status, answer.body.success]).toEqual([rest, 404, false]);
      }
    },
  );

  it("leads to nothing of another tenant's", async () => {
    const { executionArn } = await start('test-gated', { gate: 'never' });
    for (const [method, rest] of [
      ['GET', 'status'],
      ['GET', 'history'],
      ['GET', 'events'],
      ['PUT', 'stop'],
      ['POST', 'redrive'],
    ] as const) {
      const asked = await app.request(method, `/workflows/${executionArn}/${rest}`, { key: globex.admin });
      expect([rest, asked.status]).toEqual([rest, 404]);
    }
    expect(await status(executionArn)).toMatchObject({ status: 'RUNNING' });
    await ask('PUT', `/${executionArn}/stop`);
  });
});

describe('progress', () => {
  it('names the states that it is in, those inside of a Parallel too', async () => {
    const { executionArn } = await start('test-forked', { gate: 'fork' });
    const progress = { currentStates: ['Fork', 'Slow'], statesDone: 1, statesTotal: 4 };
    expect(await status(executionArn)).toMatchObject({ progress });
    tasks.open('fork');
    expect(await until(executionArn, 'SUCCEEDED')).toMatchObject({
      progress: { currentStates: [], statesDone: 4, statesTotal: 4 },
    });
  });

  it('is not misled by a payload that looks like a part of the history', async () => {
    const bait = '"stateExitedEventDetails":{"name":"Bait"';
    const { executionArn } = await start('test-many', {
      items: [bait, { stateExitedEventDetails: { name: 'x' } }],
    });
    expect(await until(executionArn, 'SUCCEEDED')).toMatchObject({
      progress: { statesDone: 2, statesTotal: 2 },
    });
  });
});

describe('the audit log', () => {
  it('has each start, stop and redrive with who asked for it', async () => {
    tasks.failing.add('broken');
    const { executionArn } = await start('test-flaky', { gate: 'broken' }, { executionName: 'audited' });
    await start('test-flaky', { gate: 'broken' }, { executionName: 'audited' }).catch(() => undefined);
    await until(executionArn, 'FAILED');
    await ask('POST', `/${executionArn}/redrive`);
    await until(executionArn, 'FAILED');
    await ask('PUT', `/${executionArn}/stop`); // has ended: nothing is stopped
    const log = await app.request<{ items: Record<string, unknown>[] }>(
      'GET',
      `/audit-log?targetId=${encodeURIComponent(executionArn)}`,
      { key: acme.admin },
    );
    expect(log.body.items.map(({ action, actor, after }) => ({ action, actor, after }))).toEqual([
      { action: 'execution.redriven', actor: 'operator@acme.test', after: null },
      {
        action: 'execution.started',
        actor: 'operator@acme.test',
        after: {
          ...{ workflowType: 'test-flaky', executionName: 'audited', parameters: { gate: 'broken' } },
          ...{ startedBy: null, source: 'api' },
        },
      },
    ]);
  });
});

describe('a stop', () => {
  it('ends what runs, with its reason, and aborts the task', async () => {
    const { executionArn } = await start('test-gated', { gate: 'to-be-stopped' });
    await eventually(() => Promise.resolve(tasks.calls.includes('to-be-stopped')));
    const reason = { error: 'Cancelled', cause: 'Started by mistake' };
    const stopped = await ask('PUT', `/${executionArn}/stop`, reason);
    expect([stopped.status, stopped.body.result]).toEqual([
      200,
      { stopped: true, message: 'Workflow execution stopped successfully' },
    ]);
    expect(await status(executionArn)).toMatchObject({ status: 'ABORTED', ...reason, output: null });
    const again = await ask('PUT', `/${executionArn}/stop`);
    expect(again.body.result).toEqual({
      stopped: false,
      message: 'Workflow execution had ended already: ABORTED',
    });
    const rows = await app.database.query(
      `SELECT 1 FROM execution_tasks t JOIN executions e ON e.id = t.execution_id WHERE e.tenant_id = 'acme' AND e.name = $1`,
      [executionArn.split(':').at(-1)],
    );
    expect(rows).toEqual([]);
  });
});
