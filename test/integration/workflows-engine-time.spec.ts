import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SystemClock } from '../../src/shared/clock.js';
import { ANSWERED_LATER, TaskFailure } from '../../src/platform/tasks/index.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/app.js';
import { asking, behaviours, doing, Gate, startEngine, type EngineApp } from '../support/engine.js';

// A minute takes two seconds: of this process's clock, and of PostgreSQL's.
const SPEED = 30;
const origin = Date.now();
Object.defineProperty(SystemClock.prototype, 'speed', { get: () => SPEED });
SystemClock.prototype.now = () => new Date(origin + (Date.now() - origin) * SPEED);

let database: TestDatabase;
let app: EngineApp;
beforeAll(async () => {
  database = await createTestDatabase();
  const name = new URL(database.url).pathname.slice(1);
  await database.query(`ALTER DATABASE ${name} SET app.clock_speed = '${SPEED}'`);
  await database.query(`ALTER DATABASE ${name} SET app.clock_origin = '${new Date(origin).toISOString()}'`);
  app = await startEngine({}, database);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

/** Seconds from one event to another. */
async function between(id: string, from: string, to: string): Promise<number[]> {
  const events = await app.history(id);
  const at = (type: string) =>
    events.filter((event) => event.type === type).map(({ timestamp }) => Date.parse(timestamp) / 1000);
  const ends = at(to);
  return at(from).map((start, i) => (ends[i] ?? Infinity) - start);
}

const one = (A: object) => ({ StartAt: 'A', States: { A } });
/** What a loaded machine may come late, in seconds of the sped-up clock. */
const LATE = 30;

describe('time in the local engine', () => {
  it('waits for seconds and until a timestamp, and no shorter', async () => {
    const { id, status } = await app.run(one({ Type: 'Wait', Seconds: 30, End: true }));
    expect(status).toBe('SUCCEEDED');
    const [waited = 0] = await between(id, 'WaitStateEntered', 'WaitStateExited');
    expect(waited).toBeGreaterThanOrEqual(30);
    expect(waited).toBeLessThan(30 + LATE);
    const until = new Date(Date.now() + (Date.now() - origin) * (SPEED - 1) + 40_000);
    const timed = await app.run(one({ Type: 'Wait', Timestamp: until.toISOString(), End: true }));
    const last = (await app.history(timed.id)).at(-1);
    expect(Date.parse(last?.timestamp ?? '')).toBeGreaterThanOrEqual(until.getTime());
    expect(await app.left(timed.id)).toEqual({ tasks: 0, timers: 0 });
  });

  it('retries with backoff up to MaxDelaySeconds, with the same idempotency key', async () => {
    const keys: string[] = [];
    behaviours.set('flaky', (_input, { idempotencyKey }) => {
      keys.push(idempotencyKey);
      if (keys.length < 4) throw new TaskFailure('Flaky', `for the ${keys.length}. time`);
      return 'done';
    });
    const Retry = [
      { ErrorEquals: ['Flaky'], IntervalSeconds: 10, BackoffRate: 2, MaxAttempts: 3, MaxDelaySeconds: 25 },
    ];
    const { id, status, output } = await app.run(one(doing('flaky', { Retry })));
    expect({ status, output }).toEqual({ status: 'SUCCEEDED', output: 'done' });
    expect(new Set(keys).size).toBe(1);
    expect(keys).toHaveLength(4);
    const events = await app.history(id);
    const at = (type: string) =>
      events.filter((event) => event.type === type).map(({ timestamp }) => Date.parse(timestamp) / 1000);
    const [fails, tries] = [at('LambdaFunctionFailed'), at('LambdaFunctionScheduled').slice(1)];
    const delays = tries.map((time, i) => time - (fails[i] ?? 0));
    [10, 20, 25].forEach((seconds, i) => {
      expect(delays[i]).toBeGreaterThanOrEqual(seconds);
      expect(delays[i]).toBeLessThan(seconds + LATE);
    });
  });

  it.each([
    ['TimeoutSeconds', 'States.Timeout'],
    ['HeartbeatSeconds', 'States.HeartbeatTimeout'],
  ])('ends a task that hangs by %s: it is told to stop, and its row is gone', async (field, error) => {
    const aborted = new Gate();
    behaviours.set('hangs', async (_input, { signal }) => {
      signal.addEventListener('abort', () => aborted.open());
      await aborted.opened;
      throw new Error('told to stop');
    });
    const { id, ...ended } = await app.run(one(doing('hangs', { [field]: 30 })));
    expect(ended).toMatchObject({ status: 'FAILED', error });
    await aborted.opened;
    expect(await app.left(id)).toEqual({ tasks: 0, timers: 0 });
    expect(await app.types(id)).toContain('LambdaFunctionTimedOut');
  });

  it('lets a task live as long as it sends heartbeats, and the heartbeats fail when nobody waits any more', async () => {
    let beats = 0;
    behaviours.set('lively', async (_input, { heartbeat }) => {
      const began = Date.now();
      while (Date.now() - began < 3000) {
        await heartbeat();
        beats += 1;
        await new Promise((done) => setTimeout(done, 100));
      }
      return beats;
    });
    const { id, status } = await app.run(one(doing('lively', { HeartbeatSeconds: 30 })));
    expect(status).toBe('SUCCEEDED');
    expect(beats).toBeGreaterThan(5);
    expect(await app.left(id)).toEqual({ tasks: 0, timers: 0 });

    const refused = new Gate();
    behaviours.set('stopped', async (_input, { heartbeat }) => {
      try {
        for (;;) {
          await heartbeat();
          await new Promise((done) => setTimeout(done, 50));
        }
      } catch (error) {
        refused.open();
        throw error;
      }
    });
    const started = await app.start(one(doing('stopped', { HeartbeatSeconds: 3000 })));
    await eventually(async () => (await app.tasks(started.id))[0]?.worker_id === app.workerId);
    await app.engine.stop({ id: started.id, awsArn: null }, {});
    await refused.opened;
  });

  it('fails a token that nobody answers in time, and the whole execution by its TimeoutSeconds', async () => {
    behaviours.set('asks', () => ANSWERED_LATER);
    const { id, status, error } = await app.run(one(asking('asks', { TimeoutSeconds: 30 })));
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.Timeout' });
    expect(await app.types(id)).toEqual(expect.arrayContaining(['TaskSubmitted', 'TaskTimedOut']));
    const whole = await app.run({ ...one(asking('asks')), TimeoutSeconds: 30 });
    expect(whole.status).toBe('TIMED_OUT');
    expect(await app.left(whole.id)).toEqual({ tasks: 0, timers: 0 });
  });
});
