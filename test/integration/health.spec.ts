import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { WatchStore } from '../../src/platform/watch/watch.store.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { healthOf, NAMES, partOf, well, wrong } from '../support/health.js';
import { someSchedule } from '../support/schedules.js';

jest.setTimeout(120_000);

describe('a service that is well', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app?.close());

  it('says so of each part, in words', async () => {
    const { status, body } = await healthOf(app);
    expect(status).toBe(200);
    for (const name of NAMES.filter((one) => one !== 'aws'))
      expect([name, body[name]]).toEqual([
        name,
        expect.objectContaining({ status: 'up', message: expect.stringMatching(/^\S.+\.$/) }),
      ]);
    expect(body['workers']?.figures).toMatchObject({ workersAlive: 1, processesAlive: 1, hanging: 0 });
    expect(body['disk']?.figures?.['freePercent']).toBeGreaterThan(0);
    expect(body['database']?.figures?.['connectionsMost']).toBeGreaterThan(10);
  });

  it('shows processes by name to the platform key alone', async () => {
    const { viewer, admin } = await app.tenant('acme');
    const statusOf = async (key: string | null) => (await healthOf(app, '/health/details', key)).status;
    expect([await statusOf(null), await statusOf(viewer), await statusOf(admin)]).toEqual([401, 403, 403]);
    const { body } = await healthOf(app, '/health/details', app.platformKey);
    expect(body['workers']?.details).toMatchObject({
      processes: [{ role: 'all', pid: process.pid, presence: 'alive', state: { logLevel: 'ERROR' } }],
    });
    expect(JSON.stringify((await healthOf(app)).body)).not.toMatch(/details|127\.0\.0\.1|postgres(ql)?:/);
  });

  it('is asked by many at once for one look', async () => {
    await new Promise((done) => setTimeout(done, 600)); // what was answered before is kept no longer
    const looks = jest.spyOn(app.app.get(WatchStore, { strict: false }), 'server');
    const began = Date.now();
    const all = await Promise.all(Array.from({ length: 200 }, () => healthOf(app)));
    const most = 1 + (Date.now() - began) / 500; // an answer of the database is kept for half a second
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
    expect(looks.mock.calls.length).toBeGreaterThan(0);
    expect(looks.mock.calls.length).toBeLessThanOrEqual(most);
    looks.mockRestore();
  });

  it('tells of its gauges', async () => {
    const { body } = await app.request<string>('GET', '/metrics');
    for (const name of ['JobsPending', 'EventLagSeconds', 'WorkersAlive', 'DeadLetters'])
      expect(body).toMatch(new RegExp(`^${name} \\d`, 'm'));
    expect(body).toMatch(/^WorkersAlive 1$/m);
    for (const name of NAMES.filter((one) => one !== 'aws'))
      expect(body).toMatch(new RegExp(`^shepherd_health_${name} 1$`, 'm'));
  });
});

describe('a process', () => {
  let app: TestApp;
  let other: pg.Client;
  beforeAll(async () => {
    app = await startTestApp();
    other = new pg.Client({ connectionString: app.database.url });
    other.on('error', () => undefined); // a database that is dropped cuts it
    await other.connect();
  });
  afterAll(() => app?.close());

  it('that was heard of, keeps its connection and says nothing more is named as stuck', async () => {
    await other.query(
      `INSERT INTO processes (id, role, version, host, pid, started_at, seen_at, backend_pid, backend_start, state)
       SELECT 'prc_stuck', 'worker', '1', 'secret-host', 1, now(), clock_timestamp() - interval '50 seconds', pid, backend_start,
              (SELECT state FROM processes LIMIT 1) FROM pg_stat_activity WHERE pid = pg_backend_pid()`,
    );
    const { message, figures } = await partOf(app, 'workers', wrong);
    expect(message).toMatch(/^1 process hangs \(worker prc_stuck\), not heard of for \d+ s: restart it\.$/);
    expect(figures).toMatchObject({ workersAlive: 1, hanging: 1 });
    expect(JSON.stringify((await healthOf(app)).body)).not.toContain('secret-host');
    expect((await healthOf(app)).body.status).toBe('degraded');
  });

  it('whose connection ends has died, and is forgotten within half a minute', async () => {
    await other.end();
    await app.database.query(
      `UPDATE processes SET seen_at = clock_timestamp() - interval '12 seconds' WHERE id = 'prc_stuck'`,
    );
    const { message } = await partOf(app, 'workers', ({ figures }) => figures?.['gone'] === 1);
    expect(message).toContain('ended without a word (worker prc_stuck)');
    await partOf(app, 'workers', well);
    const left = await app.database.query("SELECT 1 FROM processes WHERE id = 'prc_stuck'");
    expect(left).toEqual([]);
  });

  it('whose event loop was blocked says for how long', async () => {
    const until = performance.now() + 3_600;
    while (performance.now() < until);
    const { message } = await partOf(app, 'workers', wrong);
    expect(message).toMatch(/^The event loop of all prc_\w+ was blocked for [34]\.\d s/);
    await partOf(app, 'workers', well);
  });

  it('that stops takes its leave', async () => {
    const beside = await startTestApp({ ROLE: 'api' }, [], app.database);
    await eventually(async () => (await app.database.query('SELECT 1 FROM processes')).length === 2);
    await beside.close();
    expect(await app.database.query('SELECT role FROM processes')).toEqual([{ role: 'all' }]);
  });
});

