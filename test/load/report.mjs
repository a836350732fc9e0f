import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/project.mjs';
import { GOALS } from './run.mjs';

const PAGE = join(ROOT, 'docs/load.md');
const [BEGIN, END] = ['<!-- figures: npm run test:load -- --soak 15 --write -->', '<!-- end of figures -->'];

const ms = (value) => (value < 10 ? value.toFixed(1) : String(Math.round(value)));
const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) =>
  [row(head), row(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(row)].join('\n');
const verdict = (isMet) => (isMet ? 'met' : '**not met**');

/** Prints the tables, or puts them between the marks of docs/load.md. */
export function writeReport(figures, stream) {
  const text = reportOf(figures);
  if (stream !== undefined) return void stream.write(`${text}\n`);
  const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : `# Load\n\n${BEGIN}\n${END}\n`;
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`docs/load.md lacks the marks ${BEGIN} and ${END}`);
  writeFileSync(PAGE, `${page.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${page.slice(end)}`);
  execFileSync(process.execPath, [join(ROOT, 'node_modules/prettier/bin/prettier.cjs'), '--write', PAGE]);
}

function reportOf(figures) {
  const { machine: on, postgres, queue, load, soak } = figures;
  const where = `${on.date}, ${on.cpus} cores (${on.model}), ${on.memoryGb} GB, ${on.system}, Node ${on.node}, ${postgres}, ${queue}; service, PostgreSQL, Redis and the client share the machine.`;
  return [
    where,
    goalsOf(figures),
    `Requests, ${load.rate} a second for ${Math.round(load.seconds)} s:`,
    groupsOf(load),
    usageOf(figures),
    ...(figures.statements === undefined ? [] : [statementsOf(figures.statements)]),
    ...(soak === undefined ? [] : [soakOf(soak)]),
  ].join('\n\n');
}

/** Until the last answer: what is only put off was not done. */
const rateOf = ({ answered, seconds, lastSeconds }) => answered / Math.max(seconds, lastSeconds - 1);

function goalsOf({ load, together, idle, coldStartMs, writes, soak }) {
  const failed = load.groups.reduce((sum, { errors }) => sum + errors, 0);
  const lost = Object.values(writes.lost).flat().length;
  const rows = [
    ...paceOf(load),
    ...(together === undefined ? [] : paceOf(together, `, of ${together.processes} processes`)),
    ['Errors', '0', `${failed} of ${load.answered}`, verdict(failed === 0)],
    ['Accepted writes that are not there', '0', `${lost} of ${writes.accepted}`, verdict(lost === 0)],
    [
      'Memory, idle',
      `under ${GOALS.idleRssMb} MB`,
      `${idle.rssMb} MB`,
      verdict(idle.rssMb < GOALS.idleRssMb),
    ],
    [
      'Memory under load, most',
      `under ${GOALS.loadRssMb} MB`,
      `${load.rssMaxMb} MB`,
      verdict(load.rssMaxMb < GOALS.loadRssMb),
    ],
    [
      'Start to ready',
      `under ${GOALS.coldStartMs} ms`,
      `${coldStartMs} ms`,
      verdict(coldStartMs < GOALS.coldStartMs),
    ],
    ...(soak === undefined
      ? []
      : soak.goals.map(({ what, goal, is, isMet }) => [what, goal, is, verdict(isMet)])),
  ];
  return table(['Goal', '', 'Measured', ''], rows);
}

const paceOf = (ran, whose = '') => [
  [
    `Requests a second${whose}`,
    `${GOALS.perSecond}`,
    rateOf(ran).toFixed(0),
    verdict(rateOf(ran) >= GOALS.perSecond * 0.98),
  ],
  [
    `p99 of all${whose}`,
    `under ${GOALS.p99Ms} ms`,
    `${ms(ran.all.p99Ms)} ms`,
    verdict(ran.all.p99Ms < GOALS.p99Ms),
  ],
];

function groupsOf({ groups, all }) {
  const rows = groups
    .sort((a, b) => b.requests - a.requests)
    .map(({ name, perSecond, p50Ms, p99Ms, maxMs, errors }) => [
      ...[name, perSecond.toFixed(1), ms(p50Ms), ms(p99Ms), ms(maxMs), String(errors)],
    ]);
  const total = groups.reduce((sum, { perSecond }) => sum + perSecond, 0);
  const failed = groups.reduce((sum, { errors }) => sum + errors, 0);
  rows.push(['all', total.toFixed(1), ms(all.p50Ms), ms(all.p99Ms), ms(all.maxMs), String(failed)]);
  return table(['Requests', 'a second', 'p50 ms', 'p99 ms', 'max ms', 'errors'], rows);
}

function usageOf({ load, idle, ceiling, together }) {
  const { cpuPercent: cpu } = load;
  const lines = [
    `- CPU (100 is one core): service ${cpu.service}, its sandboxes ${cpu.children}, PostgreSQL ${cpu.postgres}; the client ${Math.round(load.clientCpuPercent)}. Idle: service ${idle.cpuPercent.service}, PostgreSQL ${idle.cpuPercent.postgres}.`,
    `- Memory: service ${load.rssMaxMb} MB at most, its sandboxes ${load.childrenRssMaxMb} MB together.`,
    `- Latencies count from when a request was to be sent. The client itself sent it ${ms(load.late.p50Ms)} ms (p99 ${ms(load.late.p99Ms)}) after that, which is in them; from when it was sent, p99 is ${ms(load.served.p99Ms)} ms. ${load.mostOpen} requests at most were under way at once.`,
  ];
  if (ceiling !== undefined)
    lines.push(
      `- As many as it can do, closed loop with ${ceiling.connections} connections: ${ceiling.perSecond} a second, ${ceiling.errors} errors.`,
    );
  if (together !== undefined)
    lines.push(
      `- ${together.processes} processes (the first has all roles, the others the API alone), asked in turn: CPU ${together.cpuPercent.join(' and ')}, the client ${Math.round(together.clientCpuPercent)}; memory ${together.rssMaxMb.join(' and ')} MB at most; p50 ${ms(together.all.p50Ms)} ms.`,
    );
  return lines.join('\n');
}

const statementsOf = (rows) =>
  table(
    ['Statement', 'calls', 'ms', 'ms each', 'rows'],
    rows.map(({ query, calls, totalMs, meanMs, rows: n }) => [
      `\`${query.replaceAll('|', '\\|')}\``,
      calls,
      totalMs,
      meanMs,
      n,
    ]),
  );

function soakOf({ minutes, about, slopes, tables }) {
  const changed = tables.filter(({ before, after, swept }) => before !== after || swept !== after);
  return [
    `Soak, ${minutes} minutes: ${about}`,
    table(
      ['Memory', 'mean MB', 'MB an hour', '95 % confidence'],
      slopes.map(({ what, mean, perHour, low, high }) => [
        ...[what, mean.toFixed(0), perHour.toFixed(1), `${low.toFixed(1)} to ${high.toFixed(1)}`],
      ]),
    ),
    `Rows of the tables that changed; the last column after the sweeps, by a clock that is 12 years ahead:`,
    table(
      ['Table', 'before', 'after', '12 years later', 'rule'],
      changed.map(({ table: name, before, after, swept, rule }) => [name, before, after, swept, rule]),
    ),
  ].join('\n\n');
}
