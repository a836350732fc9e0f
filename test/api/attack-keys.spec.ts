import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '../../src/shared/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { linksOf } from '../support/links.js';
import { flawOf } from './support/judge.js';

describe('who guesses keys', () => {
  let own: TestApp;
  let keys: Awaited<ReturnType<TestApp['tenant']>>;
  let now = Date.now();
  beforeAll(async () => {
    own = await startTestApp({ ROLE: 'api', KEY_FAILURE_LIMIT: '10', TRUST_PROXY: '1' });
    keys = await own.tenant('acme');
    own.app.get(Clock).now = () => new Date(now);
  });
  afterAll(() => own.close());
  let guesses = 0;
  const from = (address: string, key: string | null) =>
    own.request<Record<string, unknown>>('GET', '/accounts', {
      key,
      headers: { 'x-forwarded-for': address },
    });
  const guess = (address: string) => from(address, `shp_${String((guesses += 1)).padStart(43, 'g')}`);
  const guessTimes = async (address: string, times: number) => {
    const statuses: number[] = [];
    for (let i = 0; i < times; i += 1) statuses.push((await guess(address)).status);
    return statuses;
  };

  it('is refused after ten wrong ones, for a minute, and told so', async () => {
    expect(new Set(await guessTimes('198.51.100.1', 10))).toEqual(new Set([401]));
    const refused = await guess('198.51.100.1');
    expect([refused.status, refused.headers.get('retry-after'), flawOf(refused)]).toEqual([
      429,
      '60',
      undefined,
    ]);
    now += 30_000;
    expect((await guess('198.51.100.1')).headers.get('retry-after')).toBe('30');
  });

  it('is refused for longer each time', async () => {
    now += 31_000;
    expect(new Set(await guessTimes('198.51.100.1', 10))).toEqual(new Set([401]));
    expect((await guess('198.51.100.1')).headers.get('retry-after')).toBe('120');
  });

  it('shuts nobody out who has a key, behind the same address', async () => {
    expect((await guess('198.51.100.1')).status).toBe(429);
    for (const key of [keys.viewer, keys.admin, own.platformKey])
      expect((await from('198.51.100.1', key)).status).toBe(200);
    expect((await from('198.51.100.1', null)).status).toBe(401); // and who shows none is told what is missing
    expect(
      (await own.request('GET', '/health', { key: null, headers: { 'x-forwarded-for': '198.51.100.1' } }))
        .status,
    ).toBe(200);
  });

  it('shuts nobody out whose key is new since', async () => {
    const body = { name: 'new', role: 'viewer', owner: 'new@acme.test' };
    const { key } = (await own.request<{ key: string }>('POST', '/api-keys', { key: keys.admin, body })).body;
    now += 11_000; // keys are looked up anew every 10 s
    expect((await guess('198.51.100.1')).status).toBe(429);
    expect((await from('198.51.100.1', key)).status).toBe(200);
  });

  it('is another at another address, and in another /64 of IPv6', async () => {
    expect((await guess('198.51.100.2')).status).toBe(401);
    for (let i = 0; i < 10; i += 1) await guess(`2001:db8:1:2::${i}`);
    expect((await guess('2001:db8:1:2:ffff::1')).status).toBe(429);
    expect((await guess('2001:db8:1:3::1')).status).toBe(401);
  });

  it('is in the audit log and counted', async () => {
    const { items } = (
      await own.request<{ items: Record<string, unknown>[] }>('GET', '/audit-log?action=address.locked')
    ).body;
    expect(items.map(({ targetId, after }) => [targetId, after])).toEqual([
      ['2001:db8:1:2::/64', { seconds: 60 }],
      ['198.51.100.1', { seconds: 120 }],
      ['198.51.100.1', { seconds: 60 }],
    ]);
    const { body } = await own.request<string>('GET', '/metrics');
    expect(body).toMatch(/^shepherd_addresses_locked_total 3$/m);
    expect(body).toMatch(/^shepherd_keys_refused_total \d+$/m);
  });

  it('is refused where a page of a link asks for a key as well', async () => {
    now += 25 * 3_600_000; // forgotten by now
    const path = await linksOf(own).signed('finding', 'fnd_none', Math.floor(now / 1000) + 60);
    const headers = { 'x-forwarded-for': '198.51.100.7' };
    const show = (key: string) => own.request<unknown>('POST', path, { key: null, headers, body: { key } });
    const statuses: number[] = [];
    for (let i = 0; i < 11; i += 1)
      statuses.push((await show(`shp_${String((guesses += 1)).padStart(43, 'g')}`)).status);
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
    expect((await guess('198.51.100.7')).status).toBe(429); // the same lock
    expect((await show(keys.viewer)).status).toBe(404); // a good key passes: there is no such finding
  });

  it('gains nothing by a header that names another address, where no proxy is trusted', async () => {
    const plain = await startTestApp({ ROLE: 'api', KEY_FAILURE_LIMIT: '10' });
    const statuses: number[] = [];
    for (let i = 0; i < 12; i += 1) {
      const headers = {
        'x-forwarded-for': `198.51.100.${i}`,
        forwarded: `for=198.51.100.${i}`,
        'x-real-ip': `10.0.0.${i}`,
      };
      statuses.push(
        (await plain.request('GET', '/accounts', { key: `shp_${'x'.repeat(42)}${i}`, headers })).status,
      );
    }
    await plain.close();
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
  });
});

describe('the platform key that was replaced', () => {
  it('passes at an address that is locked, in a process that has not seen it', async () => {
    const SHEPHERD_API_KEY_PREVIOUS = 'platform-key-that-was-replaced-012345';
    const plain = await startTestApp({ ROLE: 'api', KEY_FAILURE_LIMIT: '3', SHEPHERD_API_KEY_PREVIOUS });
    try {
      const ask = (key: string) => plain.request('GET', '/accounts', { key });
      for (let i = 0; i < 3; i += 1) await ask(`shp_${'w'.repeat(42)}${i}`);
      expect((await ask(`shp_${'w'.repeat(43)}`)).status).toBe(429);
      expect((await ask(SHEPHERD_API_KEY_PREVIOUS)).status).toBe(200);
    } finally {
      await plain.close();
    }
  });
});

describe('who floods without a key', () => {
  it.each([null, 'shp_made-up'])(
    'gets the OpenAPI document no oftener than anything else (key: %s)',
    async (key) => {
      const plain = await startTestApp({ ROLE: 'api', RATE_LIMIT_PER_ADDRESS: '5' });
      try {
        const flood = await Promise.all(
          Array.from({ length: 40 }, () => plain.request<unknown>('GET', '/docs-json', { key })),
        );
        // a slow machine may take longer than the second that is counted
        expect([...new Set(flood.map(({ status }) => status))].sort()).toEqual([200, 429]);
      } finally {
        await plain.close();
      }
    },
  );

  it('shuts nobody out behind the same address whose key this process has not seen yet', async () => {
    const plain = await startTestApp({ ROLE: 'api', RATE_LIMIT_PER_ADDRESS: '5' });
    try {
      const { viewer } = await plain.tenant('acme'); // made, and never used
      const flood = await Promise.all(
        Array.from({ length: 20 }, () => plain.request('GET', '/accounts', { key: null })),
      );
      expect(flood.map(({ status }) => status)).toContain(429);
      const made = `shp_${'z'.repeat(43)}`;
      expect([401, 429]).toContain((await plain.request('GET', '/accounts', { key: made })).status);
      expect((await plain.request('GET', '/accounts', { key: viewer })).status).toBe(200);
    } finally {
      await plain.close();
    }
  });
});
