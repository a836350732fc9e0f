import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs a program and stops it when our end of the pipe closes, which it does however we die (kill -9 too). Detached,
 * it does not hear the terminal's Ctrl-C, so that what needs it can be closed first. It prints the program's pid and
 * then lets go of stdout and stderr: the end of the latter means that the program has ended.
 */
const WATCHDOG =
  '"$@" >&2 & pid=$!; echo $pid; exec >&- 2>&-; trap "" INT TERM HUP; read _; kill -TERM $pid; wait $pid';
const TAIL = 4000;
const STOP_MS = 10_000;

/** What `run` has under way: child process -> its end. */
const running = new Map();
let ending = false;
const STOPPED = 'stopped before it started';

/**
 * Starts a server of ours that must not outlive us.
 * @param {string} name what people call it
 * @param {string[]} command
 * @returns {Promise<{ pid: number, log(): string, ended(): boolean, stop(): Promise<void> }>}
 */
export async function guarded(name, command, env = process.env) {
  if (ending) throw new Error(`${name}: ${STOPPED}`);
  const child = spawn('sh', ['-c', WATCHDOG, 'sh', ...command], {
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let log = '';
  let ended = false;
  child.stdin.on('error', () => undefined);
  child.stderr.on('data', (chunk) => (log = (log + chunk).slice(-TAIL)));
  child.stderr.once('end', () => (ended = true));
  const gone = new Promise((done) => child.once('exit', done));
  const pid = await new Promise((done, reject) => {
    child.once('error', (error) => reject(new Error(`${name} could not be started: ${error.message}`)));
    child.stdout.once('data', (chunk) => done(Number.parseInt(String(chunk), 10)));
  });
  return {
    pid,
    log: () => log,
    ended: () => ended,
    async stop() {
      child.stdin.end();
      const late = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), STOP_MS);
      await gone;
      clearTimeout(late);
    },
  };
}

/**
 * Waits until a guarded server answers.
 * @param {string} name
 * @param {Awaited<ReturnType<typeof guarded>>} server
 * @param {() => Promise<unknown>} check truthy when it is ready; what it throws counts as not yet
 * @throws Error with what the server said, when it ended or took too long
 */
export async function ready(name, server, check, timeoutMs = 60_000) {
  const until = Date.now() + timeoutMs;
  while (!(await check().catch(() => false))) {
    if (server.ended() || Date.now() > until) {
      await server.stop();
      throw new Error(`${name} did not start: ${lastLines(server.log(), 5) || 'it said nothing'}`);
    }
    await sleep(40);
  }
}

/**
 * Runs a program to its end and keeps what it wrote last.
 * @param {{ env?: object, onLine?: (line: string) => void, inherit?: boolean }} options inherit: its output is ours
 * @returns {Promise<{ code: number, log: string }>}
 */
export function run(program, args, { env = process.env, onLine = () => undefined, inherit = false } = {}) {
  if (ending) return Promise.resolve({ code: 1, log: STOPPED });
  const output = inherit ? 'inherit' : 'pipe';
  const child = spawn(program, args, { env, stdio: ['ignore', output, output] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      log = (log + chunk).slice(-4 * TAIL);
      for (const line of String(chunk).split('\n')) if (line.trim()) onLine(line.trim());
    });
  }
  const end = new Promise((done) => {
    child.once('error', (error) => done({ code: 127, log: error.message }));
    child.once('close', (code) => done({ code: code ?? 1, log }));
  }).finally(() => running.delete(child));
  running.set(child, end);
  return end;
}

/** Ends what `run` has under way, and lets nothing new begin: we were told to stop. */
export async function endRunning() {
  ending = true;
  for (const child of running.keys()) child.kill('SIGTERM');
  const late = setTimeout(() => {
    for (const child of running.keys()) child.kill('SIGKILL');
  }, STOP_MS);
  await Promise.all(running.values());
  clearTimeout(late);
}

/** A port of this machine that was free a moment ago. */
export function freePort() {
  return new Promise((done, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

export const lastLines = (text, count) => text.trim().split('\n').slice(-count).join('\n');
