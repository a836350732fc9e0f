import { describe, expect, it } from '@jest/globals';
import { resourceOf } from './resource.js';
import { begin, CALLBACK, lambda, LAMBDA, only } from './stepping.fixture.js';

const service = (resource: string, fields: object = {}) =>
  only({ Type: 'Task', Resource: `arn:aws:states:::${resource}`, ...fields });

describe('the history of a task', () => {
  it('has the words of Lambda for a function’s ARN', async () => {
    const execution = await begin(only(lambda({ Credentials: { RoleArn: 'role' } })), { a: 1 });
    const { id } = execution.task;
    await execution.send({ type: 'task-started', id });
    await execution.send({ type: 'task-submitted', id, output: {} });
    await execution.send({ type: 'task-succeeded', id, output: 'o' });
    expect(execution.history.slice(2, -2)).toMatchObject([
      {
        type: 'LambdaFunctionScheduled',
        previousEventId: 2,
        lambdaFunctionScheduledEventDetails: {
          resource: LAMBDA,
          input: '{"a":1}',
          inputDetails: { truncated: false },
          taskCredentials: { roleArn: 'role' },
        },
      },
      { type: 'LambdaFunctionStarted', previousEventId: 3 },
      { type: 'LambdaFunctionSucceeded', lambdaFunctionSucceededEventDetails: { output: '"o"' } },
    ]);
  });

  it.each([
    ['sqs:sendMessage.waitForTaskToken', 'sqs', 'sendMessage.waitForTaskToken', true],
    ['lambda:invoke.waitForTaskToken', 'lambda', 'invoke.waitForTaskToken', true],
    ['lambda:invoke', 'lambda', 'invoke', false],
    ['sns:publish', 'sns', 'publish', false],
    ['events:putEvents', 'events', 'putEvents', false],
    ['states:startExecution', 'states', 'startExecution', false],
    ['states:startExecution.sync', 'states', 'startExecution.sync', true],
    ['states:startExecution.sync:2', 'states', 'startExecution.sync:2', true],
    ['aws-sdk:s3:getObject', 'aws-sdk:s3', 'getObject', false],
  ])(
    '%s: Submitted where its end is waited for, and nothing twice',
    async (arn, resourceType, resource, isWaitedFor) => {
      const execution = await begin(service(arn, { Parameters: { a: 1 } }));
      const { id } = execution.task;
      for (let i = 0; i < 2; i++) await execution.send({ type: 'task-started', id });
      for (let i = 0; i < 2; i++)
        await execution.send({ type: 'task-submitted', id, output: { MessageId: 'm' } });
      await execution.send({ type: 'task-started', id });
      await execution.send({ type: 'task-succeeded', id, output: 1 });
      expect(execution.types(2)).toEqual([
        'TaskScheduled',
        'TaskStarted',
        ...(isWaitedFor ? ['TaskSubmitted'] : []),
        'TaskSucceeded',
        'TaskStateExited',
        'ExecutionSucceeded',
      ]);
      expect(execution.history[2]).toMatchObject({
        taskScheduledEventDetails: { resourceType, resource, region: 'eu-west-1', parameters: '{"a":1}' },
      });
    },
  );

  it('has the words of activities', async () => {
    const arn = 'arn:aws:states:eu-west-1:123456789012:activity:a';
    expect(resourceOf(arn)).toEqual({ family: 'activity', arn });
    const execution = await begin(only(lambda({ Resource: arn })));
    await execution.send({ type: 'task-failed', id: execution.task.id, error: 'E', cause: 'c' });
    expect(execution.history[3]).toMatchObject({
      type: 'ActivityFailed',
      activityFailedEventDetails: { error: 'E', cause: 'c' },
    });
  });
});

describe('a task token', () => {
  it('stands in the context that Parameters see, differs from task to task and is the same on replay', async () => {
    const parameters = { MessageBody: { 'Token.$': '$$.Task.Token' } };
    const play = async (seed: string) =>
      (await begin(only({ Type: 'Task', Resource: CALLBACK, Parameters: parameters }), {}, seed)).task;
    const task = await play('a');
    expect(task.token).toMatch(/^[\w-]{43}$/);
    expect(task.input).toEqual({ MessageBody: { Token: task.token } });
    expect(await play('a')).toEqual(task);
    expect((await play('b')).token).not.toBe(task.token);
  });

  it('is not made for other tasks', async () => {
    expect((await begin(only(lambda()))).task).not.toHaveProperty('token');
  });
});
