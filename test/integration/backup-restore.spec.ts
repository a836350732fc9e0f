import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startService, type ServiceProcess } from '../e2e/service-process.js';
import {
  debianPostgres,
  postgresProgram,
  startDebianPostgres,
  type DebianServer,
} from '../support/debian-postgres.js';

const bin = debianPostgres();
const MINUTE = 60_000;

/**
 * The commands of docs/operations.md, "Backup and restore", on the servers of Debian's package: a dump of a service at
 * work is restored on another server, where nothing is known of the first, and a service goes on there.
 */
(bin === undefined ? describe.skip : describe)(
  'backup and restore (needs the Debian package postgresql)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'backup-'));
    const servers: DebianServer[] = [];
    const services: ServiceProcess[] = [];
    const secretsKey = randomBytes(32).toString('base64');
    const platformKey = `shp_${randomBytes(32).toString('base64url')}`;
    let urls: [first: string, second: string];

    const start = async (databaseUrl: string, dataDir: string, more: Record<string, string> = {}) => {
      const service = startService(join(folder, dataDir), {
        ...{ DATABASE_URL: databaseUrl, SHEPHERD_API_KEY: platformKey, SECRETS_KEY: secretsKey },
        ...{ WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
        ...more,
      });
      services.push(service);
      return { service, url: await service.url() };
    };

    const ask = async <T>(url: string, method: string, path: string, body?: object): Promise<T> => {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { Authorization: `Bearer ${platformKey}`, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return JSON.parse(text) as T;
    };

    /** Rows of every table of the product, the queue's apart: they are made anew. */
    const counts = async (url: string): Promise<Record<string, number>> => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        const { rows } = await client.query<{ name: string }>(
          `SELECT format('%I', relname) AS name FROM pg_class
          WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace ORDER BY 1`,
        );
        const found: Record<string, number> = {};
        for (const { name } of rows) {
          const { rows: one } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${name}`);
          found[name] = one[0]?.n ?? 0;
        }
        return found;
      } finally {
        await client.end();
      }
    };

    beforeAll(async () => {
      chmodSync(folder, 0o755); // under root PostgreSQL runs as another user
      const made = await Promise.all(
        ['first', 'second'].map((name) => startDebianPostgres(bin ?? '', join(folder, name))),
      );
      servers.push(...made);
      const [first, second] = made as [DebianServer, DebianServer];
      urls = [await first.login('shepherd'), await second.login('restored')];
    }, MINUTE);

    afterAll(async () => {
      for (const service of services) service.kill('SIGKILL');
      await Promise.all(services.map(({ exit }) => exit));
      for (const server of servers) await server.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    });

    it(
      'gives back all rows, keys, secrets and policies',
      async () => {
        const before = await start(urls[0], 'data-first');
        await ask(before.url, 'POST', '/tenants', { tenantId: 'acme', name: 'Acme' });
        const { scheduleId } = await ask<{ scheduleId: string }>(before.url, 'POST', '/schedules', {
          ...{ tenantId: 'acme', scheduleType: 'compliance-scan', cronExpression: '0 6 * * ? *' },
          target: { type: 'step-functions', stateMachineName: 'ComplianceScanWorkflow' },
        });
        const { id: channelId } = await ask<{ id: string }>(before.url, 'POST', '/notifications/channels', {
          ...{ tenantId: 'acme', name: 'hook', type: 'webhook' },
          config: { url: 'https://127.0.0.1:9/hook', secret: 'the-secret-of-the-webhook' },
        });
        const file = join(folder, 'shepherd.dump');
        await postgresProgram(bin ?? '', 'pg_dump', ['--format=custom', `--file=${file}`, urls[0]]);
        before.service.kill('SIGTERM');
        await before.service.exit;
        const saved = await counts(urls[0]);

        const psql = ['-c', 'CREATE ROLE shepherd_app NOLOGIN NOINHERIT', urls[1]];
        await postgresProgram(bin ?? '', 'psql', psql);
        await postgresProgram(bin ?? '', 'psql', ['-c', 'GRANT shepherd_app TO restored', urls[1]]);
        await postgresProgram(bin ?? '', 'pg_restore', [
          ...['--no-owner', '--exit-on-error', '--single-transaction', '--exclude-schema=queue'],
          `--dbname=${urls[1]}`,
          file,
        ]);
        const restored = await counts(urls[1]);
        expect(unlike(saved, restored)).toEqual({});
        expect(restored['tenants']).toBe(2);

        const after = await start(urls[1], 'data-second');
        const schedule = await ask<{ scheduleId: string }>(
          after.url,
          'GET',
          `/schedules/${scheduleId}?tenantId=acme`,
        );
        expect(schedule.scheduleId).toBe(scheduleId);
        // the webhook's signature needs its secret: a key that cannot open it would say so
        const test = await ask<{ ok: boolean; error?: string }>(after.url, 'POST', '/notifications/test', {
          tenantId: 'acme',
          channel: channelId,
        });
        expect(JSON.stringify(test)).toContain('ECONNREFUSED');
        await heldToTenant(urls[1], scheduleId);
      },
      3 * MINUTE,
    );

    it(
      'says that secrets cannot be opened when the key of secrets is another one',
      async () => {
        const service = startService(join(folder, 'data-third'), {
          ...{ DATABASE_URL: urls[1], SHEPHERD_API_KEY: platformKey },
          SECRETS_KEY: randomBytes(32).toString('base64'),
        });
        services.push(service);
        const { code } = await service.exit;
        expect(code).toBe(1);
        expect(service.output()).toContain('SECRETS_KEY');
      },
      MINUTE,
    );
  },
);

/** Tables that the running service may have written between the dump and its stop are not compared. */
const LIVELY = /^(jobs|processes|workflow_workers|workflow_load|outbox|audit_log)/;
const unlike = (saved: Record<string, number>, restored: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(saved).filter(([name, n]) => !LIVELY.test(name) && restored[name] !== n));

/** The request role sees its tenant's schedule, and not from another. */
async function heldToTenant(url: string, scheduleId: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const [tenant, rows] of [
      ['acme', 1],
      ['default', 0],
    ] as const) {
      await client.query('BEGIN');
      await client.query(
        `SELECT set_config('role', 'shepherd_app', true), set_config('app.tenant_id', $1, true)`,
        [tenant],
      );
      const { rowCount } = await client.query('SELECT 1 FROM schedules WHERE id = $1', [scheduleId]);
      expect(rowCount).toBe(rows);
      await client.query('COMMIT');
    }
  } finally {
    await client.end();
  }
}
