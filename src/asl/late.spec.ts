import { describe, expect, it } from '@jest/globals';
import type { Occurrence } from './event.js';
import type { Program } from './program.js';
import { begin, CALLBACK, Driven, freeze, lambda, only } from './stepping.fixture.js';
import { evaluateJsonata } from './data/index.js';
import { step } from './step.js';

const two: Program = { StartAt: 'A', States: { A: lambda({ End: undefined, Next: 'B' }), B: lambda() } };

describe('an event that nothing waits for', () => {
  it.each<[string, (id: string) => Occurrence]>([
    ['a doubled answer', (id) => ({ type: 'task-succeeded', id, output: 'other' })],
    ['a failure after the answer', (id) => ({ type: 'task-failed', id, error: 'E' })],
    ['a late heartbeat', (id) => ({ type: 'task-heartbeat', id })],
    ['a late start', (id) => ({ type: 'task-started', id })],
    ['a timer with a task’s id', (id) => ({ type: 'timer', id })],
    ['an id that never was', () => ({ type: 'task-succeeded', id: 'toString', output: 1 })],
  ])('%s gives the same state and nothing to do', async (_name, late) => {
    const execution = await begin(two);
    const { id } = execution.task;
    await execution.send({ type: 'task-succeeded', id, output: 1 });
    const state = freeze(execution.state);
    const event = { at: 0, seed: 's', ...late(id) };
    const done = await step(two, state, event, evaluateJsonata);
    expect(done).toEqual({ state, commands: [], history: [] });
    expect(done.state).toBe(state);
  });

  it('comes after the end', async () => {
    const execution = await begin(only({ Type: 'Pass' }));
    for (const type of ['stop', 'redrive'] as const) {
      await execution.send({ type });
      expect(execution.commands).toEqual([]);
    }
  });

  it('a timer’s id does not answer for a task', async () => {
    const execution = await begin(only({ Type: 'Wait', Seconds: 5 }));
    await execution.send({ type: 'task-succeeded', id: execution.timers[0]?.id ?? '', output: 1 });
    expect(execution.commands).toEqual([]);
  });
});

describe('stop', () => {
  it('aborts and cancels all that is waited for', async () => {
    const execution = await begin(
      only({ Type: 'Task', Resource: CALLBACK, TimeoutSeconds: 9 }, { TimeoutSeconds: 99 }),
    );
    await execution.send({ type: 'stop', error: 'Manual', cause: 'probe' });
    expect(execution.cancelled).toHaveLength(3);
    expect(execution.end).toEqual({ type: 'complete', status: 'ABORTED', error: 'Manual', cause: 'probe' });
    expect(execution.history.at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      previousEventId: 0,
      executionAbortedEventDetails: { error: 'Manual', cause: 'probe' },
    });
    expect(execution.state?.pending).toEqual({});
  });
});

describe('redrive', () => {
  it('goes on at the state that failed, with its input, its variables and fresh retries', async () => {
    const work = lambda({ Parameters: { 'v.$': '$v' }, Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }] });
    const execution = await begin({
      StartAt: 'First',
      TimeoutSeconds: 100,
      States: { First: { Type: 'Pass', Assign: { v: 7 }, Next: 'Work' }, Work: work },
    });
    for (const round of [1, 2]) {
      expect(execution.task).toMatchObject({ input: { v: 7 }, attempt: 1 });
      await execution.send({ type: 'task-failed', id: execution.task.id, error: 'E' });
      await execution.fire('retry');
      await execution.send({ type: 'task-failed', id: execution.task.id, error: 'E' });
      expect(execution.end?.status).toBe('FAILED');
      const before = execution.history.length;
      await execution.send({ type: 'redrive' });
      expect(execution.types(before)).toEqual(['ExecutionRedriven', 'LambdaFunctionScheduled']);
      expect(execution.history[before]).toMatchObject({
        executionRedrivenEventDetails: { redriveCount: round },
      });
      expect(execution.timers).toMatchObject([{ at: execution.at + 100_000 }]);
    }
    await execution.send({ type: 'task-succeeded', id: execution.task.id, output: 'done' });
    expect(execution.end).toEqual({ type: 'complete', status: 'SUCCEEDED', output: 'done' });
    expect(execution.history.map(({ id }) => id)).toEqual(execution.history.map((_, i) => i + 1));
  });

  it('runs only the branches and iterations again that did not succeed', async () => {
    const execution = await begin(
      only({ Type: 'Map', MaxConcurrency: 2, ItemProcessor: only(lambda()) }),
      [1, 2, 3, 4],
    );
    const [first, second] = execution.tasks;
    await execution.send({ type: 'task-succeeded', id: first?.id ?? '', output: 10 });
    await execution.send({ type: 'task-failed', id: second?.id ?? '', error: 'E' });
    expect(execution.end?.status).toBe('FAILED');
    await execution.send({ type: 'redrive' });
    const running = execution.tasks.map(({ id, input }) => ({ id, input }));
    expect(running.map(({ input }) => input)).toEqual([2, 3]);
    for (const { id, input } of running) {
      await execution.send({ type: 'task-succeeded', id, output: Number(input) * 10 });
      running.push(...execution.tasks.map((task) => ({ id: task.id, input: task.input })));
    }
    expect(execution.end?.output).toEqual([10, 20, 30, 40]);
  });

  it('enters a Fail state again', async () => {
    const execution = await begin(only({ Type: 'Fail', Error: 'E', End: undefined }));
    await execution.send({ type: 'redrive' });
    expect(execution.types(3)).toEqual(['ExecutionRedriven', 'FailStateEntered', 'ExecutionFailed']);
  });

  it('goes on after a stop', async () => {
    const execution = await begin(only({ Type: 'Wait', Seconds: 5 }));
    await execution.send({ type: 'stop' }, 1000);
    expect(execution.end).toEqual({ type: 'complete', status: 'ABORTED' });
    await execution.send({ type: 'redrive' }, 1000);
    await execution.fire('wait');
    expect(execution.end?.status).toBe('SUCCEEDED');
  });
});

describe('replay', () => {
  it('gives the same from the same events, with chance and time', async () => {
    const program: Program = {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Parameters: { 'id.$': 'States.UUID()' }, Next: 'B' },
        B: {
          ...lambda({
            QueryLanguage: 'JSONata',
            Arguments: { r: '{% $random() %}', u: '{% $uuid() %}', n: '{% $now() %}' },
          }),
        },
      },
    };
    const play = async (seed: string) => {
      const execution = await begin(program, {}, seed);
      await execution.send({ type: 'task-succeeded', id: execution.task.id, output: 1 });
      return { state: execution.state, history: execution.history };
    };
    expect(await play('one')).toEqual(await play('one'));
    expect(await play('one')).not.toEqual(await play('two'));
  });

  it('begins with a start', async () => {
    await expect(new Driven(two).send({ type: 'stop' })).rejects.toThrow('begins with a start');
  });
});
