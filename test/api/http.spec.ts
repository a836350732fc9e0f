import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { documentOf, operationsOf, pathOf } from './support/document.js';
import { flawOf } from './support/judge.js';

const app = await startTestApp({ ROLE: 'api' });
afterAll(() => app.close());
const operations = operationsOf(await documentOf(app));
const keys = await app.tenant('acme');

describe('the correlation id', () => {
  const idOf = async (headers: Record<string, string>, path = '/health/live') =>
    (await app.request('GET', path, { key: null, headers })).headers.get('x-correlation-id');

  it('is made, another for each request', async () => {
    const [one, two] = [await idOf({}), await idOf({})];
    expect(one).toMatch(/^req_[0-9a-f]{32}$/);
    expect(two).not.toBe(one);
  });

  it.each(['a', 'order-42:step.3_x', 'x'.repeat(128)])('is taken from the caller: %s', async (id) => {
    expect(await idOf({ 'x-correlation-id': id })).toBe(id);
  });

  it.each(['', 'two words', '{"a":1}', '<script>', 'x'.repeat(129), 'a;b', 'ünï', '\u001b[31m', '../x'])(
    'is made anew where the one given could do harm: %j',
    async (id) => {
      const headers = { 'x-correlation-id': Buffer.from(id).toString('latin1') };
      const given = await idOf(headers).catch(() => 'req_not even sent'); // fetch refuses control characters
      expect(given).toMatch(/^req_/);
    },
  );

  it('stands in the error body and in the audit log', async () => {
    const headers = { 'x-correlation-id': 'my-request-1' };
    const refused = await app.request('GET', '/accounts', { key: null, headers });
    expect(refused.body['correlation_id']).toBe('my-request-1');
    const body = { name: 'traced', role: 'viewer', owner: 'me@example.com' };
    await app.request('POST', '/api-keys', { key: keys.admin, headers, body });
    const log = await app.request<{ items: unknown[] }>('GET', '/audit-log?limit=1', { key: keys.admin });
    expect(log.body.items).toMatchObject([{ action: 'api_key.created', correlationId: 'my-request-1' }]);
  });
});

describe('rate limits', () => {
  let small: TestApp;
  let admin: string;
  beforeAll(async () => {
    small = await startTestApp({ ROLE: 'api', RATE_LIMIT_PER_ADDRESS: '10', RATE_LIMIT_PER_KEY: '10' });
    ({ admin } = await small.tenant('acme'));
  });
  afterAll(() => small.close());
  const aSecond = () => new Promise((done) => setTimeout(done, 1050));

  /** How many of 30 requests at once are refused, and how the others are answered. */
  async function hammer(path: string, keyOf: (i: number) => string | null) {
    const numbers = Array.from({ length: 30 }, (_, i) => i);
    await aSecond();
    const asked = await Promise.all(
      numbers.map((i) => small.request<unknown>('GET', path, { key: keyOf(i) })),
    );
    const refused = asked.filter(({ status }) => status === 429);
    for (const answer of refused) {
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(flawOf(answer)).toBeUndefined();
    }
    const others = asked.filter(({ status }) => status !== 429).map(({ status }) => status);
    return { refused: refused.length, others: [...new Set(others)] };
  }

  it('hold per key', async () => {
    expect(await hammer('/accounts', () => admin)).toEqual({ refused: 20, others: [200] });
    await aSecond(); // as Retry-After promised
    expect((await small.request('GET', '/accounts', { key: admin })).status).toBe(200);
  });

  it('hold per address without a key', async () => {
    expect(await hammer('/accounts', () => null)).toEqual({ refused: 20, others: [401] });
  });

  it('hold per address for those who guess keys', async () => {
    const guess = (i: number) => `shp_${String(i).padStart(43, 'a')}`;
    expect(await hammer('/accounts', guess)).toEqual({ refused: 20, others: [401] });
  });

  it('hold per address for what is open', async () => {
    expect(await hammer('/health', () => null)).toEqual({ refused: 20, others: [200] });
  });

  it('never hold for what a load balancer asks, behind whom all share an address', async () => {
    expect(await hammer('/health/live', () => null)).toEqual({ refused: 0, others: [200] });
    expect(await hammer('/health/ready', () => null)).toEqual({ refused: 0, others: [200] });
  });

  it('let who has a key pass while somebody guesses from the same address', async () => {
    await hammer('/accounts', () => null);
    expect((await small.request('GET', '/accounts', { key: admin })).status).toBe(200);
    expect((await small.request('GET', '/accounts', { key: null })).status).toBe(429);
  });
});

