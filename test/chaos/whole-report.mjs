import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/project.mjs';

const DOCUMENT = join(ROOT, 'docs/reliability.md');
const [BEGIN, END] = ['<!-- written by npm run test:chaos -- whole -->', '<!-- until here -->'];

const cell = (value) => (value === null ? 'not' : String(value));

/** A line for each scenario, for people. */
export function report(out, rows) {
  out.table(
    [
      { title: 'Scenario' },
      ...['fault s', 'ok after s', 'drained s', 'asked again', 'longest ms', 'problems'].map((title) => ({
        ...{ title, right: true },
      })),
    ],
    rows.map(({ name, faultSeconds, secondsToOk, drainedSeconds, requests, problems }) =>
      [
        name,
        faultSeconds,
        secondsToOk,
        drainedSeconds,
        requests.again,
        requests.longestMs,
        problems.length,
      ].map(cell),
    ),
  );
}

/** Puts the table into the document, with the day and what it ran on. */
export async function toDocument({ database, redis, disk }, rows, scenarios) {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const [, after] = rest?.split(END) ?? [];
  if (after === undefined) throw new Error(`${DOCUMENT} does not have both ${BEGIN} and ${END}`);
  const [{ version }] = await database.query("SELECT split_part(version(), ' ', 2) AS version");
  const machine = [
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB of memory`,
    `Node ${process.versions.node}, PostgreSQL ${version}, ${redis.from}`,
    `DATA_DIR ${disk.kind === 'tmpfs' ? 'on a tmpfs of its own' : 'not on a file system of its own'}`,
  ].join('; ');
  const lines = rows.map((row) => {
    const { meanwhile } = scenarios.find(({ name }) => name === row.name);
    const { again, longestMs } = row.requests;
    const asked = again === 0 ? 'none asked again' : `${again} asked again, the longest ${longestMs} ms`;
    const held = row.problems.length === 0 ? 'hold' : `**${row.problems.length} broken**`;
    return [row.name, row.what, meanwhile, asked, cell(row.secondsToOk), row.drainedSeconds, held];
  });
  const head = [
    'Fault',
    'What was done',
    'What is seen meanwhile',
    'Requests',
    '`ok` after (s)',
    'Drained after (s)',
  ];
  const { figures } = rows.at(-1);
  const table = [[...head, 'Invariants'], Array(7).fill('---'), ...lines].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
  const said = rows
    .filter(({ health }) => health.length > 0)
    .map(({ name, health }) => `- ${name}: ${health.join('; ')}`);
  const part = [
    `Measured ${machine}.`,
    table.join('\n'),
    `Over all of it: ${sums(figures)}.`,
    'What /health said meanwhile (figures as N):',
    said.join('\n'),
  ].join('\n\n');
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${part}\n\n${END}${after}`);
  execFileSync(process.execPath, [join(ROOT, 'node_modules/prettier/bin/prettier.cjs'), '--write', DOCUMENT]);
}

const sums = (of) =>
  [
    `${of.runs} runs of schedules`,
    `${of.executions} executions with ${of.effects} effects (${of.effectsAskedAgain} asked for again by the same key)`,
    `${of.events} events`,
    `${of.messages} messages (${of.messagesAgain} arrived again with the same id)`,
    `${of.scans} scans (${of.scansWithErrors} with errors that they name)`,
    `${of.reports} reports (${of.reportsFailed} refused by the full disk)`,
  ].join(', ');
