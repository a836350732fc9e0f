import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../../src/platform/database/index.js';
import { Handles, job, Jobs } from '../../src/platform/queue/index.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startTcpGate, type TcpGate } from '../support/tcp-gate.js';

const AWAY_MS = 4_000;

/** One attempt each: one that is counted without need is the end of the job. */
const cutOff = job('test.cut-off', z.object({ id: z.string() }), { maxAttempts: 1 });
const cutShort = job('test.cut-short', z.object({ id: z.string() }), { maxAttempts: 1 });

let gate: TcpGate;
const ran: { id: string; last: boolean }[] = [];

async function shutFor(ms: number): Promise<void> {
  await gate.shut();
  void sleep(ms).then(() => gate.open());
}

@Injectable()
class TestProcessor {
  constructor(private readonly database: Database) {}

  /** Has done its work when the database goes. */
  @Handles(cutOff)
  async cutOff({ id }: { id: string }, { last }: { last: boolean }): Promise<void> {
    ran.push({ id, last });
    await shutFor(AWAY_MS);
  }

  /** Asks a database that is away, the first time. */
  @Handles(cutShort)
  async cutShort({ id }: { id: string }, { last }: { last: boolean }): Promise<void> {
    const isFirst = !ran.some((one) => one.id === id);
    ran.push({ id, last });
    if (isFirst) await shutFor(AWAY_MS);
    await this.database.withTenant('default', (tx) => tx.$queryRaw`SELECT 1`);
  }
}

@Module({ providers: [TestProcessor] })
class TestModule {}

describe('a job in its last attempt, while the database is away', () => {
  let made: TestDatabase;
  let test: TestApp;

  beforeAll(async () => {
    made = await createTestDatabase();
    const at = new URL(made.url);
    gate = await startTcpGate(at.hostname, Number(at.port));
    at.port = String(gate.port);
    test = await startTestApp({}, [TestModule], { ...made, url: at.href });
  });
  afterAll(async () => {
    await test.close();
    await gate.close();
    await made.drop();
  });

  const enqueue = (definition: typeof cutOff, id: string) =>
    test.app
      .get(Database)
      .withTenant('default', (tx) => test.app.get(Jobs).enqueue(tx, 'default', definition, { id }));
  const rows = () => made.query('SELECT name, status, attempts, last_error FROM jobs');

  it('is done once, where it had ended: its row waits to hear of it', async () => {
    await enqueue(cutOff, 'ended');
    await eventually(async () => ran.length === 1);
    await eventually(async () => (await rows()).length === 0);
    expect(ran).toEqual([{ id: 'ended', last: true }]);
  }, 30_000);

  it('gets another attempt where it could not reach it', async () => {
    await enqueue(cutShort, 'asking');
    await eventually(async () => ran.filter(({ id }) => id === 'asking').length === 2);
    await eventually(async () => (await rows()).length === 0);
    expect(ran.filter(({ id }) => id === 'asking')).toEqual([
      { id: 'asking', last: true },
      { id: 'asking', last: true },
    ]);
    expect((await test.request<{ items: unknown[] }>('GET', '/dead-letters')).body.items).toEqual([]);
  }, 30_000);
});