describe('every answer', () => {
  it.each(['/health/live', '/docs', '/accounts', '/nope', '/%ZZ'])('has safe headers: %s', async (path) => {
    const { headers } = await app.request('GET', path, { key: null });
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).toContain('max-age=');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the service pages', () => {
  it('/docs is a page that loads what it needs from here', async () => {
    const page = await app.request<string>('GET', '/docs', { key: null });
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    const files = [...page.body.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(
      ([, file]) => file ?? '',
    );
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      const url = new URL(file, `${app.url}/docs`);
      expect(url.origin).toBe(new URL(app.url).origin);
      const loaded = await app.request('GET', url.pathname, { key: null });
      expect([file, loaded.status]).toEqual([file, 200]);
    }
  });

  it('/metrics is Prometheus text for who has a key', async () => {
    const own = await startTestApp({ ROLE: 'api' }); // the gauges are those of the app that started last
    const { viewer } = await own.tenant('acme');
    const refused = await own.request('GET', '/metrics', { key: null });
    const { status, headers, body } = await own.request<string>('GET', '/metrics', { key: viewer });
    await own.close();
    expect([refused.status, status]).toEqual([401, 200]);
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const line = /^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]*\})? [-+\d.eInfNa]+|)$/;
    expect(body.split('\n').filter((text) => !line.test(text))).toEqual([]);
    expect(body).toMatch(/^shepherd_http_requests_total\{method="GET",status="401"\} \d+$/m);
  });

  it('/metrics is open where METRICS_OPEN says so', async () => {
    const open = await startTestApp({ METRICS_OPEN: 'true' });
    const { status } = await open.request('GET', '/metrics', { key: null });
    await open.close();
    expect(status).toBe(200);
  });

  it('/health says what it found, and nothing of where', async () => {
    const { status, body } = await app.request('GET', '/health', { key: null });
    expect([status, body]).toMatchObject([200, { database: { status: 'up' }, queue: { status: 'up' } }]);
    expect(JSON.stringify(body)).not.toMatch(/postgres(ql)?:\/\/|127\.0\.0\.1/);
  });
});

describe('a worker', () => {
  it('serves health and metrics, and nothing else', async () => {
    const worker = await startTestApp({ ROLE: 'worker' });
    const statusOf = async (path: string) => (await worker.request('GET', path)).status;
    const seen = await Promise.all(
      ['/health/live', '/health', '/metrics', '/accounts', '/findings'].map(statusOf),
    );
    await worker.close();
    expect(seen).toEqual([200, 200, 200, 404, 404]);
  });
});

describe('a POST without a body', () => {
  const optional = operations.filter(({ method, body }) => method === 'POST' && body?.required !== true);
  it.each(optional)('$name passes with a JSON content type', async (operation) => {
    const path = pathOf(operation, () => 'no-such-thing');
    const key = operation.role === 'platform' ? app.platformKey : keys.admin;
    for (const headers of [{ 'content-type': 'application/json' }, {}] as Record<string, string>[]) {
      const { status } = await app.request(operation.method, path, { key, headers });
      // as far as there is something to act on; twice at once is a conflict (a look into the organization)
      expect([200, 201, 202, 404, 409, 412]).toContain(status);
    }
  });
});
