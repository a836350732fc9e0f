import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { emulatorPython, startEmulator } from './lib/emulator.mjs';
import { output } from './lib/output.mjs';
import { run } from './lib/processes.mjs';
import { build, install, ROOT } from './lib/project.mjs';
import { attacks } from './lib/security/attacks.mjs';
import { figuresOf, pageOf } from './lib/security/page.mjs';

/**
 * npm run test:security [-- --cases 10000 --seed 1 --only TEXT --no-page]: attacks the service in each way of
 * scripts/lib/security/attacks.mjs, and writes docs/security-tests.md. --only: rows whose attack has the text; the page is
 * then left as it is. Ends with 1 where an attack got through, or could not be tried.
 */
const { values: options } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    page: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const PAGE = join(ROOT, 'docs/security-tests.md');

process.chdir(ROOT);
const out = output(process.stdout);
const scratch = mkdtempSync(join(tmpdir(), 'shepherd-security-'));
let stop = async () => undefined;
let failures = 1;
try {
  await install(out);
  await build(out);
  failures = await attack();
} catch (error) {
  out.fail(error.message);
} finally {
  await stop();
  rmSync(scratch, { recursive: true, force: true });
}
process.exit(failures > 0 ? 1 : 0);

async function attack() {
  const sections = attacks
    .map(({ title, attacks: all }) => ({
      title,
      attacks: all.filter(({ attack: name }) =>
        name.toLowerCase().includes((options.only ?? '').toLowerCase()),
      ),
    }))
    .filter(({ attacks: some }) => some.length > 0);
  const files = [...new Set(sections.flatMap(({ attacks: some }) => some.map(({ file }) => file)))];
  const began = performance.now();
  const { tests, fuzzed } = await tried(files);
  const found = figuresOf(sections, tests);
  for (const { title, rows } of found) {
    out.line(`\n  ${out.paint.bold(title)}`);
    out.table(
      [{ title: 'Attack' }, { title: 'Tests', right: true }, { title: 'Result' }],
      rows.map(({ attack: name, count, result }) => [name, String(count), result]),
    );
  }
  const bad = found.flatMap(({ rows }) => rows).filter(({ result }) => result !== 'held');
  if (options.page && options.only === undefined) {
    const machine = `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
    const minutes = (performance.now() - began) / 60_000;
    writeFileSync(
      PAGE,
      pageOf({ sections: found, fuzzed, machine, minutes, at: new Date(), asked: options }),
    );
    await run(process.execPath, [
      'node_modules/prettier/bin/prettier.cjs',
      '--write',
      '--log-level=warn',
      PAGE,
    ]);
    out.done('docs/security-tests.md');
  }
  return bad.length;
}

/** Runs the tests of these files. @returns each with its file, and what schemathesis came to */
async function tried(files) {
  const [report, fuzzReport] = [join(scratch, 'report.json'), join(scratch, 'schemathesis.json')];
  const env = {
    ...process.env,
    ...(await emulator()),
    NODE_OPTIONS: [
      process.env.NODE_OPTIONS,
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
    ].join(' '),
    SCHEMATHESIS_CASES: options.cases,
    SCHEMATHESIS_SEED: options.seed,
    SCHEMATHESIS_REPORT: fuzzReport,
  };
  const args = [
    'node_modules/jest/bin/jest.js',
    '--json',
    '--forceExit',
    `--outputFile=${report}`,
    '--runTestsByPath',
  ];
  await run(process.execPath, [...args, ...files], { env, inherit: true });
  if (!existsSync(report)) throw new Error('the tests ended without a report');
  const tests = JSON.parse(readFileSync(report, 'utf8')).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({ file: name.replace(ROOT, ''), fullName, status })),
  );
  return { tests, fuzzed: existsSync(fuzzReport) ? JSON.parse(readFileSync(fuzzReport, 'utf8')) : [] };
}

/** What is not there is skipped by the tests, and then stands in the table as not tried. */
async function emulator() {
  const aws = { AWS_EC2_METADATA_DISABLED: 'true', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  if (process.env.MOTO_URL) return aws;
  const made = await emulatorPython(out);
  if ('missing' in made) {
    out.warn(`without the AWS emulator: ${made.missing}`);
    return aws;
  }
  const server = await startEmulator(made.python);
  stop = server.stop;
  await server.ready;
  return { ...aws, MOTO_URL: server.url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
}
