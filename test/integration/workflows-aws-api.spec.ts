import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStepFunctionsApp, type StepFunctionsApp } from '../support/step-functions.js';
import { TestWorkflowsModule, testWorkflows, workflowClient, type Execution } from '../support/workflows.js';

const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

interface Page {
  events: { id: number; previousEventId: number; type: string; timestamp: string }[];
  nextToken: string | null;
}

describeIf('the API over Step Functions (needs MOTO_URL)', () => {
  let test: StepFunctionsApp;
  let client: ReturnType<typeof workflowClient>;
  let execution: Execution;

  beforeAll(async () => {
    test = await startStepFunctionsApp(MOTO_URL ?? '', [TestWorkflowsModule]);
    const many = testWorkflows.find(({ workflowType }) => workflowType === 'test-many');
    await test.sfn
      .createStateMachine({
        name: 'TestManyWorkflow',
        definition: JSON.stringify(many?.program),
        roleArn: 'arn:aws:iam::123456789012:role/ComplianceShepherdStepFunctions',
      })
      .catch((error: Error) => {
        if (error.name !== 'StateMachineAlreadyExists') throw error; // of a run before, in a shared emulator
      });
    client = workflowClient(test.app, (await test.app.tenant('acme')).operator);
    execution = await client.start('test-many', { items: [1, 2] }, { startedBy: 'ann@acme.test' });
    await test.tell(await test.endsInAws(execution.executionArn));
    await client.until(execution.executionArn, 'SUCCEEDED');
  });
  afterAll(() => test.close());

  it('names what AWS names', async () => {
    const { executionArn, stateMachineArn, executionName } = execution;
    const found = await test.inAws(executionArn);
    expect(found).toMatchObject({ stateMachineArn, name: expect.stringContaining(executionName) as unknown });
    expect(JSON.parse(found.input ?? '')).toMatchObject({ parameters: { items: [1, 2] } });
  });

  it('shows how it ended', async () => {
    expect(await client.status(execution.executionArn)).toMatchObject({
      ...{ status: 'SUCCEEDED', output: [1, 2], error: null, redriveCount: 0, queue: null },
      progress: { currentStates: [], statesDone: null, statesTotal: 2 },
    });
    expect((await client.ask('GET', '/list?workflowType=test-many')).body.result).toMatchObject({
      executions: [{ executionArn: execution.executionArn, status: 'SUCCEEDED' }],
    });
  });

  it('says that its definition is the workflow as it is now', async () => {
    const { body } = await client.ask('GET', `/${execution.executionArn}/definition`);
    expect(body.result).toMatchObject({
      ...{ executionArn: execution.executionArn, workflowType: 'test-many', isPinned: false },
      definition: { States: expect.any(Object) as unknown },
    });
  });

  it('hands on the history of AWS: by pages, as a file, as events', async () => {
    const path = `/${execution.executionArn}/history`;
    const { events } = (await client.ask<Page>('GET', `${path}?maxResults=1000`)).body.result;
    expect(events[0]).toMatchObject({ id: expect.any(Number) as unknown, type: 'ExecutionStarted' });
    expect(events.at(-1)).toMatchObject({
      type: 'ExecutionSucceeded',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
    });
    const file = await client.ask<Page>('GET', `${path}?format=json`);
    expect(file.body.result).toEqual({ events, nextToken: null });
    const { viewer: key } = await test.app.tenant('acme');
    const stream = await test.app.request<string>('GET', `/workflows/${execution.executionArn}/events`, {
      key,
    });
    const told = stream.body
      .split('\n\n')
      .flatMap((block) => /^id: .*\ndata: (.*)$/.exec(block)?.[1] ?? [])
      .map((data) => JSON.parse(data) as object);
    expect(told).toEqual(events);
  });

  it('says where AWS does not answer', async () => {
    test.proxy.rules = [{ match: { action: 'GetExecutionHistory' }, fault: 'error500' }];
    const answer = await client.ask('GET', `/${execution.executionArn}/history`);
    test.proxy.rules = [];
    expect([answer.status, answer.body]).toMatchObject([503, { success: false, error_type: 'UNAVAILABLE' }]);
  });
});
