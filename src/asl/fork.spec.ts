import { describe, expect, it } from '@jest/globals';
import type { Program } from './program.js';
import { begin, lambda, only } from './stepping.fixture.js';

const branch = (state: object): Program => only(state);
const parallel = (branches: object[], fields: object = {}): Program =>
  only({ Type: 'Parallel', Branches: branches.map(branch), ...fields });

describe('Parallel', () => {
  it('gives each branch the same input, and their outputs in order, whichever is first', async () => {
    const execution = await begin(parallel([lambda(), lambda()], { Parameters: { 'b.$': '$.a' } }), { a: 1 });
    const [first, second] = execution.tasks;
    expect(execution.tasks.map(({ path, input }) => [path, input])).toEqual([
      ['/Only/0', { b: 1 }],
      ['/Only/1', { b: 1 }],
    ]);
    await execution.send({ type: 'task-succeeded', id: second?.id ?? '', output: 'second' });
    expect(execution.commands).toEqual([]);
    await execution.send({ type: 'task-succeeded', id: first?.id ?? '', output: 'first' });
    expect(execution.end?.output).toEqual(['first', 'second']);
    expect(execution.types(-3)).toEqual([
      'ParallelStateSucceeded',
      'ParallelStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('ends the siblings of a branch that fails: tasks, waits and what is inside them', async () => {
    const execution = await begin(
      parallel([
        lambda(),
        { Type: 'Wait', Seconds: 60 },
        lambda({ TimeoutSeconds: 9 }),
        {
          Type: 'Parallel',
          Branches: [only(lambda())],
        },
      ]),
    );
    const [failing, sibling, inner] = execution.tasks;
    const timers = execution.timers.map(({ id }) => id);
    await execution.send({ type: 'task-failed', id: failing?.id ?? '', error: 'E', cause: 'c' });
    expect(execution.end).toEqual({ type: 'complete', status: 'FAILED', error: 'E', cause: 'c' });
    expect(new Set(execution.cancelled)).toEqual(new Set([sibling?.id, inner?.id, ...timers]));
    expect(execution.types().slice(-8)).toEqual([
      'LambdaFunctionFailed',
      'TaskStateAborted',
      'TaskStateAborted',
      'WaitStateAborted',
      'TaskStateAborted',
      'ParallelStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
  });

  it('goes on by Catch, and an aborted sibling’s answer changes nothing', async () => {
    const fork = parallel([lambda(), lambda()], { Catch: [{ ErrorEquals: ['E'], Next: 'After' }] });
    const execution = await begin({
      ...fork,
      States: { ...fork.States, After: lambda({ Parameters: 'after' }) },
    });
    const [first, second] = execution.tasks;
    await execution.send({ type: 'task-failed', id: first?.id ?? '', error: 'E' });
    const { task } = execution;
    await execution.send({ type: 'task-succeeded', id: second?.id ?? '', output: 1 });
    expect(execution.commands).toEqual([]);
    await execution.send({ type: 'task-succeeded', id: task.id, output: 2 });
    expect(execution.end?.output).toBe(2);
  });

  it('starts all branches anew on Retry', async () => {
    const execution = await begin(
      parallel([lambda(), lambda()], { Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }] }),
    );
    const [first, second] = execution.tasks;
    await execution.send({ type: 'task-succeeded', id: first?.id ?? '', output: 1 });
    await execution.send({ type: 'task-failed', id: second?.id ?? '', error: 'E' });
    expect(execution.types(-2)).toEqual(['LambdaFunctionFailed', 'TaskStateAborted']);
    await execution.fire('retry');
    expect(execution.tasks).toHaveLength(2);
    expect(execution.types(-5)).toEqual([
      'ParallelStateStarted',
      ...['TaskStateEntered', 'LambdaFunctionScheduled', 'TaskStateEntered', 'LambdaFunctionScheduled'],
    ]);
    for (const { id } of execution.tasks) await execution.send({ type: 'task-succeeded', id, output: 2 });
    expect(execution.end?.output).toEqual([2, 2]);
  });

  it('does not run a branch again that ended in the step in which another failed', async () => {
    const execution = await begin(
      parallel([
        { Type: 'Fail', Error: 'E', End: undefined },
        { Type: 'Pass', Result: 1 },
      ]),
    );
    const before = execution.history.length;
    await execution.send({ type: 'redrive' });
    expect(execution.types(before)).toEqual([
      'ExecutionRedriven',
      'FailStateEntered',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
  });
});

describe('a fork that is caught', () => {
  it('leaves nothing behind, though the state is entered again in the same step', async () => {
    const failing = only({ Type: 'Fail', Error: 'E', End: undefined });
    const execution = await begin(
      {
        StartAt: 'Fork',
        States: {
          Fork: {
            Type: 'Map',
            ItemsPath: '$.items',
            ItemProcessor: {
              StartAt: 'C',
              States: {
                C: {
                  Type: 'Choice',
                  Choices: [{ Variable: '$', NumericEquals: 1, Next: 'F' }],
                  Default: 'P',
                },
                F: { Type: 'Fail', Error: 'E' },
                P: { Type: 'Pass', End: true },
              },
            },
            Catch: [{ ErrorEquals: ['E'], ResultPath: null, Next: 'Less' }],
            End: true,
          },
          Less: { Type: 'Pass', Parameters: { items: [2, 3] }, Next: 'Fork' },
          Unused: { Type: 'Parallel', Branches: [failing], End: true },
        },
      },
      { items: [1, 2, 3] },
    );
    expect(execution.end?.output).toEqual([2, 3]);
    expect(execution.state?.frames).toEqual({});
  });
});
