import { readdirSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { ROOT } from '../../scripts/lib/project.mjs';

/** The embedded PostgreSQL, migrated. A TCP proxy stands before it, so that it has the same address after a restart. */
export async function restartableDatabase(folder) {
  const { startEmbeddedPostgres } = await import(join(ROOT, 'dist/platform/database/embedded-postgres.js'));
  const { migrate } = await import(join(ROOT, 'dist/platform/database/prepare.js'));
  const data = join(folder, 'postgres');
  let server = await startEmbeddedPostgres(data);
  await migrate(server.url);
  const sockets = new Set();
  const proxy = createServer((client) => {
    const upstream = connect(Number(new URL(server.url).port), '127.0.0.1');
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ]) {
      sockets.add(from);
      from.on('error', () => to.destroy()).on('close', () => (sockets.delete(from), to.destroy()));
      from.pipe(to);
    }
  });
  await new Promise((done) => proxy.listen(0, '127.0.0.1', done));
  const url = new URL(server.url);
  url.port = String(proxy.address().port);
  const open = () => {
    const made = new pg.Pool({ connectionString: url.href, max: 2 });
    made.on('error', () => undefined);
    return made;
  };
  let pool = open();
  return {
    url: url.href,
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    reconnect: async () => {
      await pool.end();
      pool = open();
    },
    restart: async () => {
      for (const socket of sockets) socket.destroy();
      await server.stop();
      server = await startEmbeddedPostgres(data);
    },
    /** Stops all its processes where they are: connections stay, and nothing answers. @returns what lets them go on */
    pause: () => stopped(Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])),
    stop: async () => {
      await pool.end();
      proxy.close();
      await server.stop();
    },
  };
}

/** The postmaster first, so that it starts no further process meanwhile. */
function stopped(postmaster) {
  process.kill(postmaster, 'SIGSTOP');
  const pids = [postmaster, ...childrenOf(postmaster)];
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  return () => {
    for (const pid of pids.reverse()) process.kill(pid, 'SIGCONT');
  };
}

function childrenOf(parent) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent; // proc(5): state, ppid
      } catch {
        return false; // it has ended meanwhile
      }
    })
    .map(Number);
}
