import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { Database, type Tx } from '../../src/platform/database/index.js';
import {
  Handles,
  job,
  Jobs,
  OnExhausted,
  Repeats,
  WakeQueue,
  type Attempt,
} from '../../src/platform/queue/index.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';

const echo = job('test.echo', z.object({ id: z.string() }));
const failing = job('test.failing', z.object({ id: z.string(), until: z.number() }), { maxAttempts: 2 });
const slow = job('test.slow', z.object({ id: z.string() }), { lane: 'scan' });

/** As a parser quotes what it has read: no text of PostgreSQL holds it; and a key that somebody has put there. */
const ODD = `odd \u0000 \ud800 shp_${'k'.repeat(43)} ${'x'.repeat(10_000)}`;

const done: string[] = [];
const attempts: { id: string; number: number; last: boolean; at: number }[] = [];
const exhausted: string[] = [];
const repeated: number[] = [];

@Injectable()
class TestProcessor {
  @Handles(echo)
  async echo({ id }: { id: string }): Promise<void> {
    done.push(id);
  }

  @Handles(failing)
  async fail({ id, until }: { id: string; until: number }, { number, last }: Attempt): Promise<void> {
    attempts.push({ id, number, last, at: Date.now() });
    if (number < until) throw new Error(id.endsWith('-odd') ? ODD : 'not yet');
    done.push(id);
  }

  @OnExhausted(failing)
  async gaveUp({ id }: { id: string }, error: string, _tx: Tx, tenantId: string): Promise<void> {
    exhausted.push(`${tenantId} ${id} ${error}`);
  }

  @Repeats({ name: 'test.repeats', everyMs: 400 })
  async again(): Promise<void> {
    repeated.push(Date.now());
    throw new Error('the next time comes round anyway');
  }

  @Handles(slow)
  async slow({ id }: { id: string }, { signal }: Attempt): Promise<void> {
    attempts.push({ id, number: 0, last: false, at: Date.now() });
    await new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, 20_000);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(new Error('interrupted'));
      });
    });
  }
}

@Module({ providers: [TestProcessor] })
class TestModule {}

const redis = process.env['TEST_REDIS_URL'];
const backends: [string, Record<string, string>][] = [
  ['postgres', {}],
  ...(redis === undefined ? [] : ([['redis', { REDIS_URL: redis }]] as [string, Record<string, string>][])),
];

if (redis === undefined) it.skip('the queue on Redis (no TEST_REDIS_URL)', () => undefined);

