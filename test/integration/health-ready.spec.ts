import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Module, type BeforeApplicationShutdown } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Database } from '../../src/platform/database/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { healthOf } from '../support/health.js';

jest.setTimeout(120_000);

const statusOf = async (app: TestApp, path: string) => (await healthOf(app, path)).status;

describe('a process that is busy', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ DATABASE_POOL: '2', ROLE: 'api' });
  });
  afterAll(() => app?.close());

  it('is ready all the same: its requests wait, and the balancer has nowhere better', async () => {
    const database = app.app.get(Database);
    const works = Array.from({ length: 6 }, () =>
      database.withTenant('default', (tx) => tx.$executeRaw`SELECT pg_sleep(2)`),
    );
    await sleep(1_000); // what was answered before is kept no longer
    expect(await statusOf(app, '/health/ready')).toBe(200);
    expect(await statusOf(app, '/health')).toBe(200);
    await Promise.all(works);
  });
});

const stops = { seen: [] as number[], ask: () => Promise.resolve(0) };

@Injectable()
class LongStop implements BeforeApplicationShutdown {
  async beforeApplicationShutdown(): Promise<void> {
    stops.seen.push(await stops.ask());
  }
}
@Module({ providers: [LongStop] })
class StopModule {}

describe('a process that is told to stop', () => {
  it('is not ready any more while it ends what is under way', async () => {
    const app = await startTestApp({ ROLE: 'api' }, [StopModule]);
    expect(await statusOf(app, '/health/ready')).toBe(200);
    stops.ask = () => statusOf(app, '/health/ready');
    await app.close();
    expect(stops.seen).toEqual([503]);
  });
});
