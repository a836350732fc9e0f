import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/app.js';
import { startApi } from './support/api.js';
import {
  documentOf,
  isList,
  pageFields,
  pageOf,
  operationsOf,
  parametersIn,
  problemsIn,
  type Operation,
} from './support/document.js';
import { isRefusal } from './support/judge.js';
import { oddities } from './support/oddities.js';
import { sampleOf } from './support/samples.js';
import { instanceOf } from './support/seed-patching.js';
import { discoveryRows } from './support/seed-discoveries.js';
import { hasId, idsFor, insert, seedTenant, urlFor } from './support/seed.js';

const { app, patching } = await startApi();
afterAll(() => app.close());
const document = await documentOf(app);
const operations = operationsOf(document);
const acme = await seedTenant(app, 'acme', 1);
// the platform key, which names no tenant here, acts for this one
for (const [table, row] of discoveryRows('default', '123456789012'))
  await insert(app, table, { tenant_id: 'default', ...row });
// the instance whose patches are taken back runs, and what was kept of it is there
const { instanceId, rootVolumeId } = instanceOf(acme.mark);
patching.add(instanceId, {}, { rootVolumeId });
patching.readiness = () => Promise.resolve('ready');

describe('the document', () => {
  it('is OpenAPI 3.0 with what the standard asks for', () => {
    expect(document.openapi).toMatch(/^3\.0\.\d$/);
    expect(document.info).toMatchObject({
      title: 'Compliance Shepherd',
      version: expect.stringMatching(/^\d/) as unknown,
    });
    expect(Object.keys(document.components.securitySchemes)).toEqual(['key']);
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((one) => one.operationId),
    );
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(ids.length);
    expect(JSON.stringify(document)).not.toContain('x-optional');
  });

  it('uses every component, and refers to no other', () => {
    const text = JSON.stringify(document);
    const used = new Set([...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(Object.keys(document.components.schemas).sort());
  });

  it.each(operations)('tells what $name does, takes and answers', (operation) => {
    expect(operation.summary.length).toBeGreaterThan(5);
    const named = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const inPath = parametersIn(operation, 'path');
    expect(inPath.map(({ name, required }) => [name, required])).toEqual(named.map((name) => [name, true]));
    const given = [
      ...operation.parameters.map((one) => one.schema),
      operation.body?.schema,
      ...Object.values(operation.responses),
    ];
    for (const schema of given) if (schema) expect(Array.isArray(problemsIn(schema, {}))).toBe(true); // it can be checked by
    const success = Object.keys(operation.responses).filter((status) => status.startsWith('2'));
    expect(success).toEqual(WAITS.includes(operation.path) ? ['200', '202'] : [expect.anything()]);
    expect(operation.responses['default']).toMatchObject({
      required: ['error', 'error_type', 'correlation_id', 'timestamp'],
    });
    if (!NO_JSON.includes(operation.path) && success[0] !== '204')
      expect(operation.responses[success[0] ?? '']).not.toBeNull();
  });

  it.each(operations.filter(isList))('has $name as a list with pages', (operation) => {
    const query = Object.fromEntries(
      parametersIn(operation, 'query').map(({ name, schema }) => [name, schema]),
    );
    expect(query['limit']).toMatchObject({ type: 'integer', minimum: 1, maximum: 500, default: 50 });
    const items = operation.path === '/workflows/list' ? 'executions' : 'items';
    expect(pageFields(operation.responses['200'])).toEqual(expect.arrayContaining([items, 'nextCursor']));
  });
});

/** Answered when the work is done, or when the time to wait for it is over; and what is only looked at, or begun. */
const WAITS = ['/scans/compliance', '/scans/vulnerabilities', '/incidents/{id}/contain'];

/** Answered as text: Prometheus' own, a stream of events, and a page. */
const NO_JSON = [
  ...['/metrics', '/workflows/{executionArn}/events', '/reports/{reportId}/download', '/links/{token}'],
];

/** What the sample of a body does not say: made so that the answer is a good one. */
const VOLUME = {
  ...{ id: 'vol-1', state: 'available', sizeGb: 1, volumeType: 'gp3', iops: null, throughput: null },
  ...{ encrypted: true, kmsKeyId: null, snapshotId: null, availabilityZone: null, multiAttach: false },
  ...{ createdAt: null, attachments: [], tags: {}, newestSnapshot: null },
};
const BODIES: Record<string, unknown> = {
  'POST /session': { key: acme.admin },
  'POST /accounts': {
    accountId: '999999999999',
    roleArn: 'arn:aws:iam::999999999999:role/Reader',
    externalId: 'secret-of-acme',
    regions: 'all enabled',
  },
  'POST /scans': { regions: ['eu-west-1'], services: ['EC2'] },
  'POST /controls/{id}/test': { configuration: VOLUME },
  'PUT /controls/custom/{id}': {
    ...{ resourceType: 'AWS::EC2::Volume', severity: 'low', title: 'No owner', risk: 'Nobody to ask' },
    ...{ remediation: { text: 'Tag it' }, expression: '$exists(tags.owner)', enabled: true },
  },
  'PUT /tenants/{id}/settings': {
    thresholds: { stoppedInstanceDays: 1 },
    exemptTags: [{ key: 'keep' }],
    allowedNotificationDomains: ['example.com'],
  },
  'POST /remediations/plan': { findingIds: idsFor(acme, '/findings') },
  'POST /remediations': { findingIds: idsFor(acme, '/findings'), dryRun: true },
  'POST /notifications/test': { channel: acme.mark },
  'POST /findings/{id}/suppress': { reason: 'known', expiresAt: '2099-01-01T00:00:00+02:00' },
};

/** By then the first is approved, and the resources of the first are being released. */
const SECOND = ['POST /approvals/{id}/reject', 'POST /incidents/{id}/close'];

// a PUT engages the kill switch: whatever it would stop was asked before
const ORDER = ['GET', 'POST', 'PUT', 'DELETE'];
const walk = [...operations].sort((a, b) => ORDER.indexOf(a.method) - ORDER.indexOf(b.method));

/** What is tried, planned, drawn or looked at; and what had nothing to change as it is asked here. */
const CHANGES_NOTHING = [
  ...['/mutes/test', '/controls/custom/dry-run', '/controls/custom/{id}/dry-run', '/controls/{id}/test'],
  ...['/schedules/preview', '/workflows/definitions/validate', '/events/rules/test', '/events/explain'],
  ...['/remediations/plan', '/patching/installations/plan', '/notifications/rules/test'],
  // with dryRun, and of what has ended or is not paused
  ...['/schedules/{scheduleId}/backfill', '/remediations/{id}/rollback', '/incidents/{id}/contain'],
  ...['/links/{token}', '/notifications/channels/{id}/resume'],
]
  .map((path) => `POST ${path}`)
  .concat('PUT /controls/{id}/settings', 'PUT /workflows/{executionArn}/stop')
  .concat('DELETE /session'); // by a key, which has none

/** Where the answer's names are those that users have printed already. */
const SNAKE = /^\/api\/schedule\/|^\/scans\/(compliance|vulnerabilities)$/;

/** Where ids are names: of the field, or chosen by a tenant. */
const NAMED = /^\/(controls|frameworks)/;

describe('a good request', () => {
  const answers = new Map<string, Answer<unknown>>();
  beforeAll(async () => {
    for (const operation of walk) answers.set(operation.name, await ask(operation));
  });

  async function ask(operation: Operation): Promise<Answer<unknown>> {
    const { name, method, path, body, role } = operation;
    let id = hasId(path) ? (idsFor(acme, path)[0] ?? '') : '';
    if (name === 'DELETE /scans/{scanId}')
      id = (answers.get('POST /scans')?.body as { scanId: string }).scanId;
    if (SECOND.includes(name)) id = idsFor(acme, path)[1] ?? '';
    return app.request<unknown>(method, urlFor(acme, operation, id), {
      key: role === 'platform' ? app.platformKey : acme.admin,
      body: BODIES[name] ?? (body === undefined ? undefined : sampleOf(body.schema)),
    });
  }

  it.each(walk)('$name is answered as documented', ({ name, responses }) => {
    const answer = answers.get(name);
    const status = String(answer?.status);
    expect([status, isRefusal(answer?.body) ? answer.body : undefined]).toEqual([
      expect.stringMatching(/^2/),
      undefined,
    ]);
    expect(Object.keys(responses)).toContain(status);
    const schema = responses[status];
    if (schema) expect(problemsIn(schema, answer?.body)).toEqual([]);
    else expect([typeof answer?.body, status === '204' ? answer?.body : '']).toEqual(['string', '']);
  });

  it.each(walk.filter(({ path }) => !SNAKE.test(path)))(
    '$name is answered in the words of the contract',
    ({ name, path }) => {
      expect(oddities(answers.get(name)?.body, '', NAMED.test(path))).toEqual([]);
    },
  );

  it.each(walk.filter(({ name, method }) => method !== 'GET' && !CHANGES_NOTHING.includes(name)))(
    '$name is in the audit log',
    async ({ name }) => {
      const id = answers.get(name)?.headers.get('x-correlation-id');
      const rows = await app.database.query('SELECT action FROM audit_log WHERE correlation_id = $1', [id]);
      expect(rows).not.toEqual([]);
    },
  );

  it.each(walk.filter(isList))('$name has something to show', ({ name }) => {
    expect(pageOf(answers.get(name)?.body).items).not.toEqual([]);
  });

  it('gives no secret back but a new key, once', async () => {
    const keys = await app.database.query<{ hash: string }>('SELECT hash FROM api_keys');
    expect(keys.length).toBeGreaterThan(0);
    for (const [name, { body }] of answers) {
      const text = JSON.stringify(body) ?? '';
      const isSecret = /shp_[\w-]{40}/.test(text) || keys.some(({ hash }) => text.includes(hash));
      expect([name, isSecret]).toEqual([name, name === 'POST /api-keys']);
    }
  });

  it('shows the external id to admins alone', async () => {
    const { viewer } = await app.tenant('acme');
    const text = async (key: string) =>
      JSON.stringify((await app.request('GET', '/accounts?accountId=999999999999', { key })).body);
    expect(await text(acme.admin)).toContain('secret-of-acme');
    expect(await text(viewer)).not.toContain('secret-of-acme');
    expect(JSON.stringify((await app.request('GET', '/audit-log', { key: acme.admin })).body)).not.toContain(
      'secret-of-acme',
    );
  });
});

/** Those of one thing (its runs) need one that is there: their own specs walk them. */
const allLists = operations.filter((one) => isList(one) && !hasId(one.path));

describe('pages', () => {
  it.each(allLists)('of $name visit each item once', async ({ path, role }) => {
    const key = role === 'platform' ? app.platformKey : acme.admin;
    const get = async (query: string) => pageOf((await app.request('GET', `${path}?${query}`, { key })).body);
    const names = (page: ReturnType<typeof pageOf>) => page.items.map((item) => nameOf(item));
    const all = names(await get('limit=500'));
    expect((await get(`limit=${Math.max(1, all.length)}`)).nextCursor).toBeNull();
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await get(`limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
      expect(page.items.length).toBeLessThanOrEqual(1);
      seen.push(...names(page));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(all);
    expect(new Set(seen).size).toBe(all.length);
  });

  const nameOf = (item: unknown): string => {
    const named = item as Record<string, string | undefined>;
    const { id, scanId, scheduleId, remediationId, executionId, arn, tenantId, controlId, resourceArn } =
      named;
    if (controlId !== undefined && resourceArn !== undefined) return id ?? `${resourceArn} ${controlId}`;
    const one = id ?? scanId ?? scheduleId ?? remediationId ?? executionId ?? arn ?? resourceArn;
    return one ?? tenantId ?? named['accountId'] ?? '';
  };
});

describe('many at once', () => {
  it.each(allLists)('$name answers 50 requests', async ({ path, role }) => {
    const key = role === 'platform' ? app.platformKey : acme.admin;
    const headers = { 'x-correlation-id': 'the-same' }; // an envelope holds it
    const asked = await Promise.all(
      Array.from({ length: 50 }, () => app.request<unknown>('GET', path, { key, headers })),
    );
    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([200]));
    const texts = new Set(
      asked.map(({ body }) => JSON.stringify(body).replaceAll(/"lastUsedAt":[^,]*/g, '')),
    );
    expect(texts.size).toBe(1);
  });
});
