import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DefinitionsService } from '../../src/modules/workflows/definitions.service.js';
import { ANSWERED_LATER } from '../../src/platform/tasks/index.js';
import { behaviours, doing, programOf, startEngine, type EngineApp } from '../support/engine.js';

// One execution at a time: whoever waits for another keeps the only place until that has ended.

const starting = (stateMachine: string) => ({
  StartAt: 'P',
  States: {
    P: {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Parameters: { StateMachineArn: stateMachine, Input: {} },
      End: true,
    },
  },
});
const machines = { Child: { StartAt: 'C', States: { C: doing('child') } }, Endless: starting('Endless') };

let app: EngineApp;
beforeAll(async () => {
  app = await startEngine({ WORKFLOW_MAX_RUNNING: '1' });
  const definitions = app.app.get(DefinitionsService, { strict: false });
  definitions.byStateMachine = (_, stateMachineName) => {
    const definition = machines[stateMachineName as keyof typeof machines];
    const known = { workflowType: 'child', stateMachineName, program: programOf(definition), isOwn: false };
    return Promise.resolve(known as never);
  };
});
afterAll(() => app.close());

describe('where the limit is reached', () => {
  it('an execution that another waits for begins, and leaves the count as it was', async () => {
    behaviours.set('child', () => ({ ok: true }));
    expect(await app.run(starting('Child'))).toMatchObject({
      status: 'SUCCEEDED',
      output: { Output: { ok: true } },
    });
    const [load] = await app.database.query('SELECT running FROM workflow_load');
    expect(load).toEqual({ running: 0 });
  });

  it('one that starts itself ends ten deep', async () => {
    const { status, cause } = await app.run(starting('Endless'));
    expect([status, cause?.includes('10 deep')]).toEqual(['FAILED', true]);
    const [row] = await app.database.query(
      "SELECT count(*)::int AS n FROM executions WHERE state_machine = 'Endless'",
    );
    expect(row).toEqual({ n: 9 });
  });
});

it('a task without a token that wants to be answered later fails', async () => {
  behaviours.set('later', () => ANSWERED_LATER);
  const { status, cause } = await app.run({ StartAt: 'A', States: { A: doing('later') } });
  expect([status, cause]).toEqual(['FAILED', 'This task is answered later: it needs a task token']);
});