describe('without a worker', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ ROLE: 'api' });
    await app.tenant('acme');
    await app.database.query('DELETE FROM jobs');
  });
  afterAll(() => app?.close());
  const sql = (text: string, values?: unknown[]) => app.database.query(text, values);

  it('that is what is said, and requests are served all the same', async () => {
    const { status, body } = await healthOf(app);
    expect([status, body.status, body['workers']]).toMatchObject([
      200,
      'degraded',
      { status: 'down', message: expect.stringContaining('start a process with ROLE=worker') },
    ]);
    expect((await healthOf(app, '/health/ready')).status).toBe(200);
  });

  const insertJob = (id: string, name: string, status: string, age: string) =>
    sql(
      `INSERT INTO jobs (id, tenant_id, name, lane, payload, status, attempts, max_attempts, next_attempt_at, created_at, correlation_id)
       VALUES ($1, 'acme', $2, 'default', '{}', $3, 0, 3, app_now() - $4::interval, app_now() - $4::interval, 'c')`,
      [id, name, status, age],
    );

  it('jobs that wait are late after a minute, and dead letters are counted', async () => {
    await insertJob('job_late', 'scan.unit', 'pending', '3 minutes');
    await insertJob('job_soon', 'scan.unit', 'pending', '-1 hour');
    await insertJob('job_dead', 'scan.unit', 'dead', '3 days');
    await sql(
      `INSERT INTO poison_messages (id, queue_url, message_id, reason, body, receive_count, status)
       VALUES ('psn_1', 'http://q', 'm', 'r', 'b', 1, 'dead')`,
    );
    const { message, figures } = await partOf(app, 'jobs', wrong);
    expect(message).toMatch(/^1 job waits for a worker, the oldest for 3 min/);
    expect(message).toContain('1 job was given up: GET /dead-letters');
    expect(message).toContain('1 message was given up: GET /dead-letters?source=sqs');
    expect(figures).toMatchObject({ due: 1, dead: 1, deadMessages: 1 });
    const { body } = await app.request<string>('GET', '/metrics');
    expect([/^JobsPending (\d+)$/m, /^DeadLetters (\d+)$/m].map((line) => line.exec(body)?.[1])).toEqual([
      '1',
      '2',
    ]);
    expect((await partOf(app, 'outbox', () => true)).status).toBe('up');
  });

  it('an outbox that does not drain shows', async () => {
    await insertJob('job_fact', 'outbox.deliver', 'pending', '5 minutes');
    const { message } = await partOf(app, 'outbox', wrong);
    expect(message).toMatch(/^The outbox does not drain: 1 fact was not taken yet, the oldest for 5 min/);
    await sql('DELETE FROM jobs');
    await sql('DELETE FROM poison_messages');
    await partOf(app, 'outbox', well);
    await partOf(app, 'jobs', well);
  });

  it('events fall behind, and the lag is a gauge', async () => {
    await sql(
      `INSERT INTO refreshes (tenant_id, arn, account_id, region, type, first_at, due_at)
       VALUES ('acme', 'arn:aws:s3:::b', '123456789012', 'eu-west-1', 'AWS::S3::Bucket', app_now() - interval '7 minutes', app_now())`,
    );
    const { message } = await partOf(app, 'events', wrong);
    expect(message).toMatch(/^Events are 7 min behind.* \(1 resources wait here/);
    const { body } = await app.request<string>('GET', '/metrics');
    expect(Number(/^EventLagSeconds (\S+)$/m.exec(body)?.[1])).toBeGreaterThan(400);
    await sql('DELETE FROM refreshes');
    await partOf(app, 'events', well);
  });

  it('schedules are late', async () => {
    for (const scheduleType of ['compliance-scan', 'weekly-assessment'])
      expect(
        (
          await app.request('POST', '/schedules', {
            body: { ...someSchedule, scheduleType, tenantId: 'acme' },
          })
        ).status,
      ).toBe(201);
    await sql("UPDATE schedules SET next_run_at = app_now() - interval '10 minutes'");
    const { message, figures } = await partOf(app, 'schedules', wrong);
    expect(message).toMatch(/^2 schedules are late, the oldest by \d+ min/);
    expect(figures).toMatchObject({ late: 2 });
    await sql('DELETE FROM schedules');
    await partOf(app, 'schedules', well);
  });

  it('paused channels and messages that do not arrive show', async () => {
    await sql(
      `INSERT INTO notification_channels (id, tenant_id, name, type, config, enabled, paused_at, paused_reason, created_by, saved_by)
       VALUES ('chn_1', 'acme', 'the-ops-of-acme', 'webhook', '{}', true, now(), 'because of acme', 'x', 'x')`,
    );
    await sql(
      `INSERT INTO notification_lanes (tenant_id, lane, channel_id, failing_since)
       VALUES ('acme', 'l', 'chn_1', app_now() - interval '20 minutes')`,
    );
    const { message } = await partOf(app, 'notifications', wrong);
    expect(message).toContain('1 channel is paused, and their messages wait');
    expect(message).toContain('1 receiver does not take messages');
    expect(JSON.stringify((await healthOf(app)).body)).not.toMatch(/acme/);
    await sql('DELETE FROM notification_lanes');
    await sql('DELETE FROM notification_channels');
    await partOf(app, 'notifications', well);
  });

  it('tasks of workflows wait', async () => {
    await sql(
      `INSERT INTO execution_tasks (execution_id, task_id, tenant_id, resource, state_name, input, idempotency_key, attempt, priority, correlation_id, takes, due_at, created_at)
       VALUES ('exe_1', 't', 'acme', 'r', 's', '{}', 'k', 1, 5, 'c', 0, app_now() - interval '4 minutes', app_now())`,
    );
    const { message } = await partOf(app, 'workflows', wrong);
    expect(message).toMatch(/^1 task of a workflow waits for a worker, the oldest for 4 min/);
    await sql('DELETE FROM execution_tasks');
  });

  it('accounts that cannot be entered are counted', async () => {
    await sql(
      `INSERT INTO aws_accounts (id, tenant_id, account_id, name, verification, updated_at)
       VALUES ('acc_1', 'acme', '210987654321', 'n', '{"status": "failed"}', now())`,
    );
    const { message } = await partOf(app, 'aws', ({ figures }) => figures?.['accountsFailing'] === 1);
    expect(message).toContain('1 registered account cannot be entered');
    expect(message).not.toContain('210987654321');
    const { body } = await healthOf(app, '/health/details', app.platformKey);
    expect(body['aws']?.details?.['verificationsFailed']).toEqual([
      { tenantId: 'acme', accountId: '210987654321' },
    ]);
  });

  it('a crowded PostgreSQL shows before it is full', async () => {
    const { figures } = await partOf(app, 'database', well);
    const [most = 0, used = 0] = [figures?.['connectionsMost'], figures?.['connections']];
    const clients = Array.from(
      { length: Math.ceil(most * 0.87) - used },
      () => new pg.Client({ connectionString: app.database.url }),
    );
    try {
      for (const client of clients) await client.connect();
      const { status, message } = await partOf(app, 'database', wrong);
      expect(status).toBe('degraded');
      expect(message).toMatch(/^PostgreSQL has \d+ of \d+ connections in use: lower DATABASE_POOL/);
    } finally {
      await Promise.all(clients.map((client) => client.end()));
    }
    await partOf(app, 'database', well);
  });
});
