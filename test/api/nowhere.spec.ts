import { connect } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { startTestApp } from '../support/app.js';
import { documentOf, operationsOf } from './support/document.js';
import { findings, flawOf } from './support/judge.js';

const app = await startTestApp({ ROLE: 'api' });
afterAll(() => app.close());
const operations = operationsOf(await documentOf(app));
const NOWHERE = 'no-such-thing';

const parts = (path: string) => path.split('/');
/** Whether a route with parameters takes this path too, its words for ids. */
const isTaken = (method: string, path: string) =>
  operations.some(
    (one) =>
      one.method === method &&
      parts(one.path).length === parts(path).length &&
      parts(one.path).every((part, i) => part.startsWith('{') || part === parts(path)[i]),
  );

describe('what is not there', () => {
  it.each([
    '/nope',
    '/findings/x/y/z',
    '/.env',
    '/docs-yaml-not',
    '/api',
    '/tenants/x/y',
    '/%7Bid%7D',
    '//findings',
  ])('is 404: %s', async (path) => {
    for (const key of [null, app.platformKey]) {
      const answer = await app.request('GET', path, { key });
      expect([answer.status, flawOf(answer)]).toEqual([404, undefined]);
    }
  });

  it('is every method that a path does not have', async () => {
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
    const cases = [...new Set(operations.map(({ path }) => path))]
      .flatMap((path) => methods.map((method) => ({ method, path })))
      .filter(({ method, path }) => !isTaken(method, path));
    const flaws = await findings(cases, async ({ method, path }) => {
      const answer = await app.request<unknown>(method, path.replaceAll(/\{\w+\}/g, NOWHERE));
      return (
        flawOf(answer) ??
        ([404, 405].includes(answer.status) ? undefined : `${method} ${path}: ${answer.status}`)
      );
    });
    expect(flaws).toEqual([]);
  });
});

describe('what Node itself refuses', () => {
  /** What the server says to bytes, until it closes. */
  const say = (text: string) =>
    new Promise<string>((done, fail) => {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1', () => socket.write(text));
      let said = '';
      socket.on('data', (part) => (said += part.toString())).on('close', () => done(said));
      socket.on('error', fail);
    });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    [
      'an address longer than 16 KB',
      `GET /findings?text=${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      431,
    ],
    ['a NUL in a header', 'GET /findings HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n', 400],
    [
      'two lengths',
      'POST /scans HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}',
      400,
    ],
    [
      'a length and chunks, as smugglers send them',
      'POST /scans HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
  ])('is answered with the error body: %s', async (_, text, status) => {
    const [head = '', body = ''] = (await say(text)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('application/json');
    const json: unknown = JSON.parse(body);
    expect(json).toMatchObject({
      error_type: status === 431 ? 'TOO_LARGE' : 'INVALID',
      details: [{ path: expect.any(String) as unknown }],
    });
    expect((await app.request('GET', '/health/live', { key: null })).status).toBe(200);
  });
});
