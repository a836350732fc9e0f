import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { emulatorPython, startEmulator } from './lib/emulator.mjs';
import { output } from './lib/output.mjs';
import { endRunning, run } from './lib/processes.mjs';
import { build, buildClient, buildPage, install, ROOT } from './lib/project.mjs';
import { PYTHON_TOOLS, pythonTool } from './lib/python-tools.mjs';
import { startRedis } from './lib/redis.mjs';
import { findBrowser } from './lib/screenshot.mjs';

/**
 * npm test [-- --coverage | what jest takes]: lint, format, house rules, types and all specs, with the real parts that
 * this machine has. REQUIRE_ALL=1 makes a skip a failure, but for what a missing ../shared skips, and gives a few
 * files that failed a second look, of which it tells.
 * The last line is `N passed, N failed, N skipped`; each of the checks counts as one.
 */

const CHECKS = [
  { name: 'lint', script: 'eslint/bin/eslint.js', args: ['.'] },
  { name: 'format', script: 'prettier/bin/prettier.cjs', args: ['--check', '--log-level=warn', '.'] },
  {
    name: 'rules',
    script: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: ['--config', '.dependency-cruiser.mjs', 'src'],
  },
  { name: 'types', script: 'typescript/bin/tsc', args: ['-p', 'tsconfig.test.json'] },
  { name: 'types of the page', script: 'typescript/bin/tsc', args: ['-p', 'web/tsconfig.json'] },
];
const SHOWN_SKIPS = 30;
/** Files. */
const FEW = 4;

const isFailed = ({ status }) => status === 'failed';

const out = output(process.stdout);
const count = { passed: 0, failed: 0, skipped: 0 };
const strict = process.env.REQUIRE_ALL === '1';
const scratch = mkdtempSync(join(tmpdir(), 'shepherd-test-'));
chmodSync(scratch, 0o755); // under root the embedded PostgreSQL runs as another user
const stops = [];
let cleaning;
let isInterrupted = false;

process.chdir(ROOT);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void interrupted());
try {
  await install(out);
  await prepared();
  for (const check of CHECKS) await runCheck(check);
  await runSpecs(process.argv.slice(2));
} catch (error) {
  count.failed++;
  out.fail(error.message);
}
await cleanUp();
if (isInterrupted) process.exit(130);
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
process.exit(count.failed > 0 ? 1 : 0);

/** The specs of the start need dist/; a build that fails is told by types too, and the specs still run. */
async function prepared() {
  try {
    await build(out);
    await buildPage(out);
    await buildClient(out);
  } catch (error) {
    count.failed++;
    out.fail(error.message);
  }
}

async function runCheck({ name, script, args }) {
  out.line(`\n▸ ${name}`);
  const { code } = await node([join('node_modules', script), ...args]);
  count[code === 0 ? 'passed' : 'failed']++;
  if (code === 0) out.done(name);
  else out.fail(name);
}

function node(args, env = process.env) {
  return run(process.execPath, args, { env, inherit: true });
}

async function runSpecs(args) {
  out.line('\n▸ specs');
  // What specs leave in the temporary folder when they are broken off goes with ours.
  const env = { ...process.env, ...(await realParts()), TMPDIR: scratch, NODE_OPTIONS: nodeOptions() };
  const first = await jest(args, env);
  const { code, files } = await secondLook(first, args, env);
  const { allowed, forbidden, failed } = tally(files);
  showSkips([...allowed, ...forbidden]);
  if (forbidden.length > 0) out.fail(`${forbidden.length} skipped, and REQUIRE_ALL=1 allows none`);
  if (code !== 0 && failed === 0) {
    count.failed++;
    out.fail(`jest ended with ${code} (coverage, or an error outside the specs)`);
  }
}

/** @returns the exit code, and of each file what jest's report says */
async function jest(args, env) {
  const report = join(scratch, 'report.json');
  rmSync(report, { force: true });
  // --forceExit: a spec that fails may leave a server open, which would hold the run for ever.
  const { code } = await node(
    ['node_modules/jest/bin/jest.js', '--json', '--forceExit', `--outputFile=${report}`, ...args],
    env,
  );
  if (!existsSync(report)) throw new Error(`jest ended with ${code} and wrote no report`);
  return { code, files: JSON.parse(readFileSync(report, 'utf8')).testResults };
}