describe.each(backends)('jobs on %s', (backend, env) => {
  let test: TestApp;
  let database: Database;
  let jobs: Jobs;

  beforeAll(async () => {
    test = await startTestApp(env, [TestModule]);
    database = test.app.get(Database);
    jobs = test.app.get(Jobs);
  });
  afterAll(async () => test.close());

  const rows = () =>
    test.database.query<{ status: string; attempts: number }>('SELECT status, attempts FROM jobs');
  const enqueue = (id: string) =>
    database.withTenant('default', (tx) => jobs.enqueue(tx, 'default', echo, { id }));

  it('says which backend it is', () => {
    expect(test.app.get(WakeQueue).backend).toBe(backend);
  });

  it('runs a job once after the commit, and leaves no row', async () => {
    await enqueue(`${backend}-once`);
    await eventually(async () => (await rows()).length === 0);
    expect(done.filter((id) => id === `${backend}-once`)).toHaveLength(1);
  });

  it('never runs a job whose transaction was rolled back', async () => {
    const rolledBack = database.withTenant('default', async (tx) => {
      await jobs.enqueue(tx, 'default', echo, { id: `${backend}-never` });
      throw new Error('roll back');
    });
    await expect(rolledBack).rejects.toThrow('roll back');
    await enqueue(`${backend}-after`);
    await eventually(async () => done.includes(`${backend}-after`));
    expect(done).not.toContain(`${backend}-never`);
  });

  it('retries after about a second, and tells the handler which attempt is the last', async () => {
    const id = `${backend}-retry`;
    await database.withTenant('default', (tx) => jobs.enqueue(tx, 'default', failing, { id, until: 2 }));
    await eventually(async () => done.includes(id));
    const [first, second] = attempts.filter((one) => one.id === id);
    expect([first?.number, first?.last, second?.number, second?.last]).toEqual([1, false, 2, true]);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(780);
  });

  it('buries what used up its attempts, tells its owner once, and retries it from /dead-letters', async () => {
    const id = `${backend}-dead`;
    await database.withTenant('default', (tx) => jobs.enqueue(tx, 'default', failing, { id, until: 3 }));
    type Letters = { items: { id: string; payload: { id: string }; lastError: string; attempts: number }[] };
    const letter = await eventually(async () => {
      const { body } = await test.request<Letters>('GET', '/dead-letters');
      return body.items.find((item) => item.payload.id === id);
    });
    expect(letter).toMatchObject({ lastError: 'not yet', attempts: 2 });
    expect(exhausted.filter((line) => line === `default ${id} not yet`)).toHaveLength(1);
    attempts.length = 0;
    await test.database.query(`UPDATE jobs SET payload = jsonb_set(payload, '{until}', '1') WHERE id = $1`, [
      letter.id,
    ]);
    expect((await test.request('POST', `/dead-letters/${letter.id}/retry`)).status).toBe(200);
    await eventually(async () => done.includes(id));
    expect((await test.request('POST', `/dead-letters/${letter.id}/retry`)).status).toBe(404);
  });

  it('buries one in time whose error no row can hold, and keeps no key of it', async () => {
    const id = `${backend}-odd`;
    await database.withTenant('default', (tx) => jobs.enqueue(tx, 'default', failing, { id, until: 3 }));
    const lastError = await eventually(async () => {
      const [row] = await test.database.query<{ last_error: string }>(
        `SELECT last_error FROM jobs WHERE status = 'dead' AND payload->>'id' = $1`,
        [id],
      );
      return row?.last_error;
    });
    expect(lastError).toMatch(/^odd \ufffd \ufffd shp_k{8}… x+$/);
    expect(lastError.length).toBeLessThan(4_001);
    await test.database.query(`DELETE FROM jobs WHERE payload->>'id' = $1`, [id]);
  });

  it('finds jobs whose wake-up was lost, and jobs of a worker that died', async () => {
    const insert = (id: string, status: string, lease: string) =>
      test.database.query(
        `INSERT INTO jobs (id, tenant_id, name, lane, payload, status, attempts, max_attempts, next_attempt_at, lease_until, correlation_id)
         VALUES ($1, 'default', 'test.echo', 'default', jsonb_build_object('id', $1::text), $2, $3, 3, app_now() - interval '5 seconds', ${lease}, 'x')`,
        [id, status, status === 'running' ? 1 : 0],
      );
    await insert(`job_${backend}lost`, 'pending', 'NULL');
    await insert(`job_${backend}died`, 'running', `app_now() - interval '1 second'`);
    await insert(`job_${backend}held`, 'running', `app_now() + interval '1 hour'`);
    await eventually(async () => done.includes(`job_${backend}lost`) && done.includes(`job_${backend}died`));
    expect(done).not.toContain(`job_${backend}held`);
    await test.database.query(`DELETE FROM jobs WHERE id = $1`, [`job_${backend}held`]);
  });

  it('closes a job whose last worker died in its last attempt', async () => {
    await test.database.query(
      `INSERT INTO jobs (id, tenant_id, name, lane, payload, status, attempts, max_attempts, lease_until, correlation_id)
       VALUES ($1, 'default', 'test.failing', 'default', $2, 'running', 2, 2, app_now() - interval '1 second', 'x')`,
      [`job_${backend}gone`, JSON.stringify({ id: `${backend}-gone`, until: 9 })],
    );
    await eventually(async () => exhausted.some((line) => line.includes(`${backend}-gone`)));
    expect(
      await test.database.query('SELECT status FROM jobs WHERE id = $1', [`job_${backend}gone`]),
    ).toEqual([{ status: 'dead' }]);
    await test.database.query('DELETE FROM jobs');
  });

  it('keeps a job of a newer version for a worker that knows it, and goes on with the others', async () => {
    await test.database.query(
      `INSERT INTO jobs (id, tenant_id, name, lane, payload, status, attempts, max_attempts, next_attempt_at, lease_until, correlation_id)
       VALUES ($1, 'default', 'test.of-tomorrow', 'default', '{}', 'pending', 0, 3, app_now() - interval '9 seconds', NULL, 'x'),
              ($2, 'default', 'test.failing', 'default', '{"not": "its payload"}', 'running', 2, 2, app_now() - interval '9 seconds', app_now() - interval '9 seconds', 'x'),
              ($3, 'default', 'test.echo', 'default', $4, 'pending', 0, 3, app_now() - interval '5 seconds', NULL, 'x')`,
      [`job_${backend}1`, `job_${backend}2`, `job_${backend}3`, JSON.stringify({ id: `${backend}-behind` })],
    );
    await eventually(async () => done.includes(`${backend}-behind`));
    const kept = () => test.database.query('SELECT id, status, attempts, last_error FROM jobs ORDER BY id');
    // the third one's row goes when its handler has ended
    await eventually(async () => (await kept()).length === 2 && (await kept())[0]?.['last_error'] !== null);
    expect(await kept()).toMatchObject([
      { id: `job_${backend}1`, status: 'pending', attempts: 0 },
      { id: `job_${backend}2`, status: 'running' }, // it cannot be closed, and holds up nobody
    ]);
    await test.database.query('DELETE FROM jobs');
  });

  it('does what repeats once in the cluster, though two processes are at work, and also after a failure', async () => {
    const second = await startTestApp(env, [TestModule], test.database);
    repeated.length = 0;
    await eventually(async () => repeated.length >= 4);
    const seconds = ((repeated.at(-1) ?? 0) - (repeated[0] ?? 0)) / 1000;
    await second.close();
    expect(seconds).toBeGreaterThan(0.9); // two schedulers would need half of the 1.2 s
  });

  it('puts an interrupted job back uncounted when the process stops, and the next process takes it up', async () => {
    const id = `${backend}-slow`;
    await database.withTenant('default', (tx) => jobs.enqueue(tx, 'default', slow, { id }));
    await eventually(async () => attempts.some((one) => one.id === id));
    const url = test.database;
    const stopping = Date.now();
    await test.app.close();
    expect(Date.now() - stopping).toBeLessThan(10_000);
    expect(await url.query('SELECT status, attempts FROM jobs')).toEqual([
      { status: 'pending', attempts: 0 },
    ]);
    attempts.length = 0;
    test = { ...(await startTestApp(env, [TestModule], url)), database: url };
    await eventually(async () => attempts.some((one) => one.id === id));
    const { close } = test;
    test.close = async () => {
      await close();
      await url.drop();
    };
  });
});

describe('the wiring of jobs', () => {
  it('fails the start when a declared job has no handler', async () => {
    await expect(startTestApp({}, [])).rejects.toThrow(
      /no handler for the job test.echo; no handler for the job test.failing/,
    );
  });

  it('fails the start when a job has two handlers', async () => {
    @Injectable()
    class Second {
      @Handles(echo)
      async again(): Promise<void> {}
    }
    @Module({ providers: [Second] })
    class SecondModule {}
    await expect(startTestApp({}, [TestModule, SecondModule])).rejects.toThrow(
      /two handlers for the job test.echo/,
    );
  });
});
