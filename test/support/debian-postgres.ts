import { execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort, give, run, unprivilegedUser } from '../../src/platform/database/embedded-system.js';
import { eventually } from './app.js';

const HOME = '/usr/lib/postgresql';

/** The programs of the newest PostgreSQL that Debian's packages have put here; the npm one has no pg_dump. */
export const debianPostgres = (): string | undefined =>
  existsSync(HOME)
    ? readdirSync(HOME)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(HOME, version, 'bin'))
        .find((bin) => existsSync(join(bin, 'pg_dump')) && existsSync(join(bin, 'initdb')))
    : undefined;

export interface DebianServer {
  /** A new login that is no superuser, with a database of its own, as a managed PostgreSQL gives it. */
  login(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** A server of its own on loopback, made in `folder`. */
export async function startDebianPostgres(bin: string, folder: string): Promise<DebianServer> {
  const user = unprivilegedUser();
  const launch = { options: user ?? {}, prefix: [], owner: user };
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  await give(folder, user);
  await run(join(bin, 'initdb'), ['-D', folder, '-U', 'root', '--auth=trust', '--no-sync'], launch);
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', `port=${port}`, 'fsync=off'];
  const child = spawn(join(bin, 'postgres'), ['-D', folder, ...settings.flatMap((one) => ['-c', one])], {
    ...launch.options,
    cwd: '/',
    stdio: 'ignore',
  });
  const ended = new Promise((done) => child.once('exit', done));
  const url = (name: string, database: string): string =>
    `postgresql://${name}:${name}@127.0.0.1:${port}/${database}`;
  const ask = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url('root', 'postgres') });
    try {
      await client.connect();
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await eventually(async () => {
    await ask('SELECT 1').catch(() => undefined);
    return ask('SELECT 1').then(
      () => true,
      () => undefined,
    );
  }, 20_000);
  return {
    login: async (name) => {
      await ask(`CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD '${name}'`);
      await ask(`CREATE DATABASE ${name} OWNER ${name}`);
      return url(name, name);
    },
    stop: async () => {
      child.kill('SIGINT');
      await ended;
    },
  };
}

/** Runs one of its programs. @throws Error with what it wrote */
export const postgresProgram = (bin: string, name: string, args: readonly string[]) =>
  promisify(execFile)(join(bin, name), args, { maxBuffer: 64 * 1024 * 1024 });
