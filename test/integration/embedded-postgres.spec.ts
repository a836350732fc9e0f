import { spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../support/app.js';

const MODULE = fileURLToPath(new URL('../../dist/platform/database/embedded-postgres.js', import.meta.url));

/** A process of its own that starts the embedded PostgreSQL, prints its address and waits. */
function startIn(directory: string): { child: ChildProcess; url: Promise<string> } {
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(MODULE)});
    try {
      const server = await startEmbeddedPostgres(${JSON.stringify(directory)});
      process.stdout.write(server.url + '\\n');
      process.on('SIGTERM', () => server.stop().then(() => process.exit(0)));
      setInterval(() => undefined, 1000);
    } catch (error) { process.stdout.write('FAILED ' + error.message + '\\n'); process.exit(1); }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = new Promise<string>((done, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const line = text.split('\n')[0] ?? '';
      if (!text.includes('\n')) return;
      if (line.startsWith('FAILED')) reject(new Error(line));
      else done(line);
    });
    child.once('error', reject);
  });
  return { child, url };
}

const gone = (child: ChildProcess) =>
  new Promise((done) =>
    child.exitCode === null && child.signalCode === null ? child.once('exit', done) : done(0),
  );

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

/** Processes whose command line names the directory. */
function processesOf(directory: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return (
          pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`-D\0${directory}`)
        );
      } catch {
        return false;
      }
    });
}

const onLinux = existsSync('/proc/self/cmdline') ? describe : describe.skip;

onLinux('the embedded PostgreSQL', () => {
  let folder: string;
  let data: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'shepherd-pg-')); // mode 700: as root, PostgreSQL's user cannot enter it unaided
    data = join(folder, 'nested', 'postgres');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('starts in a folder that is closed to others, and keeps data between starts', async () => {
    expect(statSync(folder).mode & 0o077).toBe(0);
    const first = startIn(data);
    await query(await first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    first.child.kill('SIGTERM');
    await gone(first.child);
    expect(processesOf(data)).toEqual([]);
    const second = startIn(data);
    expect(await query(await second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    second.child.kill('SIGTERM');
    await gone(second.child);
  });

  it('lets in only who has its password, which is for the service alone', async () => {
    const server = startIn(data);
    const url = new URL(await server.url);
    expect(statSync(`${data}.password`).mode & 0o777).toBe(0o600);
    url.password = '';
    await expect(query(url.href, 'SELECT 1')).rejects.toThrow(/password/);
    server.child.kill('SIGTERM');
    await gone(server.child);
  });

  it('makes the data anew when the first start was broken off', async () => {
    const other = join(folder, 'broken');
    mkdirSync(`${other}.new/base`, { recursive: true });
    writeFileSync(`${other}.new/PG_VERSION`, '18');
    const server = startIn(other);
    expect(await query(await server.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    expect(existsSync(`${other}.new`)).toBe(false);
    server.child.kill('SIGTERM');
    await gone(server.child);
  });

  it('leaves no process behind when its parent is killed with -9, and starts again', async () => {
    const first = startIn(data);
    await first.url;
    expect(processesOf(data).length).toBeGreaterThan(0);
    first.child.kill('SIGKILL');
    await eventually(async () => processesOf(data).length === 0, 5000);
    const second = startIn(data);
    expect(await query(await second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    second.child.kill('SIGTERM');
    await gone(second.child);
  });

  it('refuses a second copy in words, and the first goes on', async () => {
    const first = startIn(data);
    const url = await first.url;
    await expect(startIn(data).url).rejects.toThrow(
      /Another copy of the service \(process \d+\) uses .*stop it, or set DATA_DIR/,
    );
    expect(await query(url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    first.child.kill('SIGTERM');
    await gone(first.child);
  });

  it('takes over from an orphan: a server whose parent and watchdog are both dead', async () => {
    const first = startIn(data);
    await first.url;
    const server = Number(readFileSync(`${data}/postmaster.pid`, 'utf8').split('\n')[0]);
    const watchdogs = processesOf(data).filter((pid) => pid !== server && !parentIs(pid, server));
    for (const pid of watchdogs) process.kill(pid, 'SIGKILL');
    first.child.kill('SIGKILL');
    await gone(first.child);
    expect(processesOf(data)).toContain(server);
    const second = startIn(data);
    expect(await query(await second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    second.child.kill('SIGTERM');
    await gone(second.child);
  });

  it('is not taken in by a stale lock file whose pid a stranger has now', async () => {
    const stranger = spawn('sleep', ['60']);
    writeFileSync(`${data}/postmaster.pid`, `${stranger.pid ?? 1}\n${data}\n`);
    const server = startIn(data);
    expect(await query(await server.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    expect(stranger.exitCode).toBeNull();
    stranger.kill('SIGKILL');
    server.child.kill('SIGTERM');
    await gone(server.child);
  });
});

function parentIs(pid: number, parent: number): boolean {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return new RegExp(`^PPid:\\s+${parent}$`, 'm').test(status);
}
