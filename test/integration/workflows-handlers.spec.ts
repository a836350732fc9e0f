import { describe, expect, it } from '@jest/globals';
import { Global, Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { MORE_WORKFLOWS } from '../../src/modules/workflows/index.js';
import { Task } from '../../src/platform/tasks/index.js';
import { createTestDatabase } from '../support/database.js';
import { startTestApp } from '../support/app.js';
import { programOf, TestWorkflowsModule } from '../support/workflows.js';

const message = (task: string) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
  Parameters: { QueueUrl: 'q', MessageBody: { task, 'taskToken.$': '$$.Task.Token' } },
  TimeoutSeconds: 60,
  End: true,
});
const invoke = (name: string) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: name },
  Next: 'C',
});
const program = programOf({
  StartAt: 'A',
  States: {
    A: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:us-east-1:123456789012:function:nobody-scans:live',
      Next: 'B',
    },
    B: invoke('nobody-fixes'),
    C: {
      Type: 'Map',
      ItemProcessor: { StartAt: 'D', States: { D: message('nobody-tells') } },
      End: true,
    },
  },
});

@Global()
@Module({
  providers: [
    {
      provide: MORE_WORKFLOWS,
      useValue: [
        {
          ...{ workflowType: 'without-tasks', stateMachineName: 'WithoutTasks', program },
          ...{
            name: 'x',
            description: 'x',
            version: '1',
            estimatedDuration: 'x',
            parameters: z.strictObject({}),
          },
        },
      ],
    },
  ],
  exports: [MORE_WORKFLOWS],
})
class WithoutTasksModule {}

@Injectable()
class SecondEcho {
  @Task('test-echo', z.unknown())
  echo(input: unknown): Promise<unknown> {
    return Promise.resolve(input);
  }
}
@Module({ providers: [SecondEcho] })
class SecondEchoModule {}

describe('the start', () => {
  it('fails where a task of a workflow that comes with the service has no handler, and names each', async () => {
    const database = await createTestDatabase();
    await expect(startTestApp({}, [WithoutTasksModule], database)).rejects.toThrow(
      /without-tasks: A names .*nobody-scans:live\nwithout-tasks: B names nobody-fixes\nwithout-tasks: D names nobody-tells/,
    );
    await database.drop();
  });

  it('fails where a task has two handlers', async () => {
    const database = await createTestDatabase();
    await expect(startTestApp({}, [TestWorkflowsModule, SecondEchoModule], database)).rejects.toThrow(
      'The task test-echo has two handlers',
    );
    await database.drop();
  });
});
