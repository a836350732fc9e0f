import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { TestTasks, TestWorkflowsModule, workflowClient } from '../support/workflows.js';

let app: TestApp;
let tasks: TestTasks;
let key: string;
const { ask, start, status, until } = workflowClient(
  { request: (...given: Parameters<TestApp['request']>) => app.request(...given) } as TestApp,
  () => key,
);
beforeAll(async () => {
  app = await startTestApp({}, [TestWorkflowsModule]);
  tasks = app.app.get(TestTasks, { strict: false });
  key = (await app.tenant('acme')).operator;
});
afterAll(() => app.close());

const typesOf = async (arn: string) => {
  const answer = await ask<{ events: { type: string }[] }>('GET', `/${arn}/history?maxResults=1000`);
  return answer.body.result.events.map(({ type }) => type);
};

describe('a redrive', () => {
  it('goes on from the state that failed, and keeps what had succeeded', async () => {
    tasks.failing.add('mend-me');
    const { executionArn } = await start('test-flaky', { gate: 'mend-me' });
    expect(await until(executionArn, 'FAILED')).toMatchObject({
      ...{ error: 'Broken', cause: 'it is not mended yet', output: null, redriveCount: 0 },
      progress: { currentStates: [], statesDone: 1, statesTotal: 3 },
    });
    const before = await typesOf(executionArn);
    tasks.failing.delete('mend-me');
    const redriven = await ask('POST', `/${executionArn}/redrive`);
    expect([redriven.status, redriven.body]).toMatchObject([
      202,
      { success: true, result: { executionArn, redriveCount: 1 } },
    ]);
    expect(await until(executionArn, 'SUCCEEDED')).toMatchObject({
      ...{ error: null, cause: null, redriveCount: 1 },
      output: { result: { gate: 'mend-me' } },
      progress: { statesDone: 3 },
    });
    const after = await typesOf(executionArn);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after[before.length]).toBe('ExecutionRedriven');
    expect(after.filter((type) => type === 'ExecutionStarted')).toHaveLength(1);
    expect(tasks.calls.filter((gate) => gate === 'mend-me')).toHaveLength(2);
  });

  it('fails again where nothing was mended, and counts', async () => {
    tasks.failing.add('broken');
    const { executionArn } = await start('test-flaky', { gate: 'broken' });
    for (let count = 1; count <= 2; count += 1) {
      await until(executionArn, 'FAILED');
      expect((await ask('POST', `/${executionArn}/redrive`)).body.result).toMatchObject({
        redriveCount: count,
      });
    }
    expect(await until(executionArn, 'FAILED')).toMatchObject({ redriveCount: 2 });
  });

  it('goes on with what was stopped', async () => {
    const { executionArn } = await start('test-gated', { gate: 'stopped' });
    await ask('PUT', `/${executionArn}/stop`);
    expect(await status(executionArn)).toMatchObject({ status: 'ABORTED' });
    tasks.open('stopped');
    expect((await ask('POST', `/${executionArn}/redrive`)).status).toBe(202);
    await until(executionArn, 'SUCCEEDED');
  });

  it('is refused while it runs and after it has succeeded', async () => {
    const { executionArn } = await start('test-gated', { gate: 'well' });
    const refused = { success: false, error_type: 'CONFLICT' };
    expect((await ask('POST', `/${executionArn}/redrive`)).body).toMatchObject(refused);
    tasks.open('well');
    await until(executionArn, 'SUCCEEDED');
    expect((await ask('POST', `/${executionArn}/redrive`)).body).toMatchObject(refused);
  });

  it('of several at once is one', async () => {
    tasks.failing.add('rush');
    const { executionArn } = await start('test-flaky', { gate: 'rush' });
    await until(executionArn, 'FAILED');
    tasks.failing.delete('rush');
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ask('POST', `/${executionArn}/redrive`)),
    );
    expect(answers.every(({ status: code }) => [202, 409].includes(code))).toBe(true);
    expect(await until(executionArn, 'SUCCEEDED')).toMatchObject({ redriveCount: 1 });
  });
});
