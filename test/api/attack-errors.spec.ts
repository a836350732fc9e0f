import { afterAll, describe, expect, it } from '@jest/globals';
import { startApi } from './support/api.js';
import { documentOf, operationsOf, pathOf } from './support/document.js';
import { findings, flawOf } from './support/judge.js';
import { sampleOf } from './support/samples.js';
import { hasId, idsFor, seedTenant, urlFor } from './support/seed.js';

const { app } = await startApi();
afterAll(() => app.close());
const operations = operationsOf(await documentOf(app)).filter(({ path }) => !path.startsWith('/links/'));
const acme = await seedTenant(app, 'acme', 1);

/** What tells of the inside: a stack, SQL, a path, an address of ours. */
const INSIDE =
  /\bat \S+ \(|node_modules|\.[jt]s:\d+|\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b|prisma|postgres(ql)?:|relation "|column "|\/(work|app|home|root|tmp|usr)\/|ECONNREFUSED|127\.0\.0\.1:/i;

/** Each of some hundreds of requests, on a machine that does something else beside. */
const LONG_MS = 180_000;

describe('an error', () => {
  it(
    'tells nothing of the inside, where the database is not what it should be',
    async () => {
      const own = await startApi();
      const broken = await seedTenant(own.app, 'acme', 1);
      for (const table of [
        'findings',
        'resources',
        'schedules',
        'api_keys',
        'scans',
        'incidents',
        'executions',
        'events',
        'audit_log',
      ])
        await own.app.database.query(`ALTER TABLE ${table} RENAME TO gone_${table}`);
      const statuses: number[] = [];
      const flaws = await findings(
        operations.filter(({ path }) => path !== '/metrics'),
        async (operation) => {
          const path = urlFor(
            broken,
            operation,
            hasId(operation.path) ? (idsFor(broken, operation.path)[0] ?? '') : '',
          );
          const body = operation.body === undefined ? undefined : sampleOf(operation.body.schema);
          const answer = await own.app.request<unknown>(operation.method, path, { body });
          statuses.push(answer.status);
          if (answer.status < 500) return undefined;
          const text = JSON.stringify(answer.body);
          return INSIDE.test(text) ? `${operation.name}: ${text}` : undefined;
        },
      );
      await own.app.close();
      expect(flaws).toEqual([]);
      expect(statuses.filter((status) => status === 500).length).toBeGreaterThan(20);
    },
    LONG_MS,
  );

  it(
    'tells nothing of the inside of what it was asked',
    async () => {
      const texts = [
        '\u0000',
        "'; DROP TABLE findings; --",
        '../../etc/passwd',
        '${7*7}',
        '{{7*7}}',
        '<script>alert(1)</script>',
        'a\r\nb',
      ];
      const flaws = await findings(
        operations.flatMap((operation) => texts.map((text) => ({ operation, text }))),
        async ({ operation, text }) => {
          const path = pathOf(operation, () => encodeURIComponent(text));
          const answer = await app.request<unknown>(operation.method, path, {
            key: acme.admin,
            body: operation.body && { x: text },
          });
          const said = JSON.stringify(answer.body).replaceAll(JSON.stringify(text).slice(1, -1), '');
          const flaw = flawOf(answer) ?? (INSIDE.test(said) && answer.status >= 400 ? said : undefined);
          return flaw === undefined ? undefined : `${operation.name} ${text}: ${flaw}`;
        },
      );
      expect(flaws).toEqual([]);
    },
    LONG_MS,
  );
});
