import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import prettier from 'prettier';
import { compared } from './bench/compared-controls.mjs';
import { prowlerVersion, runProwler } from './bench/prowler.mjs';
import { compareVerdicts } from './bench/verdict-comparison.mjs';
import { explanationOf } from './bench/verdict-explanations.mjs';
import { fill } from './demo/bench-account.mjs';
import { forgetAws } from './lib/aws-account.mjs';
import { followScan } from './lib/api.mjs';
import { emulatorEnv, emulatorPython, startEmulator } from './lib/emulator.mjs';
import { output } from './lib/output.mjs';
import { build, install, ROOT } from './lib/project.mjs';
import { startService } from './lib/service.mjs';

const HELP = `npm run verdicts -- [--endpoint URL]

Scans the benchmark's account (size 1, made in an emulator of its own, or what is at URL) with this service and with
Prowler, and writes docs/verdicts.md: what both say, and why where they differ. Ends with an error when a difference
has no explanation (scripts/bench/verdict-explanations.mjs). Needs prowler on the PATH (pip install prowler).
`;
const ACCOUNT = '123456789012';
const stops = [];
const out = output(process.stderr);
process.chdir(ROOT);
let failed;
try {
  const { values } = parseArgs({
    options: { endpoint: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) console.log(HELP);
  else await main(values.endpoint);
} catch (error) {
  failed = error.message;
}
for (const stop of stops.reverse()) await stop();
if (failed !== undefined) console.error(failed);
process.exit(failed === undefined ? 0 : 1);

async function main(given) {
  const version = prowlerVersion();
  if (version === undefined) throw new Error('There is no prowler on the PATH: pip install prowler');
  await install(out);
  await build(out);
  forgetAws();
  const endpoint = given ?? (await newAccount());
  const ours = await ownVerdicts(endpoint);
  const step = out.progress(`Prowler ${version} judges`);
  const { verdicts } = await runProwler(endpoint, compared);
  step.done(`Prowler: ${verdicts.length} verdicts`);
  const rows = compareVerdicts(compared, ours, verdicts);
  const unexplained = rows
    .flatMap(({ differences }) => differences)
    .filter((one) => explanationOf(one) === undefined);
  const path = join(ROOT, 'docs/verdicts.md');
  const options = await prettier.resolveConfig(path);
  writeFileSync(path, await prettier.format(page(rows, version), { ...options, parser: 'markdown' }));
  console.log(JSON.stringify(summary(rows, unexplained)));
  for (const one of unexplained.slice(0, 20)) console.error(JSON.stringify(one));
  if (unexplained.length > 0) throw new Error(`${unexplained.length} differences have no explanation`);
}

async function newAccount() {
  const made = await emulatorPython(out);
  if ('missing' in made) throw new Error(`There is no AWS emulator: ${made.missing}`);
  const emulator = await startEmulator(made.python);
  stops.push(emulator.stop);
  await emulator.ready;
  const step = out.progress('Filling the account');
  await fill(emulator.url, 1);
  step.done();
  return emulator.url;
}

async function ownVerdicts(endpoint) {
  const service = await startService(emulatorEnv(endpoint));
  stops.push(service.stop);
  await service.ready;
  const { client } = service;
  await client.post('/accounts', { accountId: ACCOUNT, name: 'Benchmark', regions: null });
  const step = out.progress('Scanning');
  const { scanId } = await client.post('/scans', {
    tenantId: 'default',
    scanType: 'full',
    controls: compared,
  });
  const scan = await followScan(client, scanId, ({ progress: p }) =>
    step.update(`${p.unitsDone}/${p.unitsTotal}`),
  );
  step.done(`Scan ${scan.status}`);
  const verdicts = [];
  for await (const one of client.all('/verdicts')) verdicts.push(one);
  return verdicts.filter(({ controlId }) => compared.includes(controlId));
}

function summary(rows, unexplained) {
  return {
    controls: rows.length,
    compared: rows.reduce((sum, { equal, differences }) => sum + equal + differences.length, 0),
    equal: rows.reduce((sum, { equal }) => sum + equal, 0),
    different: rows.reduce((sum, { differences }) => sum + differences.length, 0),
    unexplained: unexplained.length,
  };
}

function page(rows, version) {
  const intro = readFileSync(join(ROOT, 'scripts/bench/verdicts.intro.md'), 'utf8');
  const cell = ({ pass = 0, fail = 0, no_evidence = 0, not_applicable = 0, manual = 0 }) =>
    `${pass} / ${fail}${no_evidence + manual > 0 ? ` / ${no_evidence + manual} undecided` : ''}${not_applicable > 0 ? ` / ${not_applicable} n.a.` : ''}`;
  const table = rows.map(
    ({ control, ours, theirs, equal, differences }) =>
      `| \`${control}\` | ${cell(ours)} | ${cell(theirs)} | ${equal} | ${differences.length} |`,
  );
  const reasons = new Map();
  for (const one of rows.flatMap(({ differences }) => differences)) {
    const why = explanationOf(one) ?? '**Not explained yet.**';
    const key = `${one.control}|${one.theirs}|${one.ours}|${why}`;
    const before = reasons.get(key);
    reasons.set(key, { ...one, why, count: (before?.count ?? 0) + 1 });
  }
  const differences = [...reasons.values()].map(
    ({ control, theirs, ours, why, count }) => `| \`${control}\` | ${count} | ${theirs} | ${ours} | ${why} |`,
  );
  const totals = summary(rows, []);
  return [
    intro.replace('PROWLER_VERSION', version).trim(),
    `${totals.compared} verdicts of ${totals.controls} controls: ${totals.equal} equal, ${totals.different} different.`,
    '## Verdicts',
    [
      '| control | ours: pass / fail | Prowler: pass / fail | equal | different |',
      '|---|---|---|---|---|',
      ...table,
    ].join('\n'),
    '## Differences',
    ['| control | how many | Prowler | ours | why |', '|---|---|---|---|---|', ...differences].join('\n'),
    '',
  ].join('\n\n');
}
