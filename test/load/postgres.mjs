import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort, guarded, ready } from '../../scripts/lib/processes.mjs';
import { ROOT } from '../../scripts/lib/project.mjs';

const HOME = '/usr/lib/postgresql';

/**
 * A migrated PostgreSQL of the test's own, durable as it comes (fsync on): Debian's package where it is installed (15 in
 * Debian 12), else the embedded one. What ends it is added to `stops`.
 * @returns {Promise<{ url: string, from: string, hasStatements: boolean, query(sql: string, values?: unknown[]): Promise<object[]> }>}
 */
export async function loadPostgres(stops, wanted) {
  const folder = mkdtempSync(join(tmpdir(), 'shepherd-load-'));
  chmodSync(folder, 0o755); // under root PostgreSQL runs as another user
  const bin = wanted === 'embedded' ? undefined : debianPostgres();
  if (wanted === 'debian' && bin === undefined) throw new Error(`There is no PostgreSQL under ${HOME}`);
  const server = bin === undefined ? await embedded(folder) : await debian(bin, folder);
  const pool = new pg.Pool({ connectionString: server.url, max: 2, idleTimeoutMillis: 0 });
  pool.on('error', () => undefined);
  const query = async (sql, values) => (await pool.query(sql, values)).rows;
  stops.push(async () => {
    await pool.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
  const { migrate } = await import(join(ROOT, 'dist/platform/database/prepare.js'));
  await migrate(server.url);
  const hasStatements = await query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements').then(
    () => bin !== undefined,
    () => false,
  );
  const [{ version }] = await query(`SELECT split_part(version(), ' ', 2) AS version`);
  return { url: server.url, from: `PostgreSQL ${version}`, hasStatements, query };
}

function debianPostgres() {
  if (!existsSync(HOME)) return undefined;
  return readdirSync(HOME)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(HOME, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
}

async function embedded(folder) {
  const { startEmbeddedPostgres } = await import(join(ROOT, 'dist/platform/database/embedded-postgres.js'));
  return startEmbeddedPostgres(join(folder, 'postgres'));
}

async function debian(bin, folder) {
  const { give, run, unprivilegedUser } = await import(
    join(ROOT, 'dist/platform/database/embedded-system.js')
  );
  const user = unprivilegedUser();
  const data = join(folder, 'postgres');
  mkdirSync(data, { mode: 0o700 });
  await give(data, user);
  const launch = { options: user ?? {}, prefix: [], owner: user };
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'shepherd', '--auth=trust', '--encoding=UTF8'], launch);
  const port = await freePort();
  const settings = {
    ...{ listen_addresses: '127.0.0.1', unix_socket_directories: '', port },
    shared_preload_libraries: 'pg_stat_statements',
  };
  const command = [join(bin, 'postgres'), '-D', data];
  for (const [name, value] of Object.entries(settings)) command.push('-c', `${name}=${value}`);
  const as =
    user === undefined ? [] : ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const server = await guarded('PostgreSQL', [...as, ...command]);
  const url = `postgresql://shepherd@127.0.0.1:${port}/shepherd`;
  await ready('PostgreSQL', server, () => made(url));
  return { url, stop: () => server.stop() };
}

/** The database of that address; made where there is none. */
async function made(url) {
  const client = new pg.Client({ connectionString: url.replace(/shepherd$/, 'postgres') });
  try {
    await client.connect();
    await client.query('CREATE DATABASE shepherd');
  } finally {
    await client.end();
  }
  return true;
}
