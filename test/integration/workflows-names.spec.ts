import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { TestTasks, TestWorkflowsModule, workflowClient, type Execution } from '../support/workflows.js';

let app: TestApp;
let second: TestApp;
let tasks: TestTasks;
let key: string;
const client = (of: () => TestApp) =>
  workflowClient(
    { request: (...given: Parameters<TestApp['request']>) => of().request(...given) } as TestApp,
    () => key,
  );
const { ask, start, until } = client(() => app);
const other = client(() => second);

// two processes on one database, as behind a balancer
beforeAll(async () => {
  app = await startTestApp({}, [TestWorkflowsModule]);
  second = await startTestApp({ ROLE: 'api' }, [TestWorkflowsModule], app.database);
  tasks = app.app.get(TestTasks, { strict: false });
  key = (await app.tenant('acme')).operator;
});
afterAll(async () => {
  await second.close();
  await app.close();
});

const wanted = (executionName: string, gate: string, rest: object = {}) => ({
  ...{ workflowType: 'test-gated', executionName, parameters: { gate } },
  ...rest,
});

describe('an execution name', () => {
  it('makes one execution of 20 equal requests at once, to both processes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 === 0 ? ask : other.ask)<Execution>('POST', '/start', wanted('once', 'names')),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    const results = answers.map(({ body }) => body.result);
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(results[0]).toMatchObject({ executionName: 'once', status: 'RUNNING' });
    const rows = await app.database.query(
      `SELECT (SELECT count(*)::int FROM executions WHERE name = 'once') AS executions,
              (SELECT count(*)::int FROM audit_log WHERE target_id LIKE '%:once') AS noted,
              (SELECT running FROM workflow_load WHERE tenant_id = 'acme') AS running`,
    );
    expect(rows).toEqual([{ executions: 1, noted: 1, running: 1 }]);
  });

  it.each([
    ['parameters', { parameters: { gate: 'names', note: 'another' } }],
    ['metadata', { metadata: { priority: 'high' } }],
    ['startedBy', { startedBy: 'somebody@else.test' }],
  ])('is taken for other %s', async (_, rest) => {
    const answer = await ask('POST', '/start', wanted('once', 'names', rest));
    expect([answer.status, answer.body]).toMatchObject([409, { success: false, error_type: 'CONFLICT' }]);
  });

  it('is the same for a parameter at its default', async () => {
    const answer = await ask(
      'POST',
      '/start',
      wanted('once', 'x', { parameters: { note: 'none', gate: 'names' } }),
    );
    expect(answer.status).toBe(202);
  });

  it('is taken by one of 20 different requests at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 === 0 ? ask : other.ask)(
          'POST',
          '/start',
          wanted('race', 'names', { startedBy: `user-${i}` }),
        ),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([202, ...Array.from({ length: 19 }, () => 409)]);
  });

  it('is taken once its execution has ended, and free for another state machine and tenant', async () => {
    const { executionArn } = await start('test-gated', { gate: 'names' }, { executionName: 'ended' });
    tasks.open('names');
    await until(executionArn, 'SUCCEEDED');
    expect((await ask('POST', '/start', wanted('ended', 'names'))).status).toBe(409);
    await start('test-many', { items: [] }, { executionName: 'ended' });
    const { operator } = await app.tenant('globex');
    const elsewhere = workflowClient(app, operator);
    const theirs = await elsewhere.start('test-gated', { gate: 'names' }, { executionName: 'ended' });
    expect(theirs).toMatchObject({ executionArn, tenantId: 'globex' });
    // one ARN, two executions: the key tells which
    expect(await elsewhere.until(executionArn, 'SUCCEEDED')).toMatchObject({ tenantId: 'globex' });
    expect((await ask<Execution>('GET', `/${executionArn}/status`)).body.result.tenantId).toBe('acme');
  });
});
