import { describe, expect, it } from '@jest/globals';
import type { Program, TaskState } from '../../../asl/index.js';
import { namedTasks } from './named-tasks.js';

const LAMBDA = 'arn:aws:lambda:us-east-1:123456789012:function:scan-environment';
const task = (Resource: string, rest: Partial<TaskState> = {}): TaskState => ({
  ...{ Type: 'Task', Resource, End: true },
  ...rest,
});

describe('namedTasks', () => {
  it('finds functions, invokes and messages, however deep', () => {
    const inner: Program = {
      StartAt: 'Invoke',
      States: {
        Invoke: task('arn:aws:states:::lambda:invoke', { Parameters: { FunctionName: 'apply-fix' } }),
        Message: task('arn:aws:states:::sqs:sendMessage.waitForTaskToken', {
          Arguments: { QueueUrl: 'q', MessageBody: { task: 'request-approval', input: {} } },
        }),
      },
    };
    const program: Program = {
      StartAt: 'Fork',
      States: {
        Scan: task(LAMBDA),
        Fork: { Type: 'Parallel', Branches: [inner], Next: 'Scan' },
      },
    };
    expect(namedTasks(program)).toEqual([
      { state: 'Scan', task: LAMBDA },
      { state: 'Invoke', task: 'apply-fix' },
      { state: 'Message', task: 'request-approval' },
    ]);
  });

  it('leaves out what AWS does, and names that are made at run time', () => {
    const program: Program = {
      StartAt: 'A',
      States: {
        A: task('arn:aws:states:::sns:publish'),
        B: task('arn:aws:states:::lambda:invoke', { Parameters: { 'FunctionName.$': '$.name' } }),
        C: task('arn:aws:states:::lambda:invoke', {
          Arguments: { FunctionName: '{% $states.input.name %}' },
        }),
        D: task('arn:aws:states:::sqs:sendMessage', { Parameters: { MessageBody: { task: 'x' } } }),
        E: { Type: 'Succeed' },
      },
    };
    expect(namedTasks(program)).toEqual([]);
  });
});
