import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AddressRefused, MAX_ANSWER_BYTES, Outbound } from './outbound.js';

let server: Server;
let port: number;
const paths: string[] = [];
let answer: {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  hang?: boolean;
  endless?: boolean;
} = {
  status: 200,
};
beforeAll(async () => {
  server = createServer((request, response) => {
    paths.push(request.url ?? '');
    if (answer.hang === true) return;
    if (answer.endless === true) {
      const timer = setInterval(() => response.write('x'.repeat(1000)), 2);
      response.once('close', () => clearInterval(timer));
      return;
    }
    response.writeHead(answer.status, answer.headers).end(answer.body ?? 'ok');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  paths.length = 0;
  answer = { status: 200 };
});
afterAll(() => new Promise((done) => server.closeAllConnections() ?? server.close(done)));

const post = { headers: {}, body: '{}', signal: new AbortController().signal, reach: 'public' as const };
/** A name server that answers each question with the next of these. */
function names(...answers: string[][]) {
  let asked = 0;
  const resolve: ConstructorParameters<typeof Outbound>[1] = (_host, done) => {
    const all = answers[Math.min(asked++, answers.length - 1)] ?? [];
    done(
      null,
      all.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { resolve, asked: () => asked };
}

describe('what is sent to an address of a tenant', () => {
  it.each([['127.0.0.1'], ['10.0.0.1'], ['::1'], ['::ffff:127.0.0.1'], ['8.8.8.8', '127.0.0.1'], []])(
    'does not go out where the name leads to %s %s',
    async (...addresses) => {
      const { resolve } = names(addresses);
      const sent = new Outbound([], resolve).post(`https://hooks.example.com:${port}/x`, post);
      await expect(sent).rejects.toThrow(AddressRefused);
      expect(paths).toEqual([]);
    },
  );

  it('goes to the address that was checked, and to none that the name leads to a moment later', async () => {
    // the second look-up would be let through by a check before the connection, or by none at all
    const { resolve, asked } = names(['8.8.8.8'], ['127.0.0.1']);
    const outbound = new Outbound([], resolve);
    const signal = AbortSignal.timeout(300);
    const first = await outbound
      .post(`https://rebind.example.com:${port}/x`, { ...post, signal })
      .catch(String);
    expect(first).not.toMatch(/AddressRefused/); // it went to 8.8.8.8, where nobody answered
    expect(asked()).toBe(1);
    await expect(outbound.post(`https://rebind.example.com:${port}/x`, post)).rejects.toThrow(AddressRefused);
    expect([asked(), paths]).toEqual([2, []]);
  });

  it.each(['127.0.0.1', '[::1]', '0x7f.1', '2130706433', '[::ffff:7f00:1]', '169.254.169.254'])(
    'does not go to %s, which no name server is asked for',
    async (host) => {
      const outbound = new Outbound([]);
      for (const scheme of ['http', 'https']) {
        const url = `${scheme}://${host}:${port}/x`;
        await expect(outbound.post(url, post)).rejects.toThrow(AddressRefused);
        expect(outbound.problemOf(url)).toBeDefined();
      }
      expect(paths).toEqual([]);
    },
  );

  it('goes by http to addresses of the list alone', async () => {
    const url = `http://intranet.example.com:${port}/x`;
    await expect(new Outbound([], names(['127.0.0.1']).resolve).post(url, post)).rejects.toThrow(
      AddressRefused,
    );
    await expect(new Outbound([], names(['8.8.8.8']).resolve).post(url, post)).rejects.toThrow(
      AddressRefused,
    );
    const listed = new Outbound(['127.0.0.0/8'], names(['127.0.0.1']).resolve);
    expect(await listed.post(url, post)).toMatchObject({ status: 200, text: 'ok' });
    expect(await listed.post(`http://127.0.0.1:${port}/y`, post)).toMatchObject({ status: 200 });
    expect(paths).toEqual(['/x', '/y']);
  });

  it('follows no redirect', async () => {
    answer = { status: 307, headers: { location: `http://127.0.0.1:${port}/inside` } };
    const told = await new Outbound(['127.0.0.1']).post(`http://127.0.0.1:${port}/x`, post);
    expect([told.status, paths]).toEqual([307, ['/x']]);
  });

  it('reads no more than the beginning of an answer', async () => {
    answer = { status: 500, body: 'x'.repeat(5_000_000), headers: { 'retry-after': '7' } };
    const told = await new Outbound(['127.0.0.1']).post(`http://127.0.0.1:${port}/x`, post);
    expect([told.status, told.headers['retry-after'], told.text.length]).toEqual([
      500,
      '7',
      MAX_ANSWER_BYTES,
    ]);
  });

  it('does not wait for the end of an answer that has none', async () => {
    answer = { status: 200, endless: true };
    const told = await new Outbound(['127.0.0.1']).post(`http://127.0.0.1:${port}/x`, post);
    expect(told.text.length).toBe(MAX_ANSWER_BYTES);
    const open = await new Promise((done) => setTimeout(() => server.getConnections((_, n) => done(n)), 100));
    expect(open).toBe(0); // and it is told to stop
  });

  it('ends where the answer wants another protocol', async () => {
    answer = { status: 101, headers: { upgrade: 'websocket', connection: 'upgrade' } };
    const sent = new Outbound(['127.0.0.1']).post(`http://127.0.0.1:${port}/x`, post);
    await expect(sent).rejects.toThrow('closed without an answer');
  });

  it('ends when it is asked to', async () => {
    answer = { status: 200, hang: true };
    const signal = AbortSignal.timeout(100);
    const sent = new Outbound(['127.0.0.1']).post(`http://127.0.0.1:${port}/x`, { ...post, signal });
    await expect(sent).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('an address that a tenant names', () => {
  const outbound = new Outbound(['10.1.0.0/16']);

  it.each([
    ...[
      'https://hooks.slack.com/services/T/B/x',
      'https://8.8.8.8/x',
      'http://10.1.2.3/x',
      'https://10.1.2.3/x',
    ],
  ])('%s is fine', (url) => {
    expect(outbound.problemOf(url)).toBeUndefined();
  });

  it.each([
    ...['hooks', 'ftp://x.com/', 'http://8.8.8.8/', 'https://10.2.0.1/', 'file:///etc/passwd'],
    ...[
      'https://user:password@hooks.example.com/',
      'https://[fd00:ec2::254]/',
      'javascript:alert(1)',
      'https://',
    ],
  ])('%s is not', (url) => {
    expect(outbound.problemOf(url)).toMatch(/^must /);
  });
});

describe('a name by http', () => {
  it('is fine only where there is a list of addresses that it may lead to', () => {
    expect(new Outbound([]).problemOf('http://hooks.example.com/')).toBe('must be https');
    expect(new Outbound(['10.1.2.3']).problemOf('http://hooks.example.com/')).toBeUndefined();
  });
});

describe('what is sent where the operator says', () => {
  it('goes anywhere', async () => {
    const sent = new Outbound([]).post(`http://127.0.0.1:${port}/x`, { ...post, reach: 'anywhere' });
    expect(await sent).toMatchObject({ status: 200 });
  });
});
