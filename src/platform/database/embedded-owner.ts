import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../../shared/error-code.js';
import { run, type Launch } from './embedded-system.js';

const WATCHDOG_PATIENCE_MS = 2000;

/**
 * Makes sure that nobody else serves this data directory, and notes that we do. PostgreSQL's own lock file is not
 * enough: it takes any live process with the pid in it for a server, and containers reuse small pids.
 * @throws Error when a second copy of the service runs there
 */
export async function claimDataDirectory(data: string, pgCtl: string, launch: Launch): Promise<void> {
  const owner = readPid(ownerFile(data));
  if (
    owner !== undefined &&
    owner !== process.pid &&
    isServiceProcess(owner) &&
    serverOf(data) !== undefined
  ) {
    throw new Error(`Another copy of the service (process ${owner}) uses ${data}; stop it, or set DATA_DIR.`);
  }
  const until = Date.now() + WATCHDOG_PATIENCE_MS; // a killed copy's watchdog may be stopping it just now
  while (serverOf(data) !== undefined && Date.now() < until) await sleep(50);
  if (serverOf(data) !== undefined) await run(pgCtl, ['-D', data, '-m', 'fast', '-w', 'stop'], launch);
  else rmSync(`${data}/postmaster.pid`, { force: true });
  writeFileSync(ownerFile(data), String(process.pid), { mode: 0o600 });
}

export function releaseDataDirectory(data: string): void {
  rmSync(ownerFile(data), { force: true });
}

const ownerFile = (data: string): string => `${data}.owner`;

/** The pid of the PostgreSQL that serves this directory, if one does. */
function serverOf(data: string): number | undefined {
  const pid = readPid(`${data}/postmaster.pid`);
  if (pid === undefined || !isAlive(pid)) return undefined;
  const command = commandOf(pid);
  return command === undefined || command.includes(data) ? pid : undefined;
}

function isServiceProcess(pid: number): boolean {
  return isAlive(pid) && (commandOf(pid)?.includes('node') ?? true);
}

function readPid(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const pid = Number.parseInt(readFileSync(file, 'utf8').split('\n')[0] ?? '', 10);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** The command line of a process; undefined where the system does not tell (only Linux has /proc). */
function commandOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
