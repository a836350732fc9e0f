import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { needs, simulate } from './scale/model.mjs';
import { ROOT } from './lib/project.mjs';

/**
 * npm run scale [-- --write]: what 1,000 accounts, 10 million resources and 5,000 events a second need of each part,
 * from figures that were measured at a small size (scripts/scale/measured.json), and an hour of it, simulated. --write
 * puts the tables into docs/scale.md.
 */
const measured = JSON.parse(readFileSync(join(ROOT, 'scripts/scale/measured.json'), 'utf8')).figures;
const DOC = join(ROOT, 'docs/scale.md');

const WORLDS = [
  world('10 accounts', 10, 100_000, 50),
  world('100 accounts', 100, 1_000_000, 500),
  world('1,000 accounts', 1000, 10_000_000, 5000),
];
/** One of each part: a PostgreSQL of 16 cores on 3 volumes' worth of gp3 writes, 64 TB at most, as RDS has. */
const LIMITS = {
  dbCores: 16,
  walMbPerSecond: 500,
  commitsPerSecond: 12_000,
  storageTb: 64,
  callsPerSecond: 400, // AWS_TOTAL_CALLS_PER_SECOND of a worker
};

function world(name, accounts, resources, eventsPerSecond) {
  return {
    ...{ name, accounts, resources, eventsPerSecond, fullScansPerDay: 1, retentionDays: 400 },
    // few accounts make most of the events; three times as many for two minutes in every twenty
    ...{ zipf: 1, burstEvery: 1200, burstSeconds: 120, burstFactor: 3 },
    // AWS_CALLS_PER_SECOND; what changes by the thousand in an account does so in one region and three services
    ...{ callsPerSecond: 50, lanesPerAccount: 3 },
  };
}

const percent = (share) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
const number = (value, digits = 1) => value.toLocaleString('en-US', { maximumFractionDigits: digits });

function needsTable() {
  const found = WORLDS.map((one) => needs(one, measured, LIMITS));
  const row = (what, show) => [what, ...found.map(show)];
  return table([
    ['Part', ...WORLDS.map(({ name }) => name)],
    row('workers for events (CPU of one core each)', (n) => number(n.workersForEvents, 2)),
    row('workers for one full scan a day (CPU)', (n) => number(n.workersForScans, 2)),
    row('workers for calls to AWS (400 a second each)', (n) => number(n.workersForCalls, 2)),
    row('CPU of PostgreSQL, of 16 cores', (n) => percent(n.databaseCpu)),
    row('writes of its log, of 500 MB/s', (n) => percent(n.walWrites)),
    row('commits, of 12,000 a second', (n) => percent(n.commits)),
    row('events kept for 400 days, TB', (n) => number(n.storageTb, 1)),
    row('the same, of 64 TB', (n) => percent(n.storage)),
    row('days of events that 64 TB hold', (n) => number(400 / n.storage, 0)),
  ]);
}

function simulationTable() {
  const rows = WORLDS.flatMap((one) => {
    const least = Math.ceil(needs(one, measured, LIMITS).workersForEvents);
    return [least, Math.ceil(least * 1.5), Math.ceil(least * 3)].map((workers) => {
      const s = simulate(one, measured, { workers });
      return [
        ...[one.name, String(workers), number(s.capacity, 0), number(s.lagP50), number(s.lagP99)],
        ...[number(s.mostBacklog, 0), String(s.accountsBehind), number(s.worstDescribeLag)],
      ];
    });
  });
  const head = ['World', 'Workers', 'Events/s they take', 'Lag p50, s', 'Lag p99, s', 'Most waiting'];
  return table([[...head, 'Accounts behind', 'Worst wait for a description, s'], ...rows]);
}

/** As prettier writes it. */
function table([head, ...body]) {
  const widths = head.map((_, i) => Math.max(...[head, ...body].map((row) => row[i].length)));
  const line = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

const tables = { needs: needsTable(), simulation: simulationTable() };
for (const text of Object.values(tables)) console.log(`\n${text}`);
if (process.argv.includes('--write')) {
  let page = readFileSync(DOC, 'utf8');
  for (const [name, text] of Object.entries(tables)) {
    const place = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!place.test(page)) throw new Error(`docs/scale.md has no place for the table ${name}`);
    page = page.replace(place, (_, before, after) => `${before}\n${text}\n\n${after}`);
  }
  writeFileSync(DOC, page);
}
