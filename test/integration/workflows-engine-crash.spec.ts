import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DefinitionsService } from '../../src/modules/workflows/definitions.service.js';
import { TaskStore } from '../../src/modules/workflows/local/tasks.store.js';
import { ANSWERED_LATER } from '../../src/platform/tasks/index.js';
import { Database } from '../../src/platform/database/index.js';
import { eventually } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import {
  asking,
  behaviours,
  doing,
  Gate,
  programOf,
  startEngine,
  type EngineApp,
} from '../support/engine.js';

// Several processes on one database, some of which die.

let database: TestDatabase;
/** Starts executions and runs no task. */
let api: EngineApp;
const workers: EngineApp[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  api = await startEngine({ ROLE: 'api' }, database);
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.close()));
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function worker(env: Record<string, string> = {}): Promise<EngineApp> {
  const started = await startEngine({ ROLE: 'worker', ...env }, database);
  workers.push(started);
  return started;
}

const one = (A: object) => ({ StartAt: 'A', States: { A } });
/** Resolves when a worker has the execution's task. */
const takenBy = (id: string, workerId: string) =>
  eventually(async () => (await api.tasks(id)).some((task) => task.worker_id === workerId));

/** A task that hangs where it is run first. */
function hangsOnce(as: string): { calls: string[]; hung: Promise<void>; gate: Gate } {
  const [gate, begun, calls] = [new Gate(), new Gate(), [] as string[]];
  behaviours.set(as, async (_input, { idempotencyKey }) => {
    calls.push(idempotencyKey);
    if (calls.length > 1) return 'done elsewhere';
    begun.open();
    await gate.opened;
    return 'too late';
  });
  return { calls, hung: begun.opened, gate };
}

