import { createReadStream, existsSync } from 'node:fs';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { output } from './lib/output.mjs';
import { build, install, ROOT } from './lib/project.mjs';

const HELP = `npm run events:explain -- --file FILE

Tells what the service would do with events, as POST /events/explain does, without a server: what each changed, by
which rule, or why it is left alone. Prints one line of JSON for each event, in order, and nothing else.

  --file FILE   lines of JSON; - reads what is piped in. A line is a CloudTrail record, an event of EventBridge's, an
                object that holds one as \`record\` or \`event\`, or a list of those, also as {"Records": […]}

For a line that is none of these it prints {"line": its number, "error": {field: what it should be}}, and ends with 1.
With npm, \`npm run --silent\` leaves out npm's own lines.
`;

const out = output(process.stderr);
try {
  const { values } = parseArgs({
    options: { file: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) process.stdout.write(HELP);
  else process.exitCode = (await explainAll(inputOf(values.file))) ? 0 : 1;
} catch (error) {
  out.fail(error.message);
  process.exitCode = 1;
}

/** As a person types it: from where npm was called. */
function inputOf(file) {
  if (file === undefined) throw new Error('--file FILE is missing; - reads what is piped in');
  if (file === '-') return process.stdin;
  const path = resolve(process.env.INIT_CWD || process.cwd(), file);
  if (!existsSync(path)) throw new Error(`${path} is not there`);
  return createReadStream(path);
}

/** @returns whether each line had an event */
async function explainAll(input) {
  const { explain, eventsIn, judges } = await explainer();
  let isGood = true;
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    for (const answer of answersTo(text, { explain, eventsIn, judges })) {
      isGood &&= answer.error === undefined;
      await print(answer.error === undefined ? answer : { line, ...answer });
    }
  }
  return isGood;
}

/** The one rule set of the service, compiled. */
async function explainer() {
  if (!existsSync(join(ROOT, 'node_modules'))) await install(out);
  await build(out);
  const load = (file) => import(pathToFileURL(join(ROOT, 'dist/modules/events/domain', file)));
  const [{ explain, eventsIn }, { judgeOf }, { ruleTables }] = await Promise.all(
    ['explain.js', 'judge.js', 'rules/index.js'].map(load),
  );
  return { explain, eventsIn, judges: judgeOf(ruleTables) };
}

function answersTo(text, { explain, eventsIn, judges }) {
  let value;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return [{ error: { line: `is no JSON: ${error.message}` } }];
  }
  return eventsIn(value).map((event) => {
    try {
      return explain(event, judges);
    } catch (error) {
      return { error: problemsOf(error) };
    }
  });
}

/** Each field that is missing or wrong, and what it should be. */
function problemsOf(error) {
  const issues = error.issues ?? [{ path: [], message: error.message }];
  return Object.fromEntries(issues.map(({ path, message }) => [path.join('.') || 'event', message]));
}

async function print(answer) {
  if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) await once(process.stdout, 'drain');
}
