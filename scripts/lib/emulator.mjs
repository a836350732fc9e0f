import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir, ROOT } from './project.mjs';
import { freePort, guarded, ready, run } from './processes.mjs';

/** The AWS emulator (moto) in a Python environment of its own under DATA_DIR; demo, tests and benchmark share it. */

const REQUIREMENTS = join(ROOT, 'scripts/demo/requirements.txt');
const QUICK = { MOTO_EC2_LOAD_DEFAULT_AMIS: 'false', MOTO_IAM_LOAD_MANAGED_POLICIES: 'false' };
const PYTHON_TEST = 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])';
const OLDEST_PYTHON = [3, 10];

/** Where the emulator is, and credentials that it takes: they speak for account 123456789012. */
export const emulatorEnv = (endpoint) => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});

/**
 * The Python that has the emulator; made at first use, and made anew when its requirements change.
 * @param {import('./output.mjs').Output} out
 * @returns {Promise<{ python: string } | { missing: string }>} missing: why there is none, in a few words
 */
export async function emulatorPython(out) {
  const folder = join(dataDir(), 'moto');
  const python = join(folder, 'bin/python');
  const stamp = join(folder, '.requirements');
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { python };
  const base = await findPython();
  if ('missing' in base) return base;

  // Made beside its place and renamed when whole, so that one that was broken off is never taken for ready.
  mkdirSync(dataDir(), { recursive: true });
  const making = `${folder}.making-${process.pid}`;
  removeLeftovers();
  const step = out.progress('Making the AWS emulator (moto)');
  const failed = await make(base.python, making, (detail) => step.update(detail));
  if (failed !== undefined) {
    step.warn(`The AWS emulator could not be made`);
    rmSync(making, { recursive: true, force: true });
    return { missing: failed };
  }
  writeFileSync(join(making, '.requirements'), wanted);
  rmSync(folder, { recursive: true, force: true });
  renameSync(making, folder);
  step.done('AWS emulator made');
  return { python };
}

async function findPython() {
  let missing = 'there is no Python 3';
  for (const python of ['python3', 'python']) {
    const { code, log } = await run(python, ['-c', PYTHON_TEST]);
    if (code === 0) {
      const [major, minor] = log.trim().split('.').map(Number);
      if (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]) return { python };
      missing = `Python ${log.trim()} is older than ${OLDEST_PYTHON.join('.')}`;
    } else if (/No module named .?(venv|ensurepip)/.test(log)) {
      missing = 'Python lacks its venv module (Debian, Ubuntu: apt install python3-venv)';
    }
  }
  return { missing };
}

/** @returns {Promise<string | undefined>} why it failed */
async function make(python, folder, update) {
  const made = await run(python, ['-m', 'venv', folder]);
  if (made.code !== 0) return `Python made no virtual environment: ${reasonIn(made.log)}`;
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '-r', REQUIREMENTS];
  const installed = await run(join(folder, 'bin/python'), pip, {
    onLine: (line) => {
      const [, name] = /^(?:Collecting|Downloading) (\S+)/.exec(line) ?? [];
      if (name) update(name);
      else if (line.startsWith('Installing')) update('installing');
    },
  });
  return installed.code === 0 ? undefined : `pip could not install it: ${reasonIn(installed.log)}`;
}

function reasonIn(log) {
  const lines = log.trim().split('\n');
  return (lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? '').trim().slice(0, 160);
}

/** What starts that were broken off have left. */
function removeLeftovers() {
  for (const name of readdirSync(dataDir())) {
    const pid = Number(/^moto\.making-(\d+)$/.exec(name)?.[1]);
    if (pid && !isAlive(pid)) rmSync(join(dataDir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Starts the emulator on a free port of this machine; it ends when we do, however that happens.
 * @returns {Promise<{ url: string, ready: Promise<void>, stop(): Promise<void> }>}
 *   ready: when it answers; rejects with what it said when it does not start
 */
export async function startEmulator(python) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const command = [python, '-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)];
  const server = await guarded('The AWS emulator', command, { ...process.env, ...QUICK });
  const answers = async () => (await fetch(`${url}/moto-api/data.json`)).ok;
  return { url, ready: ready('The AWS emulator', server, answers), stop: () => server.stop() };
}
