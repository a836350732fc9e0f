import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/index.js';
import { startApi } from './support/api.js';
import { blind, type Blinded } from './support/blind.js';
import { documentOf, operationsOf, type Operation } from './support/document.js';
import { everythingOf } from './support/everything.js';
import { flawOf } from './support/judge.js';
import { sampleOf } from './support/samples.js';
import { hasId, idsFor, seedTenant, urlFor } from './support/seed.js';

// The application forgets every `WHERE tenant_id = …` that it has: row-level security alone must keep tenants apart.
const { app } = await startApi();
afterAll(() => app.close());
const database = app.app.get(Database);
const acme = await seedTenant(app, 'acme', 1);
const globex = await seedTenant(app, 'globex', 2);
const operations = operationsOf(await documentOf(app)).filter(
  ({ isPublic, role, path }) => !isPublic && role !== 'platform' && !path.startsWith('/tenants/'),
);
// a type is a name that each tenant may give to a workflow of its own, and a built-in framework is everybody's
const cases = operations
  .filter(({ name, path }) => hasId(path) && name !== 'PUT /workflows/definitions/{workflowType}')
  .flatMap((operation) =>
    idsFor(acme, operation.path).map((id) => ({ operation, name: operation.name, id })),
  );
const lists = operations.filter(
  ({ method, path }) => method === 'GET' && !hasId(path) && path !== '/metrics',
);
const marks = [
  acme.mark,
  acme.accountId,
  ...Object.values(acme.ids).flat(),
  ...Object.values(acme.parts),
].filter((mark) => mark !== 'acme');
const bodyOf = ({ body }: Operation) => (body === undefined ? undefined : sampleOf(body.schema));
const leaksOf = async (path: string) => {
  const { body } = await app.request<unknown>('GET', path, { key: globex.admin });
  const text = JSON.stringify(body);
  return marks.filter((mark) => text.includes(mark));
};

describe("where the application's own checks are switched off", () => {
  let blinded: Blinded;
  beforeEach(() => void (blinded = blind(database)));
  afterEach(() => blinded.end());

  it.each(cases)("another tenant's $name is not there: $id", async ({ operation, id }) => {
    const before = await everythingOf(app.database, 'acme');
    const answer = await app.request<unknown>(operation.method, urlFor(acme, operation, id), {
      key: globex.admin,
      body: bodyOf(operation),
    });
    expect([answer.status, flawOf(answer)]).toEqual([404, undefined]);
    expect(await everythingOf(app.database, 'acme')).toEqual(before);
  });

  it.each(lists)("$name shows nothing of another tenant's", async ({ path }) => {
    expect(await leaksOf(path)).toEqual([]);
  });
});

describe('this test', () => {
  it('switches them off: without row-level security too, lists show what belongs to others', async () => {
    const blinded = blind(database, true);
    const leaky: string[] = [];
    for (const { path } of lists) if ((await leaksOf(path)).length > 0) leaky.push(path);
    blinded.end();
    expect(blinded.statements).toBeGreaterThan(lists.length / 2);
    expect(leaky.length).toBeGreaterThan(lists.length / 2);
    expect(leaky).toEqual(
      expect.arrayContaining(['/findings', '/resources', '/scans', '/schedules', '/api-keys']),
    );
  });

  it('leaves them as they were', async () => {
    for (const { path } of lists) expect(await leaksOf(path)).toEqual([]);
  });
});
