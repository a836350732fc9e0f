import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DefinitionsService } from '../../src/modules/workflows/definitions.service.js';
import { TaskFailure } from '../../src/platform/tasks/index.js';
import { behaviours, doing, Gate, programOf, startEngine, type EngineApp } from '../support/engine.js';

let app: EngineApp;
beforeAll(async () => {
  app = await startEngine();
});
afterAll(() => app.close());

describe('nested executions', () => {
  const child = { StartAt: 'C', States: { C: doing('child') } };
  const parent = (pattern: string, fields: object = {}) => ({
    StartAt: 'P',
    States: {
      P: {
        Type: 'Task',
        Resource: `arn:aws:states:::states:startExecution${pattern}`,
        Parameters: { StateMachineArn: 'Child', Input: { 'of.$': '$.of' } },
        End: true,
        ...fields,
      },
    },
  });
  beforeAll(() => {
    const known = {
      workflowType: 'child',
      stateMachineName: 'Child',
      program: programOf(child),
      isOwn: false,
    };
    const definitions = app.app.get(DefinitionsService, { strict: false });
    definitions.byStateMachine = () => Promise.resolve(known as never);
  });

  it('.sync:2 waits for the end and has its output as JSON', async () => {
    behaviours.set('child', ({ given }) => ({ did: given }));
    const { status, output, id } = await app.run(parent('.sync:2'), { input: { of: 7 } });
    expect({ status, output }).toMatchObject({
      status: 'SUCCEEDED',
      output: { Status: 'SUCCEEDED', Output: { did: { of: 7 } }, Input: { of: 7 } },
    });
    expect(await app.types(id)).toEqual([
      ...[
        'ExecutionStarted',
        'TaskStateEntered',
        'TaskScheduled',
        'TaskStarted',
        'TaskSubmitted',
        'TaskSucceeded',
      ],
      ...['TaskStateExited', 'ExecutionSucceeded'],
    ]);
  });

  it('.sync fails with what the child has failed with; each Retry starts another', async () => {
    let calls = 0;
    behaviours.set('child', () => {
      calls += 1;
      if (calls === 1) throw new TaskFailure('Broken', 'the first time');
      return 'well';
    });
    const failed = await app.run(parent('.sync'), { input: { of: 1 } });
    expect(failed).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(failed.cause ?? '')).toMatchObject({
      Status: 'FAILED',
      Error: 'Broken',
      Cause: 'the first time',
    });
    calls = 0;
    const Retry = [{ ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 1, MaxAttempts: 1 }];
    const retried = await app.run(parent('.sync', { Retry }), { input: { of: 1 } });
    expect(retried).toMatchObject({ status: 'SUCCEEDED', output: { Output: '"well"' } });
    expect(calls).toBe(2);
  });

  it('an outage of our own is no failure of the task', async () => {
    behaviours.set('child', () => 'well');
    const definitions = app.app.get(DefinitionsService, { strict: false });
    const find = definitions.byStateMachine.bind(definitions);
    let calls = 0;
    definitions.byStateMachine = (...given) => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error('Connection terminated unexpectedly')) : find(...given);
    };
    expect(await app.run(parent('.sync'), { input: { of: 1 } })).toMatchObject({ status: 'SUCCEEDED' });
    definitions.byStateMachine = find;
    expect(calls).toBe(2);
  });

  it('a name that is taken fails the task, for its Catch', async () => {
    behaviours.set('child', () => 'well');
    const named = { Parameters: { StateMachineArn: 'Child', Name: 'taken', Input: { 'of.$': '$.of' } } };
    expect(await app.run(parent('.sync', named), { input: { of: 1 } })).toMatchObject({
      status: 'SUCCEEDED',
    });
    expect(await app.run(parent('.sync', named), { input: { of: 2 } })).toMatchObject({
      status: 'FAILED',
      error: 'StepFunctions.ExecutionAlreadyExistsException',
    });
  });

  it('without a pattern goes on at once', async () => {
    const gate = new Gate();
    behaviours.set('child', () => gate.opened);
    const { status, output } = await app.run(parent(''), { input: { of: 1 } });
    expect(status).toBe('SUCCEEDED');
    expect((output as { ExecutionArn: string }).ExecutionArn).toContain(':execution:Child:');
    gate.open();
  });
});
