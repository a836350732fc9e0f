import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Repeater } from '../../src/platform/queue/index.js';
import { RetentionService } from '../../src/platform/retention/index.js';
import { seedTenant, type Seeded } from '../api/support/seed.js';
import { startTestApp, type TestApp } from '../support/app.js';

/** Each table: what bounds it, or what deletes its old rows. */
type Rule = { bounded: string } | { sweep: string; days: string | null; stays?: string };
const RULES = JSON.parse(readFileSync(new URL('../load/tables.json', import.meta.url), 'utf8')) as Record<
  string,
  Rule
>;
const rules = Object.entries(RULES);
const retained = rules.flatMap(([table, rule]) => ('sweep' in rule ? [{ table, ...rule }] : []));

let app: TestApp;
let seeded: Seeded;
beforeAll(async () => {
  app = await startTestApp({ ROLE: 'api' });
  seeded = await seedTenant(app, 'acme', 1);
  await query(`UPDATE notification_lanes SET claimed_at = app_now()`);
  await query(`INSERT INTO poison_messages (id, queue_url, message_id, reason, body, receive_count)
               VALUES ('psn_1', 'https://sqs.test/q', 'm', 'no event', 'x', 1)`);
});
afterAll(() => app.close());

const query = <T = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  app.database.query<T>(sql, values);
const rowsOf = async (table: string, where = 'true') =>
  Number((await query<{ n: string }>(`SELECT count(*) AS n FROM "${table}" WHERE ${where}`))[0]?.n);

/** Runs all that deletes, in an application for which so many days have passed: new connections see the shift. */
async function daysLater(days: number, env: Record<string, string> = {}): Promise<void> {
  const name = new URL(app.database.url).pathname.slice(1);
  await query(`ALTER DATABASE ${name} SET app.clock_offset = '${days} days'`);
  const later = await startTestApp({ ROLE: 'api', ...env }, [], app.database);
  try {
    // twice: what is kept for the names of others goes after them
    for (let i = 0; i < 2; i += 1) {
      for (const sweep of new Set(retained.map((one) => one.sweep)))
        await later.app.get(Repeater, { strict: false }).run(sweep);
    }
  } finally {
    await later.close();
    await query(`ALTER DATABASE ${name} RESET app.clock_offset`);
  }
}

describe('every table', () => {
  it('has what bounds it, or what deletes its old rows', async () => {
    const tables = await query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'`,
    );
    expect(tables.map(({ name }) => name).sort()).toEqual(rules.map(([name]) => name).sort());
  });

  it('that retention is said to clean is cleaned by it, by the variable that is named', () => {
    const declared = app.app
      .get(RetentionService, { strict: false })
      .sweeps()
      .flatMap(({ table, with: others = [], days }) => [table, ...others].map((one) => `${one} ${days}`));
    const said = retained
      .filter(({ sweep }) => sweep === 'retention')
      .map(({ table, days }) => `${table} ${days}`);
    expect([...new Set(declared)].sort()).toEqual(said.sort());
  });

  it('that is cleaned has rows here, else nothing below proves anything', async () => {
    const all = await counts();
    expect(retained.filter(({ table }) => all[table] === 0).map(({ table }) => table)).toEqual([]);
  });
});

