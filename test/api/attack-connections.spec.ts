import type { Server } from 'node:http';
import { connect } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { startTestApp } from '../support/app.js';
import { startApi } from './support/api.js';
import { seedTenant } from './support/seed.js';

const { app } = await startApi();
afterAll(() => app.close());
const acme = await seedTenant(app, 'acme', 1);

describe('a request that is more than one', () => {
  const port = () => Number(new URL(app.url).port);
  /** What the server says to bytes, until it closes or `quietMs` have passed. */
  const say = (text: string, quietMs = 1_000) =>
    new Promise<string>((done, fail) => {
      const socket = connect(port(), '127.0.0.1', () => socket.write(text));
      let said = '';
      const timer = setTimeout(() => socket.destroy(), quietMs);
      socket.on('data', (part) => (said += part.toString()));
      socket.on('close', () => (clearTimeout(timer), done(said))).on('error', fail);
    });
  const statusesOf = (said: string) =>
    [...said.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
  const key = `Authorization: Bearer ${acme.admin}`;
  const smuggled = `GET /accounts HTTP/1.1\r\nHost: x\r\n${key}\r\n\r\n`;

  it.each([
    ['a length and chunks', `Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ['chunks and a length', `Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${smuggled}`],
    ['chunks that are called otherwise', `Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ['chunks that are not last', `Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${smuggled}`],
    ['two lengths', `Content-Length: 0\r\nContent-Length: 44\r\n\r\n${smuggled}`],
    ['a length with a sign', `Content-Length: +0\r\n\r\n${smuggled}`],
    ['a length in hex', `Content-Length: 0x0\r\n\r\n${smuggled}`],
    ['a header over two lines', `X-A: b\r\n Transfer-Encoding: chunked\r\n\r\n${smuggled}`],
    ['a space before the colon', `Content-Length : 0\r\n\r\n${smuggled}`],
    ['a line that ends in LF alone', `X-A: b\nContent-Length: 0\r\n\r\n${smuggled}`],
    ['two hosts', `Host: other\r\nContent-Length: 0\r\n\r\n`],
  ])('is refused: %s', async (_, rest) => {
    const said = await say(`POST /scans HTTP/1.1\r\nHost: x\r\n${rest}`);
    expect(statusesOf(said)).toEqual([400]);
    expect(said).not.toContain(acme.mark);
  });

  it('is refused with a chunk that lies about its length', async () => {
    const chunked = `Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n${key}\r\n\r\n`;
    const said = await say(
      `POST /scans HTTP/1.1\r\nHost: x\r\n${chunked}FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n`,
    );
    expect(statusesOf(said)).toEqual([400]);
  });

  it('needs a host', async () => {
    expect(statusesOf(await say('GET /health/live HTTP/1.1\r\n\r\n'))).toEqual([400]);
  });

  it.each([
    ['a header of 20 KB', `X-A: ${'a'.repeat(20_000)}\r\n`, 431],
    ['two thousand headers', 'A: b\r\n'.repeat(2_000), 400],
    ['a hundred and one', 'A: b\r\n'.repeat(100), 400],
  ])('has no more than 16 KB of headers, nor more than 100: %s', async (_, headers, status) => {
    const said = await say(`GET /health/live HTTP/1.1\r\nHost: x\r\n${headers}\r\n`);
    expect(statusesOf(said)).toEqual([status]);
  });

  it.each(['TRACE', 'CONNECT', 'PROPFIND', 'PURGE'])('is nothing by %s', async (method) => {
    const said = await say(
      `${method} /findings HTTP/1.1\r\nHost: x\r\n${key}\r\nX-Echo: seen\r\nConnection: close\r\n\r\n`,
    );
    expect(statusesOf(said).filter((status) => status < 400)).toEqual([]);
    expect(said).not.toMatch(/X-Echo|Bearer /); // TRACE would give the headers back
  });

  it('becomes no other by a header or a field that names another method', async () => {
    const [id = ''] = acme.ids['/api-keys'] ?? [];
    const there = async () =>
      (await app.request('GET', '/api-keys', { key: acme.admin })).body['items'] as { id: string }[];
    for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'])
      for (const method of ['POST', 'GET'])
        await app.request(method, `/api-keys/${id}?_method=DELETE`, {
          key: acme.admin,
          headers: { [name]: 'DELETE' },
        });
    expect((await there()).find((one) => one.id === id)).toMatchObject({ revokedAt: null });
  });

  it('changes no host that we answer with', async () => {
    const said = await say(
      'GET /docs HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n',
    );
    expect(statusesOf(said)[0]).toBeLessThan(400);
    expect(said).not.toContain('evil.example');
  });
});

describe('a connection', () => {
  it('is given up where headers or a body come a byte at a time', async () => {
    const own = await startTestApp({ ROLE: 'api' });
    const server = own.app.getHttpServer() as Server & { connectionsCheckingInterval: number };
    // a minute is long for a test
    Object.assign(server, { headersTimeout: 1_000, requestTimeout: 2_000 });
    const port = Number(new URL(own.url).port);
    const drip = (start: string) =>
      new Promise<{ said: string; ms: number }>((done) => {
        const began = performance.now();
        let said = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(start));
        const timer = setInterval(() => socket.write('a'), 300);
        socket.on('data', (part) => (said += part.toString())).on('error', () => undefined);
        socket.on('close', () => (clearInterval(timer), done({ said, ms: performance.now() - began })));
      });
    const slow = await Promise.all([
      drip('GET /health/live HTTP/1.1\r\nHost: x\r\nX-A: '),
      drip(
        `POST /scans HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${own.platformKey}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n`,
      ),
      drip('POST /scans HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n'),
    ]);
    await own.close();
    // who has no key is told so at once, and may not go on for longer either
    expect(slow.map(({ said }) => said.slice(9, 12))).toEqual(['408', '408', '401']);
    for (const { ms } of slow) expect(ms).toBeLessThan(9_000);
  });

  it('has limits of time in every app', () => {
    const { headersTimeout, requestTimeout, keepAliveTimeout, timeout } = app.app.getHttpServer() as Server;
    expect({ headersTimeout, requestTimeout, keepAliveTimeout, timeout }).toEqual({
      headersTimeout: 15_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 65_000,
      timeout: 330_000,
    });
  });
});

describe('a page of another site', () => {
  it.each(['/findings', '/health', '/docs-json', '/scans'])('may not read %s in a browser', async (path) => {
    for (const method of ['OPTIONS', 'GET']) {
      const { headers } = await app.request<unknown>(method, path, {
        key: acme.admin,
        headers: {
          origin: 'https://evil.example',
          'access-control-request-method': 'DELETE',
          'access-control-request-headers': 'authorization',
        },
      });
      const allowed = [...headers.keys()].filter((name) => name.startsWith('access-control-'));
      expect(allowed).toEqual([]);
    }
  });
});
