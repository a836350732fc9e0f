import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { sandboxKinds } from './kind.js';
import { sandboxLimits } from './limits.js';

const ROOT_URL = new URL('../../../', import.meta.url).href;
const ROOT = fileURLToPath(ROOT_URL);
/** Tests run from src/, where nothing is compiled that a process could start from. */
const compiled = (url: URL): string => url.href.replace(`${ROOT_URL}src/`, `${ROOT_URL}dist/`);
const SCRIPT = fileURLToPath(compiled(new URL('child.js', import.meta.url)));

/**
 * The computing time of the process in all, held by the kernel: one that has lost us in the middle of a runaway
 * expression ends by this alone. process.ts replaces each long before.
 */
const KERNEL_SECONDS = 60;
const NICE = 5;

/**
 * Starts a process that computes for tenants. It has no environment, reads no file but code, writes none, starts no
 * process and no thread, compiles no code from text and has little memory.
 */
export function startSandbox(): ChildProcess {
  const kinds = sandboxKinds().map(
    ({ name, module }) => `${encodeURIComponent(name)}=${encodeURIComponent(compiled(module))}`,
  );
  const command = [process.execPath, ...flags(), SCRIPT, ...kinds];
  const [file = '', ...args] = existsSync('/bin/sh')
    ? ['/bin/sh', '-c', `ulimit -c 0; ulimit -t ${KERNEL_SECONDS}; exec "$0" "$@"`, ...command]
    : command;
  const child = spawn(file, args, {
    env: {},
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  // after this process, where both want the processor; a child that could not be started says so by itself
  if (child.pid !== undefined) setPriority(child.pid, NICE);
  return child;
}
function flags(): string[] {
  const isOldNode = !process.allowedNodeEnvironmentFlags.has('--permission');
  const modules = `${ROOT}node_modules`;
  // each once: Node 20 ends with an assertion where a path is given twice
  const places = [...new Set([modules, realpathSync(modules)])].map((path) => `${path}/*`);
  const readable = [`${ROOT}dist/*`, `${ROOT}package.json`, ...places];
  return [
    isOldNode ? '--experimental-permission' : '--permission',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    `--max-old-space-size=${sandboxLimits.heapMb}`,
    '--max-semi-space-size=8',
    '--disable-proto=delete',
    '--disallow-code-generation-from-strings',
    '--no-warnings',
  ];
}

const TICK_MS = 10; // Linux counts a process's time in hundredths of a second

/** What a process has computed since its start (milliseconds); undefined where the system does not tell. */
export function computedMs(pid: number | undefined): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]); // utime, stime: proc(5)
    return Number.isFinite(ticks) ? ticks * TICK_MS : undefined;
  } catch {
    return undefined; // no Linux, or the process has ended: the clock decides
  }
}
