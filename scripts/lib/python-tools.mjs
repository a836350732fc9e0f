import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir, ROOT } from './project.mjs';
import { run } from './processes.mjs';

/**
 * Tools that are written in Python (the AWS emulator, linters of templates, testers of APIs), each set of them in a
 * virtual environment of its own under DATA_DIR: made at first use, and made anew when its requirements change.
 * Nothing is asked of the network while it is there.
 */

const PYTHON_TEST = 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])';
const OLDEST_PYTHON = [3, 10];

/** The sets there are: `name` is that of the folder, and the file pins what it holds. */
export const PYTHON_TOOLS = {
  moto: { name: 'moto', label: 'the AWS emulator (moto)', requirements: 'scripts/demo/requirements.txt' },
  templates: {
    name: 'templates',
    label: 'the linters of templates (cfn-lint, checkov)',
    requirements: 'scripts/python/templates.txt',
  },
  migrations: {
    name: 'migrations',
    label: 'the linter of migrations (squawk)',
    requirements: 'scripts/python/migrations.txt',
  },
  schemathesis: {
    name: 'schemathesis',
    label: 'the tester of the API (schemathesis)',
    requirements: 'scripts/python/schemathesis.txt',
  },
};

/**
 * @param {{ name: string, label: string, requirements: string }} tool one of PYTHON_TOOLS; `requirements` is a file of
 *   pip's, seen from the root of the project, and `label` what people call it
 * @param {import('./output.mjs').Output} out
 * @returns {Promise<{ python: string, bin: string } | { missing: string }>} bin: the folder with its commands;
 *   missing: why there is none, in a few words
 */
export async function pythonTool({ name, requirements, label }, out) {
  const folder = join(dataDir(), name);
  const made = { python: join(folder, 'bin/python'), bin: join(folder, 'bin') };
  const stamp = join(folder, '.requirements');
  const wanted = createHash('sha256')
    .update(readFileSync(join(ROOT, requirements)))
    .digest('hex');
  if (existsSync(made.python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return made;
  const base = await findPython();
  if ('missing' in base) return base;

  // Made beside its place, so that one that was broken off is never taken for ready. It has the stamp last.
  mkdirSync(dataDir(), { recursive: true });
  const making = `${folder}.making-${process.pid}`;
  removeLeftovers(name);
  const step = out.progress(`Making ${label}`);
  const failed = await make(base.python, making, join(ROOT, requirements), (detail) => step.update(detail));
  if (failed !== undefined) {
    step.warn(`Could not make ${label}`);
    rmSync(making, { recursive: true, force: true });
    return { missing: failed };
  }
  moveCommands(making, folder);
  writeFileSync(join(making, '.requirements'), wanted);
  rmSync(folder, { recursive: true, force: true });
  renameSync(making, folder);
  step.done(`Made ${label}`);
  return made;
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
async function make(python, folder, requirements, update) {
  const made = await run(python, ['-m', 'venv', folder]);
  if (made.code !== 0) return `Python made no virtual environment: ${reasonIn(made.log)}`;
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '-r', requirements];
  const installed = await run(join(folder, 'bin/python'), pip, {
    onLine: (line) => {
      const [, name] = /^(?:Collecting|Downloading) (\S+)/.exec(line) ?? [];
      if (name) update(name);
      else if (line.startsWith('Installing')) update('installing');
    },
  });
  return installed.code === 0 ? undefined : `pip could not install it: ${reasonIn(installed.log)}`;
}

/** The first line of each command names the Python of the folder that it was made in. */
function moveCommands(from, to) {
  for (const entry of readdirSync(join(from, 'bin'), { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(from, 'bin', entry.name);
    const text = readFileSync(file, 'latin1');
    if (!text.startsWith('#!')) continue;
    writeFileSync(file, text.replace(`#!${from}/bin/`, `#!${to}/bin/`), 'latin1');
  }
}

function reasonIn(log) {
  const lines = log.trim().split('\n');
  return (lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? '').trim().slice(0, 160);
}

/** What starts that were broken off have left. */
function removeLeftovers(name) {
  for (const entry of readdirSync(dataDir())) {
    const pid = entry.startsWith(`${name}.making-`) ? Number(entry.slice(`${name}.making-`.length)) : NaN;
    if (pid > 0 && !isAlive(pid)) rmSync(join(dataDir(), entry), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
