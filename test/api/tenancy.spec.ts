import { afterAll, describe, expect, it } from '@jest/globals';
import { startApi } from './support/api.js';
import {
  documentOf,
  operationsOf,
  pageOf,
  parametersIn,
  pathOf,
  type Operation,
} from './support/document.js';
import { everythingOf } from './support/everything.js';
import { flawOf } from './support/judge.js';
import { sampleOf } from './support/samples.js';
import { hasId, idsFor, seedTenant, urlFor } from './support/seed.js';

const { app } = await startApi();
afterAll(() => app.close());
const operations = operationsOf(await documentOf(app)).filter((one) => !one.isPublic);
const acme = await seedTenant(app, 'acme', 1);
const globex = await seedTenant(app, 'globex', 2);

const bodyOf = ({ body }: Operation) => (body === undefined ? undefined : sampleOf(body.schema));
const cases = operations
  // a type is a name that each tenant may give to a workflow of its own: workflows-definitions.spec.ts
  .filter(({ name, path }) => hasId(path) && name !== 'PUT /workflows/definitions/{workflowType}')
  .flatMap((operation) =>
    idsFor(acme, operation.path).map((id) => ({ operation, name: operation.name, id })),
  );
const urlOf = (operation: Operation, id: string) => urlFor(acme, operation, id);

describe("another tenant's id", () => {
  it.each(cases)('$name is not there: $id', async ({ operation, id }) => {
    const before = await everythingOf(app.database, 'acme');
    const answer = await app.request<unknown>(operation.method, urlOf(operation, id), {
      key: globex.admin,
      body: bodyOf(operation),
    });
    expect([answer.status, flawOf(answer)]).toEqual([operation.role === 'platform' ? 403 : 404, undefined]);
    expect(await everythingOf(app.database, 'acme')).toEqual(before);
  });

  it.each(
    cases.filter(({ operation }) => operation.role !== 'platform' && !operation.path.startsWith('/tenants/')),
  )('$name is not there when the platform key acts on the other tenant: $id', async ({ operation, id }) => {
    const before = await everythingOf(app.database, 'acme');
    const answer = await app.request(operation.method, `${urlOf(operation, id)}?tenantId=globex`, {
      body: bodyOf(operation),
    });
    expect(answer.status).toBe(404);
    expect(await everythingOf(app.database, 'acme')).toEqual(before);
  });

  it.each(cases.filter(({ operation }) => operation.method === 'GET'))(
    '$name is there for its own: $id',
    async ({ operation, id }) => {
      const key = operation.role === 'platform' ? app.platformKey : acme.admin;
      expect((await app.request(operation.method, urlOf(operation, id), { key })).status).toBe(200);
    },
  );
});

describe("another tenant's name", () => {
  it.each(operations)('$name is 403 with it', async (operation) => {
    const url = pathOf(operation, () => 'x');
    const body = { ...(bodyOf(operation) as object), tenantId: 'acme' };
    const asked = [app.request(operation.method, `${url}?tenantId=acme`, { key: globex.admin })];
    if (operation.method !== 'GET')
      asked.push(app.request(operation.method, url, { key: globex.admin, body }));
    for (const { status } of await Promise.all(asked)) expect(status).toBe(403);
  });

  it.each([
    ['twice, once right', '?tenantId=globex&tenantId=acme', undefined],
    ['in the body, the right one in the query', '?tenantId=globex', { tenantId: 'acme' }],
    ['in a list', '', { tenantId: ['acme'] }],
  ])('is no way in: %s', async (_, query, body) => {
    expect((await app.request('POST', `/scans${query}`, { key: globex.admin, body })).status).toBe(403);
  });
});

/** They show numbers, who asks, or what is the same for all. */
const UNMARKED = [
  ...['/metrics', '/api/schedule/config', '/workflows/metrics', '/reports/signing-key', '/session'],
  '/remediations/fixes', // the same for all
];

/** Whether an answer is an empty page, or counts nothing. */
function isNothing(body: Record<string, unknown>): boolean {
  const { totalExecutions } = (body['result'] ?? {}) as { totalExecutions?: number };
  return totalExecutions === 0 || pageOf(body).items.length === 0;
}

describe('lists', () => {
  const lists = operations.filter(
    ({ method, path, role }) => method === 'GET' && !hasId(path) && role !== 'platform',
  );
  const show = async (path: string, key: string) =>
    JSON.stringify((await app.request<unknown>('GET', path, { key })).body);
  const marksOf = ({ mark, accountId, ids, parts }: typeof acme) => [
    ...[mark, accountId, ...Object.values(ids).flat(), ...Object.values(parts)],
  ];
  const leaksIn = (text: string) => marksOf(acme).filter((mark) => mark !== 'acme' && text.includes(mark));

  it.each(lists)("$name shows nothing of another tenant's", async (operation) => {
    expect(leaksIn(await show(operation.path, globex.admin))).toEqual([]);
  });

  it.each(lists)("$name finds nothing of another tenant's by any filter", async (operation) => {
    for (const { name } of parametersIn(operation, 'query').filter(
      (one) => !['limit', 'tenantId'].includes(one.name),
    ))
      for (const mark of marksOf(acme)) {
        const path = `${operation.path}?${name}=${encodeURIComponent(mark)}`;
        const { status, body } = await app.request('GET', path, { key: globex.admin });
        expect([path, status === 400 || isNothing(body)]).toEqual([path, true]);
      }
  });

  it.each(lists.filter(({ path }) => !UNMARKED.includes(path)))(
    '$name shows what is its own',
    async (operation) => {
      expect(await show(operation.path, acme.admin)).toContain(acme.mark);
    },
  );

  it.each(lists.filter(({ path }) => !UNMARKED.includes(path)))(
    "$name goes on at another tenant's page within its own",
    async (one) => {
      const cursorOf = async (key: string) => {
        const { body } = await app.request('GET', `${one.path}?limit=1`, { key });
        const { nextCursor } = (body['result'] ?? body) as { nextCursor?: string | null };
        return nextCursor ?? null;
      };
      const cursor = await cursorOf(acme.admin);
      if (cursor !== null)
        expect(leaksIn(await show(`${one.path}?cursor=${cursor}`, globex.admin))).toEqual([]);
    },
  );
});

describe('an AWS account', () => {
  it('of another tenant cannot be scanned', async () => {
    const body = { accountIds: [acme.accountId] };
    const answer = await app.request('POST', '/scans', { key: globex.admin, body });
    expect([answer.status, answer.body]).toMatchObject([400, { details: [{ path: 'accountIds.0' }] }]);
  });

  it('of another tenant cannot be registered', async () => {
    const answer = await app.request('POST', '/accounts', {
      key: globex.admin,
      body: { accountId: acme.accountId },
    });
    expect([answer.status, JSON.stringify(answer.body).includes('acme')]).toEqual([409, false]);
  });
});
