import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ErrorRateService } from '../../src/modules/events/error-rate.service.js';
import { EventsUpkeepService } from '../../src/modules/events/events-upkeep.service.js';
import { errorRateHigh } from '../../src/modules/events/index.js';
import { Module } from '@nestjs/common';
import { type Fact, Subscribes } from '../../src/platform/outbox/index.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';

const alerts: Fact<{ percent: number; failed: number; processed: number }>[] = [];
class Alarms {
  @Subscribes(errorRateHigh, 'test-alarms')
  async on(fact: Fact<{ percent: number; failed: number; processed: number }>): Promise<void> {
    alerts.push(fact);
  }
}
@Module({ providers: [Alarms] })
class AlarmsOfTest {}

let app: TestApp;
const get = <T>(what: new (...given: never[]) => T): T => app.app.get(what, { strict: false });
const sql = <T = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  app.database.query<T>(text, values);
beforeAll(async () => {
  app = await startTestApp({ EVENT_RETENTION_DAYS: '60', EVENT_ERROR_RATE_PERCENT: '10' }, [AlarmsOfTest]);
  await app.tenant('acme');
  await app.tenant('globex');
});
afterAll(() => app.close());

/** Noon of the second day of a month, so many months from now. */
const monthFrom = (months: number): Date => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 2, 12));
};
const tableOf = (at: Date) => `events_${at.toISOString().slice(0, 7).replace('-', '_')}`;
const tables = async () =>
  (
    await sql<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'event_months' AND c.relkind = 'r' ORDER BY 1`,
    )
  ).map(({ name }) => name);
let made = 0;

/** An event with all that hangs on it. */
async function event(at: Date): Promise<string> {
  const id = `evt_old${(made += 1)}`;
  await sql(
    `INSERT INTO events (id, tenant_id, received_at, event_id, event_type, event_source, event_name, event_time,
                         disposition, reason, correlation_id, envelope, settled_at)
     VALUES ($1, 'acme', $2, $1, 't', 's', 'n', $2, 'ignored', 'r', 'c', '{}', $2)`,
    [id, at],
  );
  await sql("INSERT INTO event_ids VALUES ('acme', $1, $1, $2)", [id, at]);
  await sql(
    `INSERT INTO event_rule_runs (id, tenant_id, rule_id, source_id, correlation_id, created_at)
     VALUES ($1, 'acme', 'rule_1', $1, 'c', $2)`,
    [id, at],
  );
  await sql(
    `INSERT INTO refreshes (tenant_id, arn, account_id, region, type, first_at, due_at, lease_until)
     VALUES ('acme', $1, 'a', 'r', 't', $2, '2999-01-01', '2999-01-01')`,
    [id, at],
  );
  await sql("INSERT INTO refresh_events VALUES ('acme', $1, $1, $2, $2, 'changed', 1)", [id, at]);
  await sql("INSERT INTO event_counts (tenant_id, account_id, day, slot) VALUES ('acme', $1, $2, 1)", [
    id,
    at,
  ]);
  return id;
}
/** Where any trace of it is. */
const traces = async (id: string) => {
  const found = await sql<{ place: string }>(
    `SELECT 'events' AS place FROM events WHERE id = $1 UNION ALL
     SELECT 'ids' FROM event_ids WHERE id = $1 UNION ALL SELECT 'runs' FROM event_rule_runs WHERE id = $1 UNION ALL
     SELECT 'refreshes' FROM refreshes WHERE arn = $1 UNION ALL
     SELECT 'waiting' FROM refresh_events WHERE id = $1 UNION ALL
     SELECT 'counts' FROM event_counts WHERE account_id = $1`,
    [id],
  );
  return found.map(({ place }) => place);
};

describe('months of events', () => {
  it('are made for this month and the next two, and it may run again', async () => {
    const wanted = [0, 1, 2].map((months) => tableOf(monthFrom(months)));
    await get(EventsUpkeepService).run();
    expect(await tables()).toEqual(expect.arrayContaining(wanted));
    const before = await tables();
    await get(EventsUpkeepService).run();
    expect(await tables()).toEqual(before);
  });

  it('go when they are wholly older than events are kept, with all that hangs on them', async () => {
    const [old, boundary] = [monthFrom(-4), new Date(Date.now() - 60 * 86_400_000)];
    const first = new Date(Date.UTC(boundary.getUTCFullYear(), boundary.getUTCMonth(), 1));
    await sql('SELECT event_month($1), event_month($2)', [old, boundary]);
    const [gone, kept, young] = [await event(old), await event(first), await event(new Date())];
    // of a month that had no table
    const other = await event(monthFrom(-7));
    const [where] = await sql<{ table: string }>(
      'SELECT tableoid::regclass::text AS table FROM events WHERE id = $1',
      [other],
    );
    expect(where?.table).toBe('event_months.events_other');
    await get(EventsUpkeepService).run();
    const all = ['counts', 'events', 'ids', 'refreshes', 'runs', 'waiting'];
    expect([await traces(gone), await traces(other)]).toEqual([[], []]);
    expect((await traces(kept)).sort()).toEqual(all);
    expect((await traces(young)).sort()).toEqual(all);
    expect(await tables()).not.toContain(tableOf(old));
    expect(await tables()).toContain(tableOf(boundary));
  });

  it('do without a table where rows of theirs lie among the others', async () => {
    await get(EventsUpkeepService).run();
    const ahead = monthFrom(2);
    await sql(`DROP TABLE event_months.${tableOf(ahead)}`);
    const early = await event(ahead);
    await get(EventsUpkeepService).run();
    expect(await tables()).not.toContain(tableOf(ahead));
    expect(await traces(early)).toContain('events');
    await sql('DELETE FROM events WHERE id = $1', [early]);
    await get(EventsUpkeepService).run();
    expect(await tables()).toContain(tableOf(ahead));
  });
});

describe('the rate of errors', () => {
  beforeEach(async () => {
    alerts.length = 0;
    await sql('DELETE FROM events');
    await sql('DELETE FROM event_ids');
  });
  const settled = (tenantId: string, disposition: string, count: number, minutesAgo = 1) =>
    sql(
      `INSERT INTO events (id, tenant_id, received_at, event_id, event_type, event_source, event_name, event_time,
                           disposition, reason, correlation_id, envelope, settled_at)
       SELECT 'evt_' || gen_random_uuid(), $1, at, 'x', 't', 's', 'n', at, $2, 'r', 'c', '{}', at
         FROM generate_series(1, $3), (SELECT now() - make_interval(mins => $4) AS at) AS t`,
      [tenantId, disposition, count, minutesAgo],
    );
  const check = () => get(ErrorRateService).check();

  it('alerts a tenant of whose events too many fail, once', async () => {
    await settled('acme', 'failed', 11);
    for (const disposition of ['processed', 'coalesced', 'stale']) await settled('acme', disposition, 20);
    await settled('acme', 'ignored', 500);
    await settled('globex', 'failed', 2);
    await settled('globex', 'processed', 18); // 10 per cent are allowed
    await Promise.all([check(), check(), check()]);
    await check();
    const [alert] = await eventually(async () => alerts.length > 0 && alerts);
    expect(alert).toMatchObject({
      tenantId: 'acme',
      payload: { failed: 11, processed: 60, percent: 15.5, thresholdPercent: 10, minutes: 15 },
    });
    const events = await sql<{ tenant_id: string; event_source: string }>(
      "SELECT tenant_id, event_source FROM events WHERE event_type = 'error-rate-high'",
    );
    expect(events).toEqual([{ tenant_id: 'acme', event_source: 'compliance-shepherd' }]);
    expect(alerts).toHaveLength(1);
  });

  it.each([
    ['of fewer than twenty', 19, 1],
    ['that is over', 30, 16],
  ])('says nothing %s', async (_, failed, minutesAgo) => {
    await settled('acme', 'failed', failed, minutesAgo);
    await check();
    expect(await sql("SELECT 1 FROM events WHERE event_type = 'error-rate-high'")).toEqual([]);
  });
});