/**
 * On a machine that tests changes, a few files that failed are run once more, one after the other: specs start whole
 * services, and a wait may be too short where several share two cores. What passes then is told by name: it is to be
 * mended, but holds nothing up. More than a few are no accident.
 */
async function secondLook(first, args, env) {
  const failed = first.files.filter(({ status }) => status === 'failed').map(({ name }) => name);
  if (!strict || failed.length === 0 || failed.length > FEW || args.includes('--coverage')) return first;
  out.line(`\n▸ specs that failed, once more`);
  const second = await jest(['--runInBand', '--runTestsByPath', ...failed], env);
  for (const { name, status } of second.files)
    if (status === 'passed') out.warn(`passed at its second run: ${relative(ROOT, name)}`);
  return { ...second, files: [...first.files.filter(({ name }) => !failed.includes(name)), ...second.files] };
}

/** Adds what the files report to the count; a file that could not run counts as one failed. */
function tally(files) {
  const tests = files.flatMap((file) => file.assertionResults);
  const having = (...wanted) => tests.filter(({ status }) => wanted.includes(status));
  const skips = having('pending', 'todo', 'skipped').map(({ fullName }) => fullName);
  const isAllowed = (name) => !strict || (!sharedIsThere() && name.includes('../shared'));
  const allowed = skips.filter(isAllowed);
  const forbidden = skips.filter((name) => !isAllowed(name));
  const broken = files.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some(isFailed),
  );
  const failed = having('failed').length + broken.length + forbidden.length;
  count.passed += having('passed').length;
  count.failed += failed;
  count.skipped += allowed.length;
  return { allowed, forbidden, failed };
}

function showSkips(names) {
  if (names.length === 0) return;
  out.line('\n▸ skipped');
  for (const name of names.slice(0, SHOWN_SKIPS)) out.warn(name);
  if (names.length > SHOWN_SKIPS) out.line(`    and ${names.length - SHOWN_SKIPS} more`);
}

function sharedIsThere() {
  return existsSync(resolve(process.env.SHARED_DIR || '../shared'));
}

function nodeOptions() {
  const options = [
    process.env.NODE_OPTIONS,
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
  ];
  return options.filter(Boolean).join(' ');
}

/** The emulator and Redis, where this machine has them. What is missing is said here, with its reason. */
async function realParts() {
  const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', AWS_EC2_METADATA_DISABLED: 'true' };
  const made = await emulatorPython(out);
  if ('missing' in made) lacking('the AWS emulator', made.missing);
  else {
    const emulator = await startEmulator(made.python);
    stops.push(emulator.stop);
    await emulator.ready;
    env.MOTO_URL = emulator.url;
    out.done('AWS emulator (moto)');
  }
  const redis = await startRedis();
  if ('missing' in redis) lacking('Redis', redis.missing);
  else {
    stops.push(redis.stop);
    env.TEST_REDIS_URL = redis.url;
    out.done(`Redis (${redis.from})`);
  }
  if ((await findBrowser()) === undefined)
    lacking('Chromium', 'there is none (apt install chromium; CHROMIUM names another)');
  const linters = await pythonTool(PYTHON_TOOLS.templates, out);
  if ('missing' in linters) lacking('the linters of templates', linters.missing);
  else env.TEMPLATE_TOOLS = linters.bin;
  if (!sharedIsThere())
    out.warn('skipped: specs that read ../shared: it is not there (SHARED_DIR names another place)');
  return env;
}

/** Specs of a missing part skip themselves; under REQUIRE_ALL=1 each of them then counts as failed. */
function lacking(part, reason) {
  out.warn(`skipped: specs that need ${part}: ${reason}`);
  if (strict) count.failed++;
}

/** Once, whoever asks first: the end of the run or the signal. */
function cleanUp() {
  cleaning ??= (async () => {
    for (const stop of stops) await stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  })();
  return cleaning;
}

async function interrupted() {
  isInterrupted = true;
  await endRunning();
  await cleanUp();
  process.exit(130);
}