describe('retention', () => {
  it('deletes nothing that is younger than its days', async () => {
    const before = await counts();
    await daysLater(6);
    // facts that everybody has heard, what notifications gather for a day, and sessions of half a day
    const brief = ['facts', 'notification_alerts', 'jobs', 'sessions'];
    expect(without(await counts(), brief)).toEqual(without(before, brief));
  });

  it('keeps what is old and still needed', async () => {
    await query(`UPDATE resources SET deleted_at = app_now() WHERE tenant_id = 'acme'`);
    await query(`UPDATE notification_rules SET deleted_at = app_now(), default_key = 'critical-findings'`);
    await daysLater(4000);
    expect(await rowsOf('audit_log')).toBeGreaterThan(0); // for ever, unless it is told otherwise
    expect(await rowsOf('findings', `status = 'open'`)).toBe(1);
    expect(await rowsOf('resources', `arn IN (SELECT resource_arn FROM findings)`)).toBe(1);
    expect(await rowsOf('finding_transitions')).toBe(1);
    expect(await rowsOf('scores')).toBe(1);
    expect(await rowsOf('approvals', `status = 'pending'`)).toBe(seeded.ids['/approvals']?.length);
    expect(await rowsOf('incidents', `status <> 'closed'`)).toBe(2);
    expect(await rowsOf('incidents', `status = 'closed'`)).toBe(0);
    expect(await rowsOf('changes', `owner_kind = 'incident'`)).toBe(1);
    expect(await rowsOf('change_calls')).toBe(2);
    // something waits in the one lane, and nothing in the other
    expect((await query('SELECT lane FROM notification_lanes')).map(({ lane }) => lane)).toEqual(
      seeded.ids['/notifications/channels'],
    );
    expect(await rowsOf('notification_rules')).toBe(1); // a default one that is deleted would come back
    expect(await rowsOf('imported_findings', `status = 'open'`)).toBe(1);
    expect(await rowsOf('vulnerabilities', `status = 'open'`)).toBe(1);
  });

  it('keeps a closed incident whose resources are still cut off, so that they can be released', async () => {
    await query(`UPDATE incidents SET status = 'closed', closed_at = app_now()`);
    await daysLater(4000);
    expect(await rowsOf('incidents')).toBe(1);
    expect(await rowsOf('changes', `owner_kind = 'incident'`)).toBe(1);
    await query(`UPDATE changes SET status = 'restored' WHERE owner_kind = 'incident'`);
  });

  it('deletes what is over and old, to the last row', async () => {
    await query(`UPDATE findings SET status = 'resolved', resolved_at = app_now()`);
    await query(`UPDATE imported_findings SET status = 'resolved'`);
    await query(`UPDATE vulnerabilities SET status = 'closed', closed_at = app_now()`);
    await query(`UPDATE incidents SET status = 'closed', closed_at = app_now()`);
    await query(`UPDATE approvals SET status = 'expired', decided_at = app_now()`);
    await query(`UPDATE jobs SET status = 'dead', dead_at = app_now()`);
    await query(`DELETE FROM execution_tasks`); // nobody waits for them any more
    await query(`UPDATE executions SET status = 'ABORTED', stopped_at = app_now()`);
    await query(`DELETE FROM notification_tellings WHERE delivery_id IS NULL`);
    await query(`UPDATE notification_rules SET deleted_at = app_now(), default_key = NULL`);
    await query(`UPDATE schedules SET deleted_at = app_now(), default_key = NULL`);
    await query(`INSERT INTO scores (id, tenant_id, account_id, framework_id, at, counts, requirements)
                 SELECT 'score_new', tenant_id, account_id, framework_id, at + interval '1 day', counts, requirements FROM scores`);
    await daysLater(4000, { AUDIT_RETENTION_DAYS: '3650' });
    const left = Object.fromEntries(
      Object.entries(await counts()).filter(([table, rows]) => rows > 0 && 'sweep' in (RULES[table] ?? {})),
    );
    expect(left).toEqual({ scores: 1, notification_scans: 1 });
  });

  it('goes on with the other tables where one cannot be cleaned', async () => {
    await query(`ALTER TABLE timeline RENAME TO timeline_gone`);
    await query(
      `INSERT INTO audit_log (id, tenant_id, actor, actor_key_id, action, target_type, target_id, correlation_id)
       SELECT 'aud_' || n, 'acme', 'x', 'x', 'x', 'x', 'x', 'x' FROM generate_series(1, 10001) n`,
    );
    await query(
      `INSERT INTO jobs (id, tenant_id, name, lane, payload, status, max_attempts, correlation_id, dead_at)
       VALUES ('job_dead', 'acme', 'x', 'x', '{}', 'dead', 1, 'x', app_now()), ('job_waits', 'acme', 'x', 'x', '{}', 'pending', 1, 'x', NULL)`,
    );
    await daysLater(4000, { AUDIT_RETENTION_DAYS: '3650', LOG_LEVEL: 'ERROR' });
    expect(await rowsOf('audit_log')).toBe(0); // in three batches
    expect((await query('SELECT id FROM jobs')).map(({ id }) => id)).toEqual(['job_waits']);
  });
});

const without = (all: Record<string, number>, names: string[]) =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));

async function counts(): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [table] of rules) found[table] = await rowsOf(table);
  return found;
}
