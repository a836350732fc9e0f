import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort, guarded, run } from '../../scripts/lib/processes.mjs';

/** A redis-server of this machine that keeps nothing on disk, and has the same port after a kill. */
export async function restartableRedis() {
  const { code, log } = await run('redis-server', ['--version']);
  if (code !== 0) return { missing: 'there is no redis-server' };
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', dir: tmpdir() };
  const command = ['redis-server', ...Object.entries(settings).flatMap(([k, v]) => [`--${k}`, String(v)])];
  let server = await started();
  async function started() {
    const made = await guarded('Redis', command);
    for (let i = 0; i < 200 && !made.log().includes('Ready to accept'); i += 1) await sleep(50);
    return made;
  }
  return {
    url,
    from: `redis-server ${/v=(\S+)/.exec(log)?.[1] ?? ''}`.trim(),
    /** kill -9, and another one in its place that knows nothing. */
    restart: async () => {
      process.kill(server.pid, 'SIGKILL');
      await server.stop();
      server = await started();
    },
    pause: () => {
      process.kill(server.pid, 'SIGSTOP');
      return () => process.kill(server.pid, 'SIGCONT');
    },
    flush: async () => {
      const client = new Redis(url);
      await client.flushall();
      client.disconnect();
    },
    stop: () => server.stop(),
  };
}
