import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RetentionService } from '../../src/modules/workflows/retention.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { TestTasks, TestWorkflowsModule, workflowClient } from '../support/workflows.js';

describe('retention', () => {
  let app: TestApp;
  let tasks: TestTasks;
  beforeAll(async () => {
    app = await startTestApp({ EXECUTION_RETENTION_DAYS: '30' }, [TestWorkflowsModule]);
    tasks = app.app.get(TestTasks, { strict: false });
  });
  afterAll(() => app.close());

  const age = (name: string, days: number) =>
    app.database.query(
      `UPDATE executions SET created_at = created_at - make_interval(days => $2), started_at = started_at - make_interval(days => $2),
              stopped_at = stopped_at - make_interval(days => $2) WHERE name = $1`,
      [name, days],
    );
  const names = async (table: string) =>
    (
      await app.database.query<{ name: string }>(
        `SELECT DISTINCT e.name FROM ${table} t JOIN executions e ON e.id = ${table === 'executions' ? 't.id' : 't.execution_id'} ORDER BY 1`,
      )
    ).map(({ name }) => name);

  it('deletes what ended long ago with all that is its own, and nothing else', async () => {
    const { operator } = await app.tenant('acme');
    const { start, until, ask } = workflowClient(app, operator);
    const many = async (executionName: string) => {
      const { executionArn } = await start('test-many', { items: [1] }, { executionName });
      await until(executionArn, 'SUCCEEDED');
      return executionArn;
    };
    const old = await many('old');
    await many('young');
    const running = await start('test-gated', { gate: 'r' }, { executionName: 'running' });
    tasks.failing.add('again');
    const failed = await start('test-flaky', { gate: 'again' }, { executionName: 'redriven' });
    await until(failed.executionArn, 'FAILED');
    await age('old', 31);
    await age('young', 29);
    await age('running', 400);
    await age('redriven', 400);
    tasks.failing.delete('again');
    await ask('POST', `/${failed.executionArn}/redrive`);
    await until(failed.executionArn, 'SUCCEEDED');

    await app.app.get(RetentionService, { strict: false }).clean();
    expect(await names('executions')).toEqual(['redriven', 'running', 'young']);
    expect(await names('execution_history')).toEqual(['redriven', 'running', 'young']);
    const orphans = await app.database.query(
      `SELECT execution_id FROM execution_history UNION ALL SELECT execution_id FROM execution_tasks
        UNION ALL SELECT execution_id FROM execution_timers EXCEPT SELECT id FROM executions`,
    );
    expect(orphans).toEqual([]);
    expect((await ask('GET', `/${old}/status`)).status).toBe(404);
    expect((await start('test-many', { items: [1] }, { executionName: 'old' })).executionArn).toBe(old);
    tasks.open('r');
    await until(running.executionArn, 'SUCCEEDED');
  });

  it('deletes more than one batch', async () => {
    const { operator } = await app.tenant('globex');
    const { start } = workflowClient(app, operator);
    const asked = Array.from({ length: 230 }, (_, i) =>
      start('test-many', { items: [] }, { executionName: `b-${i}` }),
    );
    await Promise.all(asked);
    await app.database.query(
      "UPDATE executions SET stopped_at = stopped_at - interval '31 days' WHERE tenant_id = 'globex'",
    );
    await app.app.get(RetentionService, { strict: false }).clean();
    expect(await app.database.query("SELECT id FROM executions WHERE tenant_id = 'globex'")).toEqual([]);
    expect(await app.database.query("SELECT 1 FROM execution_history WHERE tenant_id = 'globex'")).toEqual(
      [],
    );
  });

  it('deletes a definition by which nothing runs or ran, a day after it was pinned', async () => {
    const hashes = async () =>
      (
        await app.database.query<{ tenant_id: string; hash: string }>(
          'SELECT tenant_id, hash FROM workflow_programs ORDER BY created_at, hash',
        )
      ).map(({ tenant_id, hash }) => `${tenant_id} ${hash}`);
    const before = await hashes();
    await app.database.query(
      `INSERT INTO workflow_programs (tenant_id, hash, definition, is_own, created_at)
       VALUES ('acme', 'unused', '{}', true, app_now() - interval '2 days'), ('acme', 'new', '{}', true, app_now())`,
    );
    await app.database.query(
      "UPDATE workflow_programs SET created_at = app_now() - interval '2 days' WHERE hash NOT IN ('unused', 'new')",
    );
    await app.app.get(RetentionService, { strict: false }).clean();
    const used = before.filter((one) => !one.startsWith('globex'));
    expect((await hashes()).sort()).toEqual([...used, 'acme new'].sort());
  });
});
