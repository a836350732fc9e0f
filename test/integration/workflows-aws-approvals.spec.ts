import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Program } from '../../src/asl/index.js';
import { eventually } from '../support/app.js';
import { startStepFunctionsApp, type StepFunctionsApp } from '../support/step-functions.js';

const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

jest.setTimeout(90_000); // a message that the emulator has failed on comes again

/** No HeartbeatSeconds: nobody runs while people think. */
const asks = {
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: {
        QueueUrl: '${TaskQueueUrl}',
        MessageBody: {
          task: 'request-approval',
          input: { title: 'Apply the fixes?' },
          'taskToken.$': '$$.Task.Token',
        },
      },
      TimeoutSeconds: 600,
      End: true,
    },
  },
} as unknown as Program;

describeIf('an approval that an execution on Step Functions waits for (needs MOTO_URL)', () => {
  let test: StepFunctionsApp;
  let key: string;
  beforeAll(async () => {
    test = await startStepFunctionsApp(MOTO_URL ?? '');
    await test.deploy('Asks', asks);
    const body = { tenantId: 'acme', name: 'second', role: 'approver', owner: 'second@acme.test' };
    key = (await test.app.request<{ key: string }>('POST', '/api-keys', { body })).body.key;
  });
  afterAll(() => test.close());

  const asked = async () => {
    const { id } = await test.start('Asks', asks);
    const approval = await eventually(async () => {
      const { body } = await test.app.request<{ items: { id: string; executionId: string }[] }>(
        'GET',
        '/approvals',
        { key },
      );
      return body.items.find(({ executionId }) => executionId === id);
    });
    return { id, approval };
  };

  it.each([
    ['approve', 'approved'],
    ['reject', 'rejected'],
  ])('goes on with what was decided: %s', async (action, decision) => {
    const { id, approval } = await asked();
    const answer = await test.app.request('POST', `/approvals/${approval.id}/${action}`, {
      key,
      body: { comment: 'seen' },
    });
    expect(answer).toMatchObject({ status: 200, body: { status: decision } });
    const ended = await test.finished(id);
    expect(ended.status).toBe('SUCCEEDED');
    expect(JSON.parse(ended.output ?? '')).toMatchObject({ decision, approvalId: approval.id });
  });
});
