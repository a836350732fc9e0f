import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { TestTasks, TestWorkflowsModule, workflowClient } from '../support/workflows.js';

let app: TestApp;
let tasks: TestTasks;
beforeAll(async () => {
  app = await startTestApp({}, [TestWorkflowsModule]);
  tasks = app.app.get(TestTasks, { strict: false });
});
afterAll(() => app.close());

describe('the list', () => {
  it('shows the newest first, by filters and pages', async () => {
    const { admin } = await app.tenant('lister');
    const own = workflowClient(app, admin);
    const started = [];
    for (const [i, type] of ['test-gated', 'test-many', 'test-gated', 'test-many', 'test-gated'].entries())
      started.push(await own.start(type, type === 'test-many' ? { items: [i] } : { gate: 'list' }));
    const arns = started.map(({ executionArn }) => executionArn).reverse();
    type Page = {
      executions: { executionArn: string; status: string; stopDate: string | null }[];
      nextCursor: string | null;
    };
    const seen: string[] = [];
    for (let query: string | null = 'limit=2'; query !== null;) {
      const { result }: { result: Page } = (await own.ask<Page>('GET', `/list?${query}`)).body;
      seen.push(...result.executions.map(({ executionArn }) => executionArn));
      query = result.nextCursor === null ? null : `limit=2&cursor=${result.nextCursor}`;
    }
    expect(seen).toEqual(arns);
    const ofType = (await own.ask<Page>('GET', '/list?tenantId=lister&workflowType=test-many')).body.result;
    expect(ofType.executions.map(({ executionArn }) => executionArn)).toEqual([arns[1], arns[3]]);
    const running = (await own.ask<Page>('GET', '/list?status=RUNNING')).body.result;
    expect(running.executions).toHaveLength(3);
    expect(running.executions[0]).not.toHaveProperty('input');
    const { viewer } = await app.tenant('another');
    const theirs = await app.request('GET', '/workflows/list', { key: viewer });
    expect(theirs.body).toMatchObject({ result: { executions: [], nextCursor: null } });
    tasks.open('list');
  });
});

describe('metrics', () => {
  it('count and time what there is, by type', async () => {
    const { admin } = await app.tenant('meter');
    const own = workflowClient(app, admin);
    const empty = (await own.ask('GET', '/metrics')).body.result;
    expect(empty).toMatchObject({ totalExecutions: 0, averageDurationMs: null, p95DurationMs: null });
    tasks.failing.add('broken');
    await own.start('test-gated', { gate: 'metered' });
    const stopped = await own.start('test-gated', { gate: 'metered' });
    await own.ask('PUT', `/${stopped.executionArn}/stop`);
    await own.until((await own.start('test-flaky', { gate: 'broken' })).executionArn, 'FAILED');
    for (let i = 0; i < 20; i += 1) await own.start('test-many', { items: [] });
    // durations of 1 to 20 seconds, and longer ones of another type
    await app.database.query(
      `UPDATE executions e SET stopped_at = started_at + make_interval(secs => n) FROM
         (SELECT id, row_number() OVER (ORDER BY id) AS n FROM executions WHERE tenant_id = 'meter' AND workflow_type = 'test-many') r
        WHERE r.id = e.id`,
    );
    expect((await own.ask('GET', '/metrics?workflowType=test-many&tenantId=meter')).body.result).toEqual({
      ...{ totalExecutions: 20, successfulExecutions: 20, failedExecutions: 0, abortedExecutions: 0 },
      ...{ runningExecutions: 0, pendingExecutions: 0, averageDurationMs: 10_500, p95DurationMs: 19_050 },
    });
    expect((await own.ask('GET', '/metrics')).body.result).toMatchObject({
      ...{ totalExecutions: 23, successfulExecutions: 20, failedExecutions: 1, abortedExecutions: 1 },
      runningExecutions: 1,
    });
    tasks.open('metered');
  });
});
