import { Injectable, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { Database } from '../../src/platform/database/index.js';
import { Handles, job, Jobs, Repeats } from '../../src/platform/queue/index.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { healthOf, partOf } from '../support/health.js';
import { startTcpGate, type TcpGate } from '../support/tcp-gate.js';

jest.setTimeout(60_000);

const done: string[] = [];
const ticks: number[] = [];
const noted = job('test.noted', z.object({ id: z.string() }));

@Injectable()
class Noting {
  @Handles(noted)
  async note({ id }: { id: string }): Promise<void> {
    done.push(id);
  }

  @Repeats({ name: 'test.ticks', everyMs: 500 })
  async tick(): Promise<void> {
    ticks.push(Date.now());
  }
}
@Module({ providers: [Noting] })
class NotingModule {}

const redis = process.env['TEST_REDIS_URL'];
(redis === undefined ? describe.skip : describe)('Redis that is away', () => {
  let gate: TcpGate;
  const redisAt = () => {
    const url = new URL(redis ?? '');
    url.port = String(gate.port);
    return { REDIS_URL: url.href };
  };
  beforeAll(async () => {
    const { hostname, port } = new URL(redis ?? '');
    gate = await startTcpGate(hostname, Number(port || 6379));
  });
  afterAll(() => gate?.close());

  const ask = (app: TestApp, id: string) => {
    const database = app.app.get(Database);
    return database.withTenant('default', (tx) => app.app.get(Jobs).enqueue(tx, 'default', noted, { id }));
  };

  it('is said, and keeps nobody from being served', async () => {
    const app = await startTestApp(redisAt(), [NotingModule]);
    try {
      await gate.shut();
      const { status, message } = await partOf(app, 'queue', (part) => part.status === 'down');
      expect([status, message]).toEqual(['down', expect.stringMatching(/^Redis does not answer/)]);
      const { body, status: code } = await healthOf(app);
      expect([code, body.status]).toEqual([200, 'degraded']);
      expect((await healthOf(app, '/health/ready')).status).toBe(200);
      await ask(app, 'while it was away');
      await gate.open();
      await eventually(async () => done.includes('while it was away'), 30_000);
      await partOf(app, 'queue', (part) => part.status === 'up');
    } finally {
      if (!done.includes('while it was away')) await gate.open().catch(() => undefined);
      await app.close();
    }
  });

  it('keeps no process from starting; work and what repeats begin when it is back', async () => {
    await gate.shut();
    const app = await startTestApp(redisAt(), [NotingModule]);
    try {
      expect((await healthOf(app, '/health/ready')).status).toBe(200);
      expect((await partOf(app, 'queue', (part) => part.status !== 'up')).status).toBe('down');
      await ask(app, 'before it was there');
      ticks.length = 0;
      await gate.open();
      await eventually(async () => done.includes('before it was there') && ticks.length >= 2, 40_000);
      await partOf(app, 'queue', (part) => part.status === 'up');
    } finally {
      await gate.open().catch(() => undefined);
      await app.close();
    }
  });

  it.each(['never came', 'has gone'])('keeps no process from stopping: it %s', async (how) => {
    if (how === 'never came') await gate.shut();
    const app = await startTestApp(redisAt(), [NotingModule]);
    await gate.shut();
    const began = Date.now();
    await app.close();
    expect(Date.now() - began).toBeLessThan(10_000);
    await gate.open();
  });
});
