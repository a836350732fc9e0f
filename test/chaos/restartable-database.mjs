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
    stop: async () => {
      await pool.end();
      proxy.close();
      await server.stop();
    },
  };
}
