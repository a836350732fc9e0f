import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../../src/platform/database/index.js';
import { fact, Outbox, Subscribes, type Fact } from '../../src/platform/outbox/index.js';
import { OutboxService } from '../../src/platform/outbox/outbox.service.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';

const happened = fact('test.happened', z.object({ what: z.string() }));
const unheard = fact('test.unheard', z.object({ what: z.string() }));

const heard: string[] = [];
let refusals = 0;

@Injectable()
class Listeners {
  @Subscribes(happened, 'first')
  async first({ tenantId, key, payload }: Fact<{ what: string }>): Promise<void> {
    heard.push(`first ${tenantId} ${key} ${payload.what}`);
  }

  @Subscribes(happened, 'second')
  async second({ payload }: Fact<{ what: string }>): Promise<void> {
    if (payload.what === 'refused once' && refusals === 0) {
      refusals += 1;
      throw new Error('not now');
    }
    heard.push(`second ${payload.what}`);
  }
}

@Module({ providers: [Listeners] })
class ListenersModule {}

describe('the outbox', () => {
  let test: TestApp;
  let database: Database;
  let outbox: Outbox;

  beforeAll(async () => {
    test = await startTestApp({}, [ListenersModule]);
    database = test.app.get(Database);
    outbox = test.app.get(Outbox);
  });
  afterAll(async () => test.close());

  const write = (what: string, key = 'k') =>
    database.withTenant('default', (tx) =>
      outbox.write(tx, 'default', happened, [{ key, payload: { what } }]),
    );

  it('hands a fact to each subscriber, with its tenant and key', async () => {
    await write('one');
    await eventually(async () => heard.includes('first default k one') && heard.includes('second one'));
  });

  it('tries again only for the subscriber that failed', async () => {
    await write('refused once');
    await eventually(async () => heard.includes('second refused once'));
    expect(heard.filter((line) => line === 'first default k refused once')).toHaveLength(1);
    expect(refusals).toBe(1);
  });

  it('tells nothing of a transaction that was rolled back', async () => {
    const rolledBack = database.withTenant('default', async (tx) => {
      await outbox.write(tx, 'default', happened, [{ key: 'k', payload: { what: 'never' } }]);
      throw new Error('roll back');
    });
    await expect(rolledBack).rejects.toThrow('roll back');
    await write('afterwards');
    await eventually(async () => heard.includes('second afterwards'));
    expect(heard.join()).not.toContain('never');
  });

  it('delivers what is due although every wake-up was lost', async () => {
    const id = 'fact_lost';
    await test.database.query(
      `INSERT INTO facts (id, tenant_id, name, key, payload, correlation_id) VALUES ($1, 'default', 'test.happened', 'k', '{"what": "lost"}', 'x')`,
      [id],
    );
    await test.database.query(
      `INSERT INTO jobs (id, tenant_id, name, lane, payload, max_attempts, next_attempt_at, correlation_id)
       VALUES ('job_lost', 'default', 'outbox.deliver', 'default', $1, 3, app_now() - interval '10 seconds', 'x')`,
      [JSON.stringify({ factId: id, subscriber: 'first' })],
    );
    await eventually(async () => heard.includes('first default k lost'));
  });

  it('forgets facts that all have acknowledged, after a day, and no other', async () => {
    await test.database.query(
      `INSERT INTO facts (id, tenant_id, name, key, payload, correlation_id, created_at)
       VALUES ('fact_old', 'default', 'test.happened', 'k', '{}', 'x', app_now() - interval '25 hours'),
              ('fact_kept', 'default', 'test.happened', 'k', '{}', 'x', app_now() - interval '25 hours'),
              ('fact_new', 'default', 'test.happened', 'k', '{}', 'x', app_now())`,
    );
    await test.database.query(
      `INSERT INTO jobs (id, tenant_id, name, lane, payload, max_attempts, next_attempt_at, correlation_id)
       VALUES ('job_kept', 'default', 'outbox.deliver', 'default', '{"factId": "fact_kept", "subscriber": "first"}', 3,
               app_now() + interval '1 hour', 'x')`,
    );
    await test.app.get(OutboxService, { strict: false }).deleteDelivered();
    const kept = await test.database.query(`SELECT id FROM facts WHERE id ~ 'old|kept|new' ORDER BY id`);
    expect(kept).toEqual([{ id: 'fact_kept' }, { id: 'fact_new' }]);
  });

  it('refuses a fact that is not of its shape, and keeps none that nobody listens to', async () => {
    await expect(write(7 as unknown as string)).rejects.toThrow();
    await database.withTenant('default', (tx) =>
      outbox.write(tx, 'default', unheard, [{ key: 'k', payload: { what: 'x' } }]),
    );
    expect(await test.database.query(`SELECT id FROM facts WHERE name = 'test.unheard'`)).toEqual([]);
  });
});
