import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { TestTasks, TestWorkflowsModule, workflowClient, type Execution } from '../support/workflows.js';

let app: TestApp;
let tasks: TestTasks;
beforeAll(async () => {
  app = await startTestApp({}, [TestWorkflowsModule]);
  tasks = app.app.get(TestTasks, { strict: false });
});
afterAll(() => app.close());

/** A tenant with these limits. */
async function tenantWith(tenantId: string, limits: object) {
  const { admin } = await app.tenant(tenantId);
  const set = await app.request('PUT', `/tenants/${tenantId}/settings`, { key: admin, body: { limits } });
  expect(set.status).toBe(200);
  return workflowClient(app, admin);
}

const placeOf = (status: Record<string, unknown>) =>
  (status['queue'] as { position: number } | null)?.position;

describe('over the limit of a tenant', () => {
  it('executions wait in the order of their priority, say where, and begin as places are free', async () => {
    const { start, status, until, ask } = await tenantWith('queue', { runningExecutions: 1 });
    const first = await start('test-gated', { gate: 'q-first' });
    expect(first.status).toBe('RUNNING');
    const waiting: Record<string, Execution> = {};
    for (const priority of ['low', 'normal', 'high'])
      waiting[priority] = await start('test-gated', { gate: `q-${priority}` }, { metadata: { priority } });
    const arnOf = (name: string) => waiting[name]?.executionArn ?? '';
    for (const [position, name] of ['high', 'normal', 'low'].entries()) {
      expect(waiting[name]).toMatchObject({ status: 'PENDING_START', startDate: null });
      expect(placeOf(await status(arnOf(name)))).toBe(position + 1);
    }
    expect(await status(arnOf('low'))).toMatchObject({
      ...{ status: 'PENDING_START', startDate: null, stopDate: null, output: null },
      progress: { currentStates: [], statesDone: 0, statesTotal: 3 },
    });
    const history = await ask<{ events: unknown[] }>('GET', `/${arnOf('low')}/history`);
    expect(history.body.result).toEqual({ events: [], nextToken: null });
    expect((await ask('GET', '/metrics')).body.result).toMatchObject({
      ...{ totalExecutions: 4, runningExecutions: 1, pendingExecutions: 3 },
    });
    expect(
      (await ask<{ executions: unknown[] }>('GET', '/list?status=PENDING_START')).body.result.executions,
    ).toHaveLength(3);

    for (const [gate, next] of [
      ['q-first', 'high'],
      ['q-high', 'normal'],
      ['q-normal', 'low'],
    ] as const) {
      tasks.open(gate);
      const begun = await until(arnOf(next), 'RUNNING');
      expect([placeOf(begun), typeof begun['startDate']]).toEqual([undefined, 'string']);
    }
    tasks.open('q-low');
    await until(arnOf('low'), 'SUCCEEDED');
    expect(tasks.calls.filter((gate) => gate.startsWith('q-'))).toEqual([
      'q-first',
      'q-high',
      'q-normal',
      'q-low',
    ]);
  });

  it('one that waits is stopped before it begins', async () => {
    const { start, status, ask, until } = await tenantWith('stopper', { runningExecutions: 1 });
    const first = await start('test-gated', { gate: 's-first' });
    const waiting = await start('test-gated', { gate: 's-waiting' });
    const stopped = await ask('PUT', `/${waiting.executionArn}/stop`, { error: 'Enough', cause: 'No need' });
    expect(stopped.body.result).toMatchObject({ stopped: true });
    expect(await status(waiting.executionArn)).toMatchObject({
      ...{ status: 'ABORTED', error: 'Enough', cause: 'No need', startDate: null, queue: null },
    });
    const redriven = await ask('POST', `/${waiting.executionArn}/redrive`);
    expect([redriven.status, redriven.body]).toMatchObject([
      409,
      { error: expect.stringContaining('never began') },
    ]);
    tasks.open('s-first');
    await until(first.executionArn, 'SUCCEEDED');
    expect(tasks.calls).not.toContain('s-waiting');
  });

  it('the same request with the same name is the same while it waits', async () => {
    const { start } = await tenantWith('patient', { runningExecutions: 1 });
    await start('test-gated', { gate: 'p-first' });
    const asked = Array.from({ length: 5 }, () =>
      start('test-gated', { gate: 'p' }, { executionName: 'mine' }),
    );
    const answers = await Promise.all(asked);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 'PENDING_START' });
  });
});

describe('over the limit of a workflow type', () => {
  it('others still begin', async () => {
    const { start, until } = await tenantWith('types', { runningExecutionsByType: { 'test-gated': 1 } });
    const first = await start('test-gated', { gate: 't-first' });
    const waiting = await start('test-gated', { gate: 't-second' });
    expect([first.status, waiting.status]).toEqual(['RUNNING', 'PENDING_START']);
    const another = await start('test-forked', { gate: 't-first' });
    await eventually(async () => (await until(another.executionArn, 'RUNNING')) && true);
    tasks.open('t-first');
    await until(waiting.executionArn, 'RUNNING');
    tasks.open('t-second');
    await until(waiting.executionArn, 'SUCCEEDED');
  });
});
