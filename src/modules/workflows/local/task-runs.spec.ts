import { describe, expect, it, jest } from '@jest/globals';
import { readConfig } from '../../../platform/config/index.js';
import { Logger } from '../../../platform/telemetry/index.js';
import { SystemClock } from '../../../shared/clock.js';
import type { TaskCalls } from '../task-calls.js';
import type { TaskOutcome, TaskSignals } from '../task-outcome.js';
import { EngineBus } from './engine-bus.js';
import { EngineContext } from './engine-context.js';
import type { ExecutionRuns, Timed } from './execution-runs.js';
import { TaskRuns } from './task-runs.js';
import type { TaskStore, TaskRow } from './tasks.store.js';
import type { WorkerSlots } from './worker-slots.js';

const asked: TaskRow = {
  ...{ executionId: 'exe_1', taskId: 'task-1', tenantId: 'acme', resource: 'r', stateName: 'Ask', input: {} },
  ...{ idempotencyKey: 'exe_1/2', attempt: 0, heartbeatSeconds: null, timerId: null, priority: 2 },
  ...{ correlationId: 'req_1', takes: 1, answer: null },
};
const answered: TaskRow = { ...asked, answer: JSON.stringify({ type: 'succeeded', output: 'yes' }) };

/** A worker's runs over a handler that leaves its answer to others, and what the execution is told. */
function worker(handler: (signals: TaskSignals) => Promise<TaskOutcome>) {
  const told: Timed[] = [];
  const store = {
    wait: jest.fn(() => Promise.resolve(false)),
    mine: () => Promise.resolve([answered]),
    begin: () => Promise.resolve(true),
  };
  const calls = {
    run: jest.fn((_row: TaskRow, signals: TaskSignals) => handler(signals)),
    handedOver: () => undefined,
  };
  const runs = new TaskRuns(
    store as unknown as TaskStore,
    {
      deliver: (_id: string, ...events: Timed[]) => Promise.resolve(void told.push(...events)),
    } as unknown as ExecutionRuns,
    calls as unknown as TaskCalls,
    { concurrency: 10, workerId: 'wrk_1', took: () => 0, gave: () => 0 } as unknown as WorkerSlots,
    new EngineContext(new EngineBus(), new SystemClock(), new Logger(readConfig({ LOG_LEVEL: 'ERROR' }))),
  );
  const ends = () => told.map(({ type }) => type).filter((type) => type !== 'task-started');
  return { runs, store, calls, ends };
}
const turn = () => new Promise<void>((done) => setTimeout(done, 10));

describe('the answer to a task of this worker', () => {
  it('is told though it is taken again before its handler has quite ended', async () => {
    const { runs, store, calls, ends } = worker(() => Promise.resolve({ type: 'waits' }));
    store.wait.mockImplementation(() => {
      runs.accept([answered]); // claimed between the commit and our hearing of it
      return Promise.resolve(false);
    });
    runs.accept([asked]);
    await turn();
    expect(ends()).toEqual(['task-succeeded']);
    expect(calls.run).toHaveBeenCalledTimes(1);
  });

  it('waits for a handler that still runs, and does not stop it', async () => {
    let end: (outcome: TaskOutcome) => void = () => undefined;
    let signal: AbortSignal | undefined;
    const { runs, store, ends } = worker((signals) => {
      signal = signals.signal;
      return new Promise((done) => (end = done));
    });
    runs.accept([asked]);
    await turn();
    await runs.compare();
    await turn();
    expect([ends(), signal?.aborted]).toEqual([[], false]);
    end({ type: 'waits' });
    await turn();
    expect(ends()).toEqual([]);
    expect(store.wait).toHaveBeenCalledTimes(1);
    await runs.compare();
    await turn();
    expect(ends()).toEqual(['task-succeeded']);
  });
});