describe('when a worker dies', () => {
  it('another runs its tasks within 5 s, with the same idempotency key, and what it still says is not heard', async () => {
    const first = await worker();
    const { calls, hung, gate } = hangsOnce('hangs');
    const { id } = await api.start(one(doing('hangs')));
    await hung;
    await takenBy(id, first.workerId);
    await worker();
    const diedAt = Date.now();
    await first.die();
    expect(await api.ended(id)).toMatchObject({ status: 'SUCCEEDED', output: 'done elsewhere' });
    expect(Date.now() - diedAt).toBeLessThan(5000);
    expect(new Set(calls).size).toBe(1);
    gate.open();
    expect(await api.types(id)).toEqual([
      ...['ExecutionStarted', 'TaskStateEntered', 'LambdaFunctionScheduled', 'LambdaFunctionStarted'],
      ...['LambdaFunctionSucceeded', 'TaskStateExited', 'ExecutionSucceeded'],
    ]);
  });

  it('a worker that was given up and lives drops its task: that it breaks off is no failure', async () => {
    const first = await worker();
    const broken = new Gate();
    let calls = 0;
    behaviours.set('moved', async (_input, { signal }) => {
      calls += 1;
      if (calls > 1) {
        await broken.opened;
        await sleep(300); // what the other one says is heard first
        return 'done elsewhere';
      }
      await new Promise<void>((done) => signal.addEventListener('abort', () => done()));
      broken.open();
      throw new Error('broken off');
    });
    const { id } = await api.start(one(doing('moved')));
    await takenBy(id, first.workerId);
    const second = await worker();
    // as if it had been silent for too long: its tasks are another's
    await database.query('UPDATE execution_tasks SET worker_id = $1 WHERE execution_id = $2', [
      second.workerId,
      id,
    ]);
    await broken.opened;
    expect(await api.ended(id)).toMatchObject({ status: 'SUCCEEDED', output: 'done elsewhere' });
    expect(await api.types(id)).not.toContain('LambdaFunctionFailed');
  });

  it('a task that has outlived its worker five times is run no more: it fails', async () => {
    const { calls } = hangsOnce('deadly');
    const { id } = await api.start(one(doing('deadly')));
    await database.query('UPDATE execution_tasks SET takes = 5 WHERE execution_id = $1', [id]);
    await worker();
    expect(await api.ended(id)).toMatchObject({
      status: 'FAILED',
      error: 'States.TaskFailed',
      cause: 'Its worker died 5 times',
    });
    expect(calls).toEqual([]);
    expect(await api.left(id)).toEqual({ tasks: 0, timers: 0 });
  });

  it('what only waited in its queue has not outlived it', async () => {
    const gate = new Gate();
    let calls = 0;
    behaviours.set('held', () => {
      calls += 1;
      return gate.opened;
    });
    const starts = await Promise.all([1, 2].map(() => api.start(one(doing('held')))));
    const alone = { WORKFLOW_TASK_CONCURRENCY: '1' };
    const first = await worker(alone);
    for (const { id } of starts) await takenBy(id, first.workerId);
    await first.die();
    const second = await worker(alone);
    for (const { id } of starts) await takenBy(id, second.workerId);
    await eventually(async () => calls === 2);
    const takes = await eventually(async () => {
      const all = (await Promise.all(starts.map(({ id }) => api.tasks(id)))).flat().map((task) => task.takes);
      return all.includes(2) && all;
    });
    expect(takes.sort()).toEqual([1, 2]);
    gate.open();
    for (const { id } of starts) expect(await api.ended(id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('a parent hears of its child all the same, and starts it once', async () => {
    const first = await worker();
    const { hung, gate } = hangsOnce('child');
    const known = {
      workflowType: 'child',
      stateMachineName: 'Child',
      program: programOf(one(doing('child'))),
      isOwn: false,
    };
    // of every worker, also of one that takes the task in the moment in which it starts
    const lookup = jest.spyOn(DefinitionsService.prototype, 'byStateMachine');
    lookup.mockResolvedValue(known as never);
    const parent = one({
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Parameters: { StateMachineArn: 'Child', Input: {} },
      End: true,
    });
    const { id } = await api.start(parent);
    await hung;
    // the parent's task is taken again, as if its worker had died right after it had started the child
    await eventually(async () => (await api.tasks(id))[0]?.is_waiting);
    await database.query(
      'UPDATE execution_tasks SET is_waiting = false, child_id = NULL, worker_id = $1 WHERE execution_id = $2',
      ['wrk_dead', id],
    );
    await worker();
    await first.die();
    expect(await api.ended(id)).toMatchObject({ status: 'SUCCEEDED', output: { Output: 'done elsewhere' } });
    gate.open();
    const children = await database.query('SELECT id FROM executions WHERE parent_id = $1', [id]);
    expect(children).toHaveLength(1);
    expect((await api.types(id)).filter((type) => type === 'TaskSubmitted')).toHaveLength(1);
    lookup.mockRestore();
  });

  it('an answer that came by a token is not asked for again', async () => {
    const first = await worker();
    const tokens: string[] = [];
    behaviours.set('asks', (_input, { token }) => {
      tokens.push(token ?? '');
      return ANSWERED_LATER;
    });
    const { id } = await api.start(one(asking('asks')));
    await eventually(async () => (await api.tasks(id))[0]?.is_waiting);
    await first.die();
    const store = api.app.get(TaskStore, { strict: false });
    const answer = (output: string) =>
      api.app
        .get(Database, { strict: false })
        .withTenant('acme', (tx) => store.answer(tx, 'acme', tokens[0] ?? '', { type: 'succeeded', output }));
    expect(await answer('yes')).toBe(true);
    expect(await answer('no')).toBe(false);
    await worker();
    expect(await api.ended(id)).toMatchObject({ status: 'SUCCEEDED', output: 'yes' });
    expect(tokens).toHaveLength(1);
    expect(await api.types(id)).toEqual([
      ...[
        'ExecutionStarted',
        'TaskStateEntered',
        'TaskScheduled',
        'TaskStarted',
        'TaskSubmitted',
        'TaskSucceeded',
      ],
      ...['TaskStateExited', 'ExecutionSucceeded'],
    ]);
  });
});

describe('when a worker stops', () => {
  it('its tasks are free at once, those that wait for their turn too, and none of its takes counts', async () => {
    const first = await worker({ WORKFLOW_TASK_CONCURRENCY: '1' });
    const begun = new Gate();
    let calls = 0;
    behaviours.set('leaves', async (_input, { signal }) => {
      calls += 1;
      if (calls > 1) return 'done elsewhere';
      begun.open();
      await new Promise<void>((done) => signal.addEventListener('abort', () => done()));
      throw new Error('broken off');
    });
    const starts = await Promise.all([1, 2, 3].map(() => api.start(one(doing('leaves')))));
    await begun.opened;
    await eventually(async () => {
      const all = await Promise.all(starts.map(({ id }) => api.tasks(id)));
      return all.flat().every((task) => task.worker_id === first.workerId);
    });
    const stoppedAt = Date.now();
    await workers.splice(0)[0]?.close();
    expect(Date.now() - stoppedAt).toBeLessThan(4000); // it does not wait for its patience to end
    for (const { id } of starts) expect(await api.tasks(id)).toMatchObject([{ worker_id: null, takes: 0 }]);
    await worker();
    for (const { id } of starts) expect(await api.ended(id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('what it has done by then is told', async () => {
    await worker();
    const [begun, gate] = [new Gate(), new Gate()];
    let calls = 0;
    behaviours.set('finishes', async (_input, { signal }) => {
      calls += 1;
      begun.open();
      signal.addEventListener('abort', () => gate.open());
      await gate.opened;
      return 'done in time';
    });
    const { id } = await api.start(one(doing('finishes')));
    await begun.opened;
    await workers.splice(0)[0]?.close();
    expect(await api.row(id)).toMatchObject({ status: 'SUCCEEDED', output: 'done in time' });
    expect(calls).toBe(1);
  });
});

describe('limits of what runs', () => {
  it('hold under many starts and ends at once: those over them wait their turn, the highest priority first', async () => {
    const LIMIT = 4;
    const env = { WORKFLOW_MAX_RUNNING: String(LIMIT) };
    const order: number[] = [];
    let [running, most] = [0, 0];
    behaviours.set('limited', async ({ given }) => {
      order.push((given as { n: number }).n);
      most = Math.max(most, (running += 1));
      await sleep(30);
      running -= 1;
    });
    const limited = await startEngine({ ROLE: 'api', ...env }, database);
    const starts = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        limited.start(one(doing('limited')), {
          input: { n },
          priority: 1 + (n % 3),
          workflowType: 'limited',
        }),
      ),
    );
    await limited.close();
    const states = await Promise.all(starts.map(({ id }) => api.row(id)));
    const counted = (status: string) => states.filter((row) => row?.status === status).length;
    const { running: load } = await loadOf('limited');
    expect(load).toBe(counted('RUNNING'));
    expect(counted('RUNNING')).toBeLessThanOrEqual(LIMIT);
    expect(counted('RUNNING') + counted('PENDING_START')).toBe(24);
    const firsts = new Set(starts.flatMap((_, n) => (states[n]?.status === 'RUNNING' ? [n] : [])));

    await Promise.all([worker(env), worker(env)]);
    for (const { id } of starts) expect(await api.ended(id, 30_000)).toMatchObject({ status: 'SUCCEEDED' });
    expect(most).toBeLessThanOrEqual(LIMIT);
    expect(await loadOf('limited')).toEqual({ running: 0, rows: 0 });
    // two workers begin them at once, so that neighbours may change places
    const priorities = order.filter((n) => !firsts.has(n)).map((n) => 1 + (n % 3));
    const mean = (of: number) => {
      const places = priorities.flatMap((priority, place) => (priority === of ? [place] : []));
      return places.reduce((sum, place) => sum + place, 0) / places.length;
    };
    expect(mean(1)).toBeLessThan(mean(2));
    expect(mean(2)).toBeLessThan(mean(3));
  });

  async function loadOf(type: string) {
    const [row] = await database.query<{ running: number; rows: number }>(
      `SELECT (by_type ->> $1)::int AS running,
              (SELECT count(*)::int FROM executions WHERE workflow_type = $1 AND status = 'RUNNING') AS rows
         FROM workflow_load WHERE tenant_id = 'acme'`,
      [type],
    );
    if (row === undefined) throw new Error('there is no load');
    return row;
  }
});
