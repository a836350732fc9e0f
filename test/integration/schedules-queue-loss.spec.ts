import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { Redis } from 'ioredis';
import { TICK } from '../../src/modules/schedules/schedule-waker.js';
import { Repeats, WakeQueue } from '../../src/platform/queue/index.js';
import { eventually } from '../support/app.js';
import { atIn, startScheduleApp, type ScheduleApp } from '../support/schedules.js';

// Nothing of a schedule lives in the queue: losing all of it delays no run, and what repeats comes back by itself.

let beats = 0;

@Injectable()
class Beat {
  @Repeats({ name: 'test.beat', everyMs: 300 })
  async beat(): Promise<void> {
    beats += 1;
  }
}

@Module({ providers: [Beat] })
class BeatModule {}

// A database of its own, and FLUSHDB: other tests use the same Redis at the same time.
const given = process.env['TEST_REDIS_URL'];
const redisUrl = given === undefined ? undefined : `${given.replace(/\/\d*$/, '')}/7`;
const HEALED_MS = 30_000;

/** Creates a schedule that is due in a moment, loses the queue before, and waits for its run. */
async function firesInTime(test: ScheduleApp, lose: () => Promise<unknown>): Promise<void> {
  const soon = atIn(4);
  const later = atIn(8);
  const [first, second] = await Promise.all(
    [soon, later].map(({ expression }) => test.create({ scheduleExpression: expression })),
  );
  await lose();
  for (const [schedule, { at }] of [
    [first, soon],
    [second, later],
  ] as const) {
    const [run] = await test.runsThat(schedule?.scheduleId ?? '', 'succeeded', 1, 15_000);
    expect(run?.plannedAt).toBe(at.toISOString());
    expect(run?.latenessMs).toBeLessThan(5_500); // the reconciler looks every 5 s
    expect(test.starter.of(schedule?.scheduleId ?? '')).toHaveLength(1);
  }
}

const repeated = (test: ScheduleApp) => test.app.app.get(WakeQueue).repeated();

async function comesBack(test: ScheduleApp, before: Set<string>, lostAt: number): Promise<void> {
  await eventually(async () => {
    const now = await repeated(test).catch(() => new Set<string>());
    return [...before].every((name) => now.has(name));
  }, HEALED_MS);
  expect(Date.now() - lostAt).toBeLessThan(HEALED_MS);
  beats = 0;
  await eventually(async () => beats > 2, 5_000);
}

const describeRedis = redisUrl === undefined ? describe.skip : describe;

describeRedis('after Redis was flushed (needs TEST_REDIS_URL)', () => {
  let test: ScheduleApp;
  let redis: Redis;
  beforeAll(async () => {
    redis = new Redis(redisUrl ?? '');
    test = await startScheduleApp({ env: { REDIS_URL: redisUrl ?? '' }, modules: [BeatModule] });
  });
  afterAll(async () => {
    await test.app.close();
    await redis.quit();
  });

  it('what is due starts in time, and what repeats is back within 30 s', async () => {
    const before = await repeated(test);
    expect(before.has(TICK)).toBe(true);
    const lostAt = Date.now();
    await firesInTime(test, () => redis.flushdb());
    await comesBack(test, before, lostAt);
  });
});

describe('on PostgreSQL', () => {
  let test: ScheduleApp;
  beforeAll(async () => {
    test = await startScheduleApp({ modules: [BeatModule] });
  });
  afterAll(() => test.app.close());

  const query = (sql: string) => test.app.database.query<{ name: string }>(sql);

  async function heals(lose: () => Promise<unknown>): Promise<void> {
    const before = await repeated(test);
    expect(before.has(TICK)).toBe(true);
    const lostAt = Date.now();
    await firesInTime(test, lose);
    await comesBack(test, before, lostAt);
  }

  it(
    'what is due starts in time and what repeats is back within 30 s after the queue was emptied',
    () =>
      heals(async () => {
        const rows = await query(
          `SELECT format('queue.%I', tablename) AS name FROM pg_tables
          WHERE schemaname = 'queue' AND tablename NOT LIKE '%migration%'`,
        );
        await query(`TRUNCATE ${rows.map(({ name }) => name).join(', ')} CASCADE`);
      }),
    60_000,
  );

  it(
    'what is due starts in time and what repeats is back within 30 s after its schema was dropped',
    () => heals(() => query('DROP SCHEMA queue CASCADE')),
    60_000,
  );
});
