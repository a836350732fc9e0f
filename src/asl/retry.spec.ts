import { describe, expect, it } from '@jest/globals';
import { nextRetry } from './retry.js';
import { begin, lambda } from './stepping.fixture.js';

const seconds = (retrier: object, made: number[] | undefined, seed = 's'): number | undefined => {
  const retrial = nextRetry([{ ErrorEquals: ['E'], ...retrier }], made, 'E', seed);
  return retrial && retrial.delayMs / 1000;
};

describe('nextRetry', () => {
  it('has the defaults of AWS: after 1, 2 and 4 seconds, then no more', () => {
    expect([undefined, [1], [2], [3]].map((made) => seconds({}, made))).toEqual([1, 2, 4, undefined]);
  });

  it('grows by BackoffRate from IntervalSeconds, and stops growing at MaxDelaySeconds', () => {
    const retrier = { IntervalSeconds: 3, BackoffRate: 1.5, MaxDelaySeconds: 5, MaxAttempts: 9 };
    expect([undefined, [1], [2], [3]].map((made) => seconds(retrier, made))).toEqual([3, 4.5, 5, 5]);
  });

  it('takes anything from nothing to the whole delay with JitterStrategy FULL, by the seed alone', () => {
    const retrier = { IntervalSeconds: 10, JitterStrategy: 'FULL' };
    const delays = Array.from({ length: 200 }, (_, i) => seconds(retrier, undefined, `seed ${i}`) ?? -1);
    expect(Math.min(...delays)).toBeLessThan(1);
    expect(Math.max(...delays)).toBeGreaterThan(9);
    expect(delays.every((delay) => delay >= 0 && delay <= 10)).toBe(true);
    expect(seconds(retrier, undefined, 'same')).toBe(seconds(retrier, undefined, 'same'));
  });

  it('does not try again with MaxAttempts 0', () => {
    expect(seconds({ MaxAttempts: 0 }, undefined)).toBeUndefined();
  });

  it('leaves the decision to the first retrier that names the error, though its attempts are used up', () => {
    const retriers = [{ ErrorEquals: ['A'], MaxAttempts: 1 }, { ErrorEquals: ['States.ALL'] }];
    expect(nextRetry(retriers, [1, 0], 'A', 's')).toBeUndefined();
    expect(nextRetry(retriers, [1, 0], 'B', 's')).toEqual({ retries: [1, 1], delayMs: 1000 });
  });

  it.each([
    ['States.ALL', 'Anything', true],
    ['States.ALL', undefined, true],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.Runtime', false],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
    ['States.TaskFailed', 'Anything', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.Timeout', 'States.HeartbeatTimeout', true],
    ['States.HeartbeatTimeout', 'States.Timeout', false],
    ['A', 'AB', false],
  ])('%s takes %s: %s', (name, error, is) => {
    expect(nextRetry([{ ErrorEquals: [name] }], undefined, error, 's') !== undefined).toBe(is);
  });
});

describe('Retry', () => {
  const program = {
    StartAt: 'Work',
    States: {
      Work: lambda({
        Parameters: { 'attempt.$': '$$.State.RetryCount' },
        Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 2 }],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Sorry' }],
      }),
      Sorry: { Type: 'Pass' as const, End: true },
    },
  };

  it('runs the task anew after each delay, and falls to Catch when the attempts are used up', async () => {
    const execution = await begin(program, { a: 1 });
    for (const [retry, delay] of [1000, 2000].entries()) {
      expect(execution.task).toMatchObject({ attempt: retry + 1, input: { attempt: retry } });
      await execution.send({ type: 'task-failed', id: execution.task.id, error: 'Busy', cause: 'c' });
      expect(execution.timers).toMatchObject([{ at: execution.at + delay }]);
      await execution.fire('retry');
    }
    expect(execution.task.attempt).toBe(3);
    await execution.send({ type: 'task-failed', id: execution.task.id, error: 'Busy', cause: 'c' });
    expect(execution.end).toEqual({
      type: 'complete',
      status: 'SUCCEEDED',
      output: { a: 1, failure: { Error: 'Busy', Cause: 'c' } },
    });
    expect(execution.types()).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      ...Array.from({ length: 3 }, () => ['LambdaFunctionScheduled', 'LambdaFunctionFailed']).flat(),
      'TaskStateExited',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('gives each attempt an id of its own: the answer of one before changes nothing', async () => {
    const execution = await begin(program);
    const first = execution.task.id;
    await execution.send({ type: 'task-failed', id: first, error: 'Busy' });
    await execution.fire('retry');
    expect(execution.task.id).not.toBe(first);
    await execution.send({ type: 'task-succeeded', id: first, output: 'late' });
    expect(execution.commands).toEqual([]);
  });
});
