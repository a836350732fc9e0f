import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/index.js';
import { Storage } from '../../src/platform/storage/index.js';
import { TaskFailure } from '../../src/platform/tasks/index.js';
import { eventually } from '../support/app.js';
import { behaviours, doing, Gate, startEngine, type EngineApp } from '../support/engine.js';

let app: EngineApp;
beforeAll(async () => {
  app = await startEngine();
});
afterAll(() => app.close());
behaviours.set('echo', ({ given }, { idempotencyKey }) => ({ given, idempotencyKey }));

const load = async () =>
  (
    await app.database.query<{ running: number; by_type: Record<string, number> }>(
      "SELECT running, by_type FROM workflow_load WHERE tenant_id = 'acme'",
    )
  )[0];

describe('the local engine', () => {
  it('runs tasks one after the other, each in one transaction with its history, and leaves nothing behind', async () => {
    const states = Object.fromEntries(
      ['A', 'B', 'C', 'D', 'E'].map((name, i, all) => [
        name,
        doing('echo', { ResultPath: '$.last', ...(i < 4 ? { Next: all[i + 1] } : {}) }),
      ]),
    );
    const ended = await app.run({ StartAt: 'A', States: states }, { input: { a: 1 } });
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { a: 1, last: { given: { a: 1 } } } });
    // the start, and one for each task
    expect(ended.version).toBe(6);
    const types = await app.types(ended.id);
    expect(types).toHaveLength(2 + 5 * 5);
    expect(types.slice(0, 6)).toEqual([
      ...['ExecutionStarted', 'TaskStateEntered', 'LambdaFunctionScheduled', 'LambdaFunctionStarted'],
      ...['LambdaFunctionSucceeded', 'TaskStateExited'],
    ]);
    expect((await app.history(ended.id)).map(({ id }) => id)).toEqual(types.map((_, i) => i + 1));
    expect(await app.left(ended.id)).toEqual({ tasks: 0, timers: 0 });
    expect(await load()).toEqual({ running: 0, by_type: { test: 0 } });
  });

  it('takes no transaction for states without work', async () => {
    const pass = (next?: string) => ({
      Type: 'Pass',
      ...(next === undefined ? { End: true } : { Next: next }),
    });
    const choice = { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'C' }] };
    const { status, version } = await app.run(
      { StartAt: 'A', States: { A: pass('B'), B: choice, C: pass('D'), D: pass() } },
      { input: { a: 1 } },
    );
    expect({ status, version }).toEqual({ status: 'SUCCEEDED', version: 1 });
  });

  it('runs branches and iterations at once, and no more of them than MaxConcurrency', async () => {
    let [running, most] = [0, 0];
    behaviours.set('counted', async ({ given }) => {
      most = Math.max(most, (running += 1));
      await sleep(50);
      running -= 1;
      return given;
    });
    const branch = (name: string) => ({ StartAt: name, States: { [name]: doing('counted') } });
    const parallel = await app.run({
      StartAt: 'P',
      States: { P: { Type: 'Parallel', Branches: ['X', 'Y', 'Z'].map(branch), End: true } },
    });
    expect(parallel).toMatchObject({ status: 'SUCCEEDED', output: [{}, {}, {}] });
    expect(most).toBe(3);
    most = 0;
    const map = await app.run(
      {
        StartAt: 'M',
        States: { M: { Type: 'Map', MaxConcurrency: 2, ItemProcessor: branch('One'), End: true } },
      },
      { input: [1, 2, 3, 4, 5, 6, 7] },
    );
    expect(map).toMatchObject({ status: 'SUCCEEDED', output: [1, 2, 3, 4, 5, 6, 7] });
    expect(most).toBe(2);
  });

  it('catches what a task throws by its name, and fails with what nobody catches', async () => {
    behaviours.set('broken', () => {
      throw new TaskFailure('Broken', 'as \0 it \ud800 was');
    });
    const caught = await app.run({
      StartAt: 'A',
      States: {
        A: doing('broken', { Catch: [{ ErrorEquals: ['Broken'], ResultPath: '$.error', Next: 'B' }] }),
        B: { Type: 'Pass', End: true },
      },
    });
    expect(caught.output).toMatchObject({ error: { Error: 'Broken' } });
    // what no column can hold does not stop the execution
    const failed = await app.run({ StartAt: 'A', States: { A: doing('broken') } });
    expect(failed).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'as \ufffd it \ufffd was' });
    expect(await app.left(failed.id)).toEqual({ tasks: 0, timers: 0 });
  });

  it('aborts what runs when it is stopped, and what the task gives then counts for nothing', async () => {
    const [begun, stopped] = [new Gate(), new Gate()];
    behaviours.set('long', async (_input, { signal }) => {
      begun.open();
      signal.addEventListener('abort', () => stopped.open());
      await stopped.opened;
      return 'late';
    });
    const { id } = await app.start({ StartAt: 'A', States: { A: doing('long', { TimeoutSeconds: 60 }) } });
    await begun.opened;
    await app.engine.stop({ id, awsArn: null }, { error: 'Enough', cause: 'said somebody' });
    await stopped.opened;
    expect(await app.row(id)).toMatchObject({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'said somebody',
      output: null,
    });
    expect(await app.left(id)).toEqual({ tasks: 0, timers: 0 });
    expect((await app.types(id)).at(-1)).toBe('ExecutionAborted');
    expect(await load()).toMatchObject({ running: 0 });
  });

  it('goes on from what failed when it is redriven, and does nothing again that had succeeded', async () => {
    const calls: string[] = [];
    let isMended = false;
    behaviours.set('first', () => calls.push('first'));
    behaviours.set('second', () => {
      calls.push('second');
      if (!isMended) throw new TaskFailure('Broken', 'not mended');
      return 'done';
    });
    const { id, status } = await app.run({
      StartAt: 'A',
      States: { A: doing('first', { Next: 'B' }), B: doing('second') },
    });
    expect(status).toBe('FAILED');
    isMended = true;
    await app.engine.redrive({ id, awsArn: null });
    expect(await app.ended(id)).toMatchObject({
      status: 'SUCCEEDED',
      output: 'done',
      error: null,
      cause: null,
    });
    expect(calls).toEqual(['first', 'second', 'second']);
    expect(await app.types(id)).toContain('ExecutionRedriven');
    expect(await load()).toMatchObject({ running: 0 });
  });

  it('passes over 256 KB between tasks by reference', async () => {
    const large = 'x'.repeat(300_000);
    let read = 0;
    behaviours.set('large', () => ({ large }));
    behaviours.set('reads', ({ given }) => {
      read = (given as { large: string }).large.length;
      return read;
    });
    const ended = await app.run({
      StartAt: 'A',
      States: { A: doing('large', { Next: 'B' }), B: doing('reads') },
    });
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: 300_000 });
    expect(read).toBe(300_000);
    const texts = JSON.stringify(await app.history(ended.id));
    expect(texts.length).toBeLessThan(10_000);
    const [, key = ''] = /\\"key\\":\\"([^"\\]+)/.exec(texts) ?? [];
    expect(key).toMatch(/^acme\/payloads\//);
    expect(await app.app.get(Storage, { strict: false }).get(key)).toBeDefined();
  });

  it('does not let one that cannot be written fail those that are written with it', async () => {
    const one = { StartAt: 'A', States: { A: doing('echo') } };
    const starts = Array.from({ length: 40 }, (_, i) =>
      app.start(one, i === 20 ? { actor: { tenantId: 'acme', owner: 'nobody\0', keyId: 'key_1' } } : {}),
    );
    const settled = await Promise.allSettled(starts);
    expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(settled[20]?.status).toBe('rejected');
    const ids = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []));
    const ends = await Promise.all(ids.map((id) => app.ended(id)));
    expect(ends.every(({ status }) => status === 'SUCCEEDED')).toBe(true);
    expect(await load()).toMatchObject({ running: 0 });
  });

  it('gives the same execution to whoever asks again by its name', async () => {
    const gate = new Gate();
    behaviours.set('gated', () => gate.opened);
    const one = { StartAt: 'A', States: { A: doing('gated') } };
    const same = await Promise.all([1, 2, 3].map(() => app.start(one, { name: 'only', input: { a: 1 } })));
    expect(new Set(same.map(({ id }) => id)).size).toBe(1);
    expect(same.filter(({ isExisting }) => isExisting)).toHaveLength(2);
    await expect(app.start(one, { name: 'only', input: { a: 2 } })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    gate.open();
    await app.ended(same[0]?.id ?? '');
    await expect(app.start(one, { name: 'only', input: { a: 1 } })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('runs a task again that could not reach the database: its execution does not fail, and no circuit opens', async () => {
    const away = new Database('postgres://nobody@name.invalid:5432/none', 1);
    let calls = 0;
    behaviours.set('needs the database', async () => {
      calls += 1;
      if (calls <= 2) await away.withTenant('acme', async () => undefined); // a name that is not found
      return 'done';
    });
    const state = doing('needs the database', {}, 'do-or-fail');
    const { id, ...ended } = await app.run({ StartAt: 'A', States: { A: state } });
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: 'done' });
    expect(calls).toBe(3);
    expect(await app.types(id)).not.toContain('LambdaFunctionFailed');
    await away.close();
  }, 30_000);

  it('lets a task wait while its circuit is open, or fail where it says so', async () => {
    let calls = 0;
    behaviours.set('down', () => {
      calls += 1;
      throw new Error('the service is down');
    });
    const once = (name: string) => app.run({ StartAt: 'A', States: { A: doing('down', {}, name) } });
    for (let i = 0; i < 5; i += 1)
      expect(await once('do-or-fail')).toMatchObject({ cause: 'the service is down' });
    expect(await once('do-or-fail')).toMatchObject({ status: 'FAILED', error: 'CircuitOpen' });
    expect(calls).toBe(5);
    for (let i = 0; i < 5; i += 1) await once('do-or-wait');
    const { id } = await app.start({ StartAt: 'A', States: { A: doing('down', {}, 'do-or-wait') } });
    const [task] = await eventually(async () => {
      const tasks = await app.tasks(id);
      return tasks[0]?.worker_id === null && tasks;
    });
    expect(task).toMatchObject({ takes: 0 });
    expect(calls).toBe(10);
    await app.engine.stop({ id, awsArn: null }, {});
  });
});
