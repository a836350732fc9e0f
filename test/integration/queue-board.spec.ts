import { request as send } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';

jest.setTimeout(90_000);

const basic = (password: string) => `Basic ${Buffer.from(`anybody:${password}`).toString('base64')}`;

const backends: [string, Record<string, string>][] = [
  ['PostgreSQL', {}],
  ...(process.env['TEST_REDIS_URL'] === undefined
    ? []
    : ([['Redis', { REDIS_URL: process.env['TEST_REDIS_URL'] }]] as [string, Record<string, string>][])),
];

describe.each(backends)('the board of the queue in %s', (_, env) => {
  let app: TestApp;
  let keys: Awaited<ReturnType<TestApp['tenant']>>;
  beforeAll(async () => {
    app = await startTestApp(env);
    keys = await app.tenant('acme');
  });
  afterAll(() => app?.close());

  const get = (path: string, authorization?: string, method = 'GET') =>
    app.request<string>(method, path, {
      key: null,
      headers: authorization === undefined ? {} : { authorization },
    });

  it('asks a browser for a key, and shows nothing without one', async () => {
    for (const path of ['/queues', '/queues/', '/queues/api/queues', '/queues/static/js/none.js']) {
      const { status, headers } = await get(path);
      expect([path, status, headers.get('www-authenticate')]).toEqual([
        path,
        401,
        expect.stringMatching(/^Basic realm="Compliance Shepherd"/),
      ]);
    }
    expect((await get('/queues', basic('wrong'))).status).toBe(401);
    expect((await get('/queues', 'Basic ???')).status).toBe(401);
  });

  it("is not for a tenant's keys", async () => {
    for (const key of [keys.viewer, keys.admin])
      expect([
        (await get('/queues', `Bearer ${key}`)).status,
        (await get('/queues/api/queues', basic(key))).status,
      ]).toEqual([403, 403]);
  });

  it.each([
    ['Bearer', (key: string) => `Bearer ${key}`],
    ['Basic', basic],
  ] as const)(
    'opens by the platform key as %s, with all that its page loads',
    async (_scheme, authorization) => {
      const shown = authorization(app.platformKey);
      const page = await get('/queues', shown);
      expect([page.status, page.headers.get('content-type')]).toEqual([
        200,
        expect.stringContaining('text/html'),
      ]);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self';");
      expect(page.headers.get('x-powered-by')).toBeNull();
      expect(page.headers.get('www-authenticate')).toBeNull();
      expect(page.body).toContain('<base href="/queues/"');
      const files = [...page.body.matchAll(/(?:src|href)="(static\/[^"]+)"/g)].map(([, file]) => file ?? '');
      expect(files.length).toBeGreaterThan(4);
      for (const file of files)
        expect([file, (await get(`/queues/${file}`, shown)).status]).toEqual([file, 200]);
    },
  );

  it('shows the queues and what repeats', async () => {
    const { status, body } = await app.request<{ queues: { name: string; readOnlyMode: boolean }[] }>(
      ...(['GET', '/queues/api/queues?page=1&jobsPerPage=10'] as const),
    );
    expect(status).toBe(200);
    expect(body.queues.map(({ name, readOnlyMode }) => [name, readOnlyMode])).toEqual([
      ['default', true],
      ['scan', true],
    ]);
    const repeats = await app.request<{ schedulers?: { id: string }[] }>('GET', '/queues/api/job-schedulers');
    expect(repeats.status).toBe(200);
    expect(JSON.stringify(repeats.body)).toContain('outbox.retain');
  });

  it.each([
    ['PUT', '/queues/api/queues/default/pause'],
    ['PUT', '/queues/api/queues/default/empty'],
    ['PUT', '/queues/api/queues/default/obliterate'],
    ['POST', '/queues/api/queues/default/add'],
    ['PUT', '/queues/api/queues/pause'],
  ])('changes nothing, whoever asks: %s %s', async (method, path) => {
    const { status } = await app.request(method, path, { body: {} });
    expect(status).toBe(404);
    const { body } = await app.request<{ queues: { isPaused: boolean }[] }>('GET', '/queues/api/queues');
    expect(body.queues.map(({ isPaused }) => isPaused)).toEqual([false, false]);
  });

  it('lets nobody out of its folder', async () => {
    for (const path of [
      '/queues/static/../../../package.json',
      '/queues/static/%2e%2e/%2e%2e/package.json',
      '/queues/nope/x/y',
    ]) {
      const status = await new Promise<number>((done, failed) => {
        const { hostname, port } = new URL(app.url); // fetch would tidy the path up
        const headers = { authorization: `Bearer ${app.platformKey}` };
        send({ hostname, port, path, headers }, (answer) => {
          let text = '';
          answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
          answer.on('end', () => {
            expect(text).not.toContain('"dependencies"');
            done(answer.statusCode ?? 0);
          });
        })
          .on('error', failed)
          .end();
      });
      expect([400, 403, 404]).toContain(status);
    }
  });
});

describe('a worker', () => {
  it('has no board', async () => {
    const app = await startTestApp({ ROLE: 'worker' });
    const { status } = await app.request('GET', '/queues');
    await app.close();
    expect(status).toBe(404);
  });
});
