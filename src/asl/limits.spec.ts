import { describe, expect, it } from '@jest/globals';
import { isTooLarge } from './limits.js';
import type { Program } from './program.js';
import { begin, lambda, only } from './stepping.fixture.js';

const LARGE = 'x'.repeat(262_143);

describe('256 KB', () => {
  it('are bytes of UTF-8', () => {
    expect([262_144, 262_145].map((length) => isTooLarge('x'.repeat(length)))).toEqual([false, true]);
    expect(isTooLarge('é'.repeat(131_072))).toBe(false);
    expect(isTooLarge('é'.repeat(131_073))).toBe(true);
  });

  it('bound a task’s result and its parameters', async () => {
    const execution = await begin(only(lambda()));
    await execution.send({ type: 'task-succeeded', id: execution.task.id, output: LARGE });
    expect(execution.types(3)).toEqual(['LambdaFunctionFailed', 'ExecutionFailed']);
    expect(execution.end).toMatchObject({
      error: 'States.DataLimitExceeded',
      cause: expect.stringMatching(
        /^The state\/task 'arn:aws:lambda:[^']+' returned a result with a size exceeding the maximum/,
      ),
    });
    const twice = await begin(only(lambda({ Parameters: { 'a.$': '$', 'b.$': '$' } })), LARGE.slice(9999));
    expect(twice.end?.cause).toMatch(/^The state\/task 'Only' provided parameters with a size/);
  });

  it('bound a state’s output; States.ALL does not take it', async () => {
    const execution = await begin(
      only({
        Type: 'Parallel',
        Branches: [only({ Type: 'Pass' }), only({ Type: 'Pass' })],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Only' }],
      }),
      LARGE.slice(9999),
    );
    expect(execution.end).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});

describe('25,000 events', () => {
  const loop: Program = {
    StartAt: 'A',
    States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Choice', Choices: [], Default: 'A' } },
  };

  it('end a loop: the last event tells of the failure', async () => {
    const execution = await begin(loop);
    expect(execution.history).toHaveLength(25_000);
    expect(execution.history.at(-1)).toMatchObject({
      type: 'ExecutionFailed',
      id: 25_000,
      previousEventId: 24_999,
      executionFailedEventDetails: {
        error: 'States.Runtime',
        cause: 'The execution reached the maximum number of history events (25000).',
      },
    });
    expect(execution.end?.status).toBe('FAILED');
  });

  it('end an execution whose last event is a task’s', async () => {
    const names = Array.from({ length: 12_498 }, (_, i) => `S${i}`);
    const states = names.map((name, i) => [name, { Type: 'Pass', Next: names[i + 1] ?? 'Work' }]);
    const execution = await begin({
      StartAt: 'S0',
      States: { ...(Object.fromEntries(states) as Program['States']), Work: lambda() },
    });
    expect(execution.history).toHaveLength(24_999);
    await execution.send({ type: 'task-succeeded', id: execution.task.id, output: 1 });
    expect(execution.end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(execution.history).toHaveLength(25_000);
  });

  it('end a loop in a child of a distributed Map, which has a history of its own', async () => {
    const processor = { ...loop, ProcessorConfig: { Mode: 'DISTRIBUTED' as const } };
    const execution = await begin(only({ Type: 'Map', ItemProcessor: processor }), [1]);
    expect(execution.end?.error).toBe('States.ExceedToleratedFailureThreshold');
    expect(execution.history).toHaveLength(7);
  });

  it('take a chain of states that would overflow a stack', async () => {
    const names = Array.from({ length: 12_000 }, (_, i) => `S${i}`);
    const states = names.map((name, i) => [
      name,
      { Type: 'Pass', ...(i + 1 < names.length ? { Next: names[i + 1] } : { End: true }) },
    ]);
    const execution = await begin({ StartAt: 'S0', States: Object.fromEntries(states) as Program['States'] });
    expect(execution.end?.status).toBe('SUCCEEDED');
  });
});
