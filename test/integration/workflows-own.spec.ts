import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { TestTasks, TestWorkflowsModule, workflowClient } from '../support/workflows.js';

let app: TestApp;
let keys: Awaited<ReturnType<TestApp['tenant']>>;
let others: typeof keys;
let acme: ReturnType<typeof workflowClient>;
let globex: typeof acme;
beforeAll(async () => {
  app = await startTestApp({}, [TestWorkflowsModule]);
  keys = await app.tenant('acme');
  others = await app.tenant('globex');
  acme = workflowClient(app, keys.admin);
  globex = workflowClient(app, others.admin);
});
afterAll(() => app.close());

interface Shown {
  workflowType: string;
  stateMachineName: string;
  version: string;
  revision: number | null;
  revisions: { revision: number; savedBy: string; savedAt: string }[];
  definition: Record<string, unknown>;
  drawing: string;
  requiredParameters: string[];
}

const says = (text: string) => ({
  StartAt: 'Say',
  States: { Say: { Type: 'Pass', Result: { said: text }, End: true } },
});
const body = (definition: unknown, rest: object = {}) => ({
  ...{
    name: 'Own',
    description: 'of a test',
    definition,
    requiredParameters: ['who'],
    optionalParameters: ['why'],
  },
  ...rest,
});
const save = (type: string, given: object, client = acme) =>
  client.ask<Shown>('PUT', `/definitions/${type}`, given);

describe('executions of own workflows', () => {
  it('run by their definition, with the parameters that it asks for', async () => {
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'Echo',
      States: {
        Echo: {
          Type: 'Task',
          Resource: 'arn:aws:lambda:us-east-1:123456789012:function:test-echo',
          Arguments: { hello: "{% $states.input.parameters.who & '!' %}" },
          End: true,
        },
      },
    };
    await save('greeter', body(definition));
    const started = await acme.start('greeter', { who: 'Ana', other: 1 });
    expect(started.executionArn).toContain(':GreeterWorkflow:');
    expect(await acme.until(started.executionArn, 'SUCCEEDED')).toMatchObject({ output: { hello: 'Ana!' } });
    const without = await acme.ask('POST', '/start', { workflowType: 'greeter', parameters: {} });
    expect([without.status, without.body]).toMatchObject([400, { details: [{ path: 'parameters.who' }] }]);
  });

  it('end by the revision that they began with', async () => {
    const tasks = app.app.get(TestTasks, { strict: false });
    const gated = (text: string) => ({
      StartAt: 'Gate',
      States: {
        Gate: {
          Type: 'Task',
          Resource: 'arn:aws:lambda:us-east-1:123456789012:function:test-gate',
          Parameters: { gate: 'pinned' },
          Next: 'Pause',
        },
        Pause: { Type: 'Wait', Seconds: 1, Next: 'Say' },
        Say: { Type: 'Pass', Result: text, End: true },
      },
    });
    await save('pinned', body(gated('old'), { requiredParameters: [] }));
    const old = await acme.start('pinned', {});
    await save('pinned', body(gated('new'), { requiredParameters: [] }));
    const fresh = await acme.start('pinned', {});
    for (const [{ executionArn }, text] of [
      [old, 'old'],
      [fresh, 'new'],
    ] as const) {
      const { body: shown } = await acme.ask('GET', `/${executionArn}/definition`);
      expect(shown.result).toEqual({
        ...{ executionArn, workflowType: 'pinned', isPinned: true, definition: gated(text) },
      });
    }
    tasks.open('pinned');
    expect((await acme.until(old.executionArn, 'SUCCEEDED'))['output']).toBe('old');
    expect((await acme.until(fresh.executionArn, 'SUCCEEDED'))['output']).toBe('new');
  });

  it("are not another tenant's to start, also where both have one of the same name", async () => {
    await save('private', body(says('acme'), { requiredParameters: [] }));
    const start = (key: string) =>
      app.request('POST', '/workflows/start', { key, body: { workflowType: 'private' } });
    expect((await start(others.admin)).status).toBe(400);
    await save('private', body(says('globex'), { requiredParameters: [] }), globex);
    for (const [client, said] of [
      [acme, 'acme'],
      [globex, 'globex'],
    ] as const) {
      const { executionArn } = await client.start('private', {});
      expect((await client.until(executionArn, 'SUCCEEDED'))['output']).toEqual({ said });
    }
    const shown = (await acme.ask<Shown>('GET', '/definitions/private')).body.result;
    expect([shown.revision, shown.definition]).toEqual([1, says('acme')]);
  });

  it('start each other by the names of their state machines', async () => {
    await save('inner', body(says('inner'), { requiredParameters: [] }));
    const outer = {
      StartAt: 'Start',
      States: {
        Start: {
          Type: 'Task',
          Resource: 'arn:aws:states:::states:startExecution.sync:2',
          Parameters: {
            StateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:InnerWorkflow',
            Input: {},
          },
          OutputPath: '$.Output',
          End: true,
        },
      },
    };
    await save('outer', body(outer, { requiredParameters: [] }));
    const { executionArn } = await acme.start('outer', {});
    expect((await acme.until(executionArn, 'SUCCEEDED'))['output']).toEqual({ said: 'inner' });
  });
});

describe('on Step Functions', () => {
  it('own workflows are refused, and the check goes on', async () => {
    const queue = 'http://127.0.0.1:9/123456789012/q';
    const env = { WORKFLOW_ENGINE: 'aws', TASK_QUEUE_URL: queue, STATUS_QUEUE_URL: queue, ROLE: 'api' };
    const aws = await startTestApp(env);
    const { admin } = await aws.tenant('acme');
    const ask = (method: string, path: string, given: object) =>
      aws.request(method, `/workflows/definitions/${path}`, { key: admin, body: given });
    expect((await ask('PUT', 'mine', body(says('x')))).status).toBe(409);
    expect((await ask('POST', 'validate', { definition: says('x') })).status).toBe(200);
    await aws.close();
  });
});
