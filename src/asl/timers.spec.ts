import { describe, expect, it } from '@jest/globals';
import { begin, CALLBACK, lambda, LAMBDA, only } from './stepping.fixture.js';

const afterSeconds = (execution: { at: number; timers: { at: number; id: string }[] }) =>
  Object.fromEntries(
    execution.timers.map(({ id, at }) => [id.replace(/-\d+$/, ''), (at - execution.at) / 1000]),
  );

describe('TimeoutSeconds and HeartbeatSeconds', () => {
  it.each([
    ['literals', {}, { TimeoutSeconds: 60, HeartbeatSeconds: 5 }],
    ['paths', { t: 60, h: 5 }, { TimeoutSecondsPath: '$.t', HeartbeatSecondsPath: '$.h' }],
    [
      'JSONata',
      { t: 60 },
      { QueryLanguage: 'JSONata', TimeoutSeconds: '{% $states.input.t %}', HeartbeatSeconds: '{% 2 + 3 %}' },
    ],
  ])('sets both timers from %s', async (_form, input, fields) => {
    const execution = await begin(only(lambda(fields)), input);
    expect(afterSeconds(execution)).toEqual({ timeout: 60, heartbeat: 5 });
    expect(execution.task).toMatchObject({ timeoutSeconds: 60, heartbeatSeconds: 5 });
    expect(execution.history[2]).toMatchObject({
      lambdaFunctionScheduledEventDetails: { resource: LAMBDA, timeoutInSeconds: 60 },
    });
  });

  it('fails the state when the time is over, and cancels the task and the other timer', async () => {
    const execution = await begin(only(lambda({ TimeoutSeconds: 60, HeartbeatSeconds: 5 })));
    const { task } = execution;
    await execution.fire('timeout');
    expect(execution.end).toEqual({ type: 'complete', status: 'FAILED', error: 'States.Timeout' });
    expect(execution.cancelled).toEqual([task.id, expect.stringMatching(/^heartbeat/)]);
    expect(execution.history.at(-2)).toMatchObject({
      type: 'LambdaFunctionTimedOut',
      lambdaFunctionTimedOutEventDetails: { error: 'States.Timeout' },
    });
    await execution.send({ type: 'task-succeeded', id: task.id, output: 'late' });
    expect(execution.commands).toEqual([]);
  });

  it('moves the heartbeat’s timer with each heartbeat, and fails with States.HeartbeatTimeout without', async () => {
    const execution = await begin(only({ Type: 'Task', Resource: CALLBACK, HeartbeatSeconds: 5 }));
    const { task } = execution;
    const [first] = execution.timers;
    await execution.send({ type: 'task-heartbeat', id: task.id }, 4000);
    expect(execution.commands).toEqual([{ type: 'timer', id: first?.id, at: execution.at + 5000 }]);
    expect(execution.types()).toEqual(['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled']);
    await execution.fire('heartbeat');
    expect(execution.end?.error).toBe('States.HeartbeatTimeout');
    expect(execution.history.at(-2)).toMatchObject({
      type: 'TaskTimedOut',
      taskTimedOutEventDetails: {
        resourceType: 'sqs',
        resource: 'sendMessage.waitForTaskToken',
        error: 'States.HeartbeatTimeout',
      },
    });
  });

  it('sets the heartbeat’s timer again where it went off while a heartbeat moved it', async () => {
    const execution = await begin(only({ Type: 'Task', Resource: CALLBACK, HeartbeatSeconds: 5 }));
    const id = execution.timers[0]?.id ?? '';
    await execution.send({ type: 'task-heartbeat', id: execution.task.id }, 4999);
    const at = execution.at + 5000;
    await execution.send({ type: 'timer', id }, 1);
    expect(execution.commands).toEqual([{ type: 'timer', id, at }]);
    await execution.send({ type: 'timer', id }, 4999);
    expect(execution.end?.error).toBe('States.HeartbeatTimeout');
  });

  it('cancels the timers when the task has answered', async () => {
    const execution = await begin(only(lambda({ TimeoutSeconds: 60, HeartbeatSeconds: 5 })));
    const timers = execution.timers.map(({ id }) => id);
    await execution.send({ type: 'task-succeeded', id: execution.task.id, output: 1 });
    expect(execution.cancelled).toEqual(timers);
    expect(execution.end?.output).toBe(1);
  });

  it('fails at a path that leads to no whole number', async () => {
    const execution = await begin(only(lambda({ TimeoutSecondsPath: '$.t' })), { t: 'soon' });
    expect(execution.end).toEqual({
      type: 'complete',
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Only' (entered at the event id #2). " +
        'The TimeoutSecondsPath parameter cannot be parsed as a long value: $.t == soon',
    });
  });
});

describe('the definition’s TimeoutSeconds', () => {
  it('ends the execution as AWS does: the event names no event before it', async () => {
    const execution = await begin(only({ Type: 'Wait', Seconds: 25 }, { TimeoutSeconds: 3 }));
    const [timeout, wait] = execution.timers;
    expect(timeout).toEqual({ type: 'timer', id: timeout?.id, at: execution.at + 3000 });
    await execution.fire('execution-timeout');
    expect(execution.end).toEqual({ type: 'complete', status: 'TIMED_OUT', error: 'States.Timeout' });
    expect(execution.cancelled).toEqual([wait?.id]);
    expect(execution.history.at(-1)).toEqual({
      id: 3,
      previousEventId: 0,
      timestamp: '2026-01-01T00:00:03.000Z',
      type: 'ExecutionTimedOut',
      executionTimedOutEventDetails: { error: 'States.Timeout' },
    });
  });
});

describe('Wait', () => {
  it.each([
    [{ Seconds: 10 }, {}, 10],
    [{ SecondsPath: '$.s' }, { s: 7 }, 7],
    [{ Timestamp: '2026-01-01T01:00:00+00:30' }, {}, 1800],
    [{ TimestampPath: '$.t' }, { t: '2026-01-01T00:00:01.5Z' }, 1.5],
    [{ QueryLanguage: 'JSONata', Seconds: '{% $states.input.s * 2 %}' }, { s: 7 }, 14],
  ])('waits as %j says', async (fields, input, seconds) => {
    const execution = await begin(only({ Type: 'Wait', ...fields }), input);
    expect(afterSeconds(execution)).toEqual({ wait: seconds });
    await execution.fire();
    expect(execution.end?.output).toEqual(input);
  });

  it('does not wait for what has been', async () => {
    const execution = await begin(only({ Type: 'Wait', Timestamp: '2025-12-31T23:59:59Z' }));
    expect(execution.end?.status).toBe('SUCCEEDED');
  });
});
