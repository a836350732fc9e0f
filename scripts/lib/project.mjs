import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { lastLines, run } from './processes.mjs';

/** What must be true of the working tree before anything runs: packages installed, client generated, code built. */

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CLIENT = 'src/platform/database/client';
const BUILD_INPUTS = [
  'src',
  'prisma/schema.prisma',
  'tsconfig.json',
  'nest-cli.json',
  '.swcrc',
  'package-lock.json',
];
const PAGE_INPUTS = [
  ...['web/index.html', 'web/src', 'web/vite.config.ts', 'client', 'package-lock.json'],
  'deploy/templates/member.yaml', // shown to who adds an account
];
const CLIENT_INPUTS = ['prisma/schema.prisma', 'package-lock.json'];

/** Prisma works from WASM; this keeps it from fetching an engine that nothing here uses. */
const PRISMA_ENV = { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', PRISMA_HIDE_UPDATE_MESSAGE: '1' };

/** The folder for what is kept on disk, as the service reads it. */
export const dataDir = () => resolve(ROOT, process.env.DATA_DIR || '.shepherd');

/** A path as a person types it: from where npm was called. */
export const shown = (path) => relative(process.env.INIT_CWD || process.cwd(), path) || '.';

/** Installs the packages when they are missing or are not those of package-lock.json. @param {import('./output.mjs').Output} out */
export async function install(out) {
  const reason = staleInstall();
  if (!reason) return;
  const step = out.progress(`Installing packages (${reason})`);
  let { code, log } = await npm(['ci']);
  // A lock file made where packages of other systems cannot be had does not name them, and npm ci then refuses it.
  if (code !== 0 && log.includes('EUSAGE')) ({ code, log } = await npm(['install', '--no-save']));
  if (code !== 0) {
    step.fail('Packages could not be installed');
    throw new Error(`npm ended with ${code}:\n${log.trim().split('\n').slice(0, 15).join('\n')}`);
  }
  step.done('Packages installed');
}

/** The npm that started us, where one did. */
function npm(args) {
  const own = process.env.npm_execpath;
  const all = [...args, '--no-audit', '--no-fund', '--loglevel=error'];
  const env = { ...process.env, ...PRISMA_ENV };
  return own?.endsWith('.js') ? run(process.execPath, [own, ...all], { env }) : run('npm', all, { env });
}

/** npm writes its own copy of the lock file last, so a broken-off install has none. */
function staleInstall() {
  const copy = join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(copy)) return 'first start';
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(copy, 'utf8')).packages;
  const differs = Object.entries(wanted).some(([path, { version, optional, devOptional }]) => {
    if (path === '') return false;
    if (present[path] === undefined) return !optional && !devOptional; // for another platform
    return present[path].version !== version;
  });
  return differs ? 'package-lock.json has changed' : undefined;
}

/** Generates the database client when it is older than its schema. */
export async function generate(out, { force = false } = {}) {
  const stamp = join(ROOT, CLIENT, '.stamp');
  const wanted = hashOf(CLIENT_INPUTS);
  if (!force && isStamped(stamp, wanted)) return;
  await tool(out, 'Generating the database client', 'prisma/build/index.js', ['generate'], PRISMA_ENV);
  writeFileSync(stamp, wanted);
}

/** Builds dist/ when it is older than what it is made of. */
export async function build(out, { force = false } = {}) {
  const stamp = join(ROOT, 'dist/.stamp');
  const wanted = hashOf(BUILD_INPUTS);
  if (!force && isStamped(stamp, wanted)) return;
  await generate(out, { force });
  rmSync(stamp, { force: true });
  await tool(out, 'Building', '@nestjs/cli/bin/nest.js', ['build'], {});
  if (!existsSync(join(ROOT, 'dist/main.js'))) throw new Error('The build made no dist/main.js.');
  writeFileSync(stamp, wanted);
}

/** Builds the page (web/dist) when it is older than what it is made of, each file beside its compressed forms. */
export async function buildPage(out, { force = false } = {}) {
  const stamp = join(ROOT, 'web/dist/.stamp');
  const wanted = hashOf(PAGE_INPUTS);
  if (!force && isStamped(stamp, wanted)) return;
  await tool(out, 'Building the page', 'vite/bin/vite.js', ['build', 'web', '--logLevel', 'warn'], {});
  compress(join(ROOT, 'web/dist'));
  writeFileSync(stamp, wanted);
}

/** Builds `compliance-shepherd/client` for scripts of one's own. */
export const buildClient = (out) =>
  tool(out, 'Building the client', 'typescript/bin/tsc', ['-p', 'client/tsconfig.json'], {});

/** Once, so that no request waits for it. */
function compress(folder) {
  for (const { name, parentPath } of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!/\.(js|css|html|svg)$/.test(name)) continue;
    const file = join(parentPath, name);
    const text = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(text));
    writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
  }
}

async function tool(out, label, script, args, env) {
  const step = out.progress(label);
  const path = join(ROOT, 'node_modules', script);
  const { code, log } = await run(process.execPath, [path, ...args], { env: { ...process.env, ...env } });
  if (code === 0) return step.done();
  step.fail();
  throw new Error(`${label} failed:\n${lastLines(log, 30)}`);
}

const isStamped = (file, wanted) => existsSync(file) && readFileSync(file, 'utf8') === wanted;

/** One hash over names and contents; tests and the generated client are no part of the build. */
function hashOf(inputs) {
  const hash = createHash('sha256').update(process.version.split('.')[0]);
  for (const input of inputs)
    for (const file of filesOf(input)) hash.update(file).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex');
}

function filesOf(path) {
  const place = join(ROOT, path);
  if (path === CLIENT || path === 'client/dist' || /\.(spec|fixture)\.ts$/.test(path) || !existsSync(place))
    return [];
  if (!statSync(place).isDirectory()) return [path];
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesOf(`${path}/${name}`));
}
