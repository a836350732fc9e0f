import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { output } from './lib/output.mjs';
import { build, install, ROOT } from './lib/project.mjs';

const HELP = `npm run conformance -- [--data FILE]

Runs executions that AWS recorded through the interpreter of the Amazon States Language, and tells where it answers
otherwise: in status, output, error and cause, and in the types of the history's events. Prints a table by feature,
each miss, and one JSON line {cases, statusAndOutput, histories, historiesRecorded}.

  --data FILE   the recordings; by default asl-conformance/aws-recorded.json in SHARED_DIR or ../shared
`;
const NOT_THERE = { cases: 0, statusAndOutput: 0, histories: 0, historiesRecorded: 0 };

const out = output(process.stdout);
let code = 0;
try {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) console.log(HELP);
  else console.log(JSON.stringify(await conformance(dataFile(values.data), values.data !== undefined)));
} catch (error) {
  out.fail(error.message);
  code = 1;
}
process.exit(code);

/** As a person types it: from where npm was called. */
function dataFile(given) {
  if (given !== undefined) return resolve(process.env.INIT_CWD || process.cwd(), given);
  return join(resolve(ROOT, process.env.SHARED_DIR || '../shared'), 'asl-conformance/aws-recorded.json');
}

async function conformance(file, isGiven) {
  if (!existsSync(file)) {
    if (isGiven) throw new Error(`${file} is not there`);
    out.warn(`skipped: conformance with AWS: ${file} is not there (SHARED_DIR names another place)`);
    return NOT_THERE;
  }
  const cases = JSON.parse(readFileSync(file, 'utf8'));
  await install(out);
  await build(out);
  const { judge } = await import(pathToFileURL(join(ROOT, 'dist/asl/conformance.js')));
  const verdicts = [];
  for (const recorded of cases) verdicts.push(await judge(recorded));
  show(verdicts);
  return tally(verdicts);
}

function tally(verdicts) {
  return {
    cases: verdicts.length,
    statusAndOutput: verdicts.filter(({ miss }) => miss === undefined).length,
    histories: verdicts.filter(({ historyMiss }) => historyMiss === false).length,
    historiesRecorded: verdicts.filter(({ historyMiss }) => historyMiss !== undefined).length,
  };
}

function show(verdicts) {
  const rows = [...byFeature(verdicts)].sort().map(([feature, of]) => row(feature, of));
  const columns = ['Feature', 'Cases', 'Status and output', 'Histories'].map((title, i) => ({
    title,
    right: i > 0,
  }));
  out.table(columns, rows, row('All', verdicts));
  for (const { feature, name, validated, miss, historyMiss } of verdicts) {
    const where = `${feature} ${name}${validated ? '' : ' (not validated)'}`;
    if (miss !== undefined) out.fail(`${where}\n      ${miss}`);
    if (historyMiss && historyMiss !== miss) out.fail(`${where}: history\n      ${historyMiss}`);
  }
}

function row(title, verdicts) {
  const { cases, statusAndOutput, histories, historiesRecorded } = tally(verdicts);
  return [title, cases, `${statusAndOutput}/${cases}`, `${histories}/${historiesRecorded}`];
}

function byFeature(verdicts) {
  const groups = new Map();
  for (const verdict of verdicts)
    groups.set(verdict.feature, [...(groups.get(verdict.feature) ?? []), verdict]);
  return groups;
}
