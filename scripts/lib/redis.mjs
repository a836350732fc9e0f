import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { freePort, guarded, ready, run } from './processes.mjs';

/**
 * A Redis for the tests: REDIS_URL where it is given, else a redis-server of this machine on a free port, which keeps
 * nothing on disk.
 * @returns {Promise<{ url: string, from: string, stop(): Promise<void> } | { missing: string }>}
 */
export async function startRedis() {
  const given = process.env.REDIS_URL;
  if (given) return { url: given, from: 'REDIS_URL', stop: async () => undefined };
  const { code, log } = await run('redis-server', ['--version']);
  if (code !== 0) return { missing: 'there is no redis-server, and REDIS_URL is not set' };
  const port = await freePort();
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    tmpdir(),
  ];
  const server = await guarded('Redis', ['redis-server', ...settings]);
  await ready('Redis', server, () => answers(port));
  const version = /v=(\S+)/.exec(log)?.[1] ?? '';
  return {
    url: `redis://127.0.0.1:${port}`,
    from: `redis-server ${version}`.trim(),
    stop: () => server.stop(),
  };
}

async function answers(port) {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write('PING\r\n');
    const [reply] = await once(socket, 'data');
    return String(reply).startsWith('+PONG');
  } finally {
    socket.destroy();
  }
}
