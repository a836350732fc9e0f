import { existsSync, readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';

const DOCUMENT = new URL('../../web/dist/index.html', import.meta.url);
// npm test builds it first; so does npm run build
const whenBuilt = existsSync(DOCUMENT) ? describe : describe.skip;

whenBuilt('the files of the page (needs npm run build)', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const ask = (path: string, method = 'GET') => fetch(`${app.url}${path}`, { method });
  const scriptOf = (text: string): string => /href="(\/assets\/main-[^"]+\.js)"/.exec(text)?.[1] ?? '';
  /** As it comes over the wire: fetch would unpack it, and put the path in order. */
  const raw = (path: string, encoding: string) =>
    new Promise<{ answer: IncomingMessage; body: Buffer }>((done, failed) => {
      get(`${app.url}${path}`, { path, headers: { 'accept-encoding': encoding } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => done({ answer, body: Buffer.concat(chunks) }));
      }).on('error', failed);
    });

  it.each(['/', '/ui', '/ui/', '/ui/findings', '/ui/findings/fnd_1'])(
    '%s is the one document',
    async (path) => {
      const answer = await ask(path);
      expect([answer.status, await answer.text()]).toEqual([200, readFileSync(DOCUMENT, 'utf8')]);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(answer.headers.get('content-security-policy')?.split(';').toSorted()).toEqual([
        ...["base-uri 'none'", "connect-src 'self'", "default-src 'none'", "form-action 'none'"],
        ...["frame-ancestors 'none'", "img-src 'self'", "script-src 'self'", "style-src 'self'"],
      ]);
      expect(answer.headers.get('x-frame-options')).toBe('DENY');
      expect((await ask(path, 'HEAD')).status).toBe(200);
    },
  );

  it('assets stay as long as they like, and come compressed', async () => {
    const path = scriptOf(readFileSync(DOCUMENT, 'utf8'));
    const { answer, body } = await raw(path, 'gzip, br');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': expect.stringMatching(/javascript/) as unknown,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    const plain = await raw(path, 'identity');
    expect(plain.answer.headers['content-encoding']).toBeUndefined();
    expect(brotliDecompressSync(body).equals(plain.body)).toBe(true);
    expect(body.length).toBeLessThan(plain.body.length / 2);
  });

  it('nothing else is served, and the API keeps its paths', async () => {
    for (const path of [
      '/assets/none.js',
      '/assets/../index.html',
      '/assets/%2e%2e/licences.md',
      '/ui/../../package.json',
    ]) {
      const { answer, body } = await raw(path, 'identity');
      expect([path, answer.statusCode, String(body).includes('"name": "compliance-shepherd"')]).not.toEqual([
        path,
        200,
        true,
      ]);
      if (path.startsWith('/assets')) expect([path, answer.statusCode]).toEqual([path, 404]);
      expect(answer.headers['cache-control'] ?? '').not.toContain('immutable');
    }
    expect((await ask('/', 'POST')).status).toBe(404);
    expect((await ask('/findings')).status).toBe(401);
  });

  it('cost nobody a request of their limit', async () => {
    const strict = await startTestApp({ RATE_LIMIT_PER_ADDRESS: '2' });
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async () => (await fetch(`${strict.url}/ui/`)).status),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    await strict.close();
  });
});

whenBuilt('a worker (needs npm run build)', () => {
  it('has no page', async () => {
    const worker = await startTestApp({ ROLE: 'worker' });
    expect((await fetch(`${worker.url}/`)).status).toBe(404);
    await worker.close();
  });
});
