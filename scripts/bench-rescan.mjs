import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { benchDatabase } from './bench/database.mjs';
import { cpuMs, postgresCpuMs } from './bench/process-figures.mjs';
import { startRecordedEc2 } from './bench/recorded-ec2.mjs';
import { followScan } from './lib/api.mjs';
import { forgetAws } from './lib/aws-account.mjs';
import { emulatorEnv } from './lib/emulator.mjs';
import { output } from './lib/output.mjs';
import { build, install, ROOT } from './lib/project.mjs';
import { startService } from './lib/service.mjs';

const HELP = `npm run bench:rescan -- [--resources 100000] [--json]

Scans a recorded stream of so many EC2 resources (three volumes to a security group) twice, and prints one JSON line:
{resources, first, again}, each {seconds, cpuMsPerResource, peakRssMb, history, statements}.
history: rows that the scan added to timeline and finding_transitions. statements: what it sent to PostgreSQL, by kind
and table.
`;
const ACCOUNT = '123456789012';
const CONTROLS = [
  ...['ec2_ebs_volume_encryption', 'ec2_ebs_volume_unattached'],
  'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22',
];
const stops = [];
process.chdir(ROOT);
let code = 0;
try {
  const { values } = parseArgs({
    options: {
      resources: { type: 'string', default: '100000' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) console.log(HELP);
  else console.log(JSON.stringify(await bench(Number(values.resources), values.json)));
} catch (error) {
  code = 1;
  console.error(error.message);
}
for (const stop of stops.reverse()) await stop();
process.exit(code);

async function bench(resources, quiet) {
  const out = output(quiet ? { isTTY: false, write: () => true } : process.stderr);
  await install(out);
  await build(out);
  forgetAws();
  const groups = Math.floor(resources / 4);
  const ec2 = await startRecordedEc2({ volumes: resources - groups, groups });
  stops.push(ec2.stop);
  const database = await benchDatabase(stops);
  const folder = mkdtempSync(join(tmpdir(), 'shepherd-statements-'));
  stops.push(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'statements.json');
  const counter = join(ROOT, 'scripts/bench/count-statements.mjs');
  const service = await startService({
    ...emulatorEnv(ec2.url),
    ...{ DATABASE_URL: database.url, STATEMENTS_FILE: file },
    NODE_OPTIONS: `--max-semi-space-size=16 --import ${counter}`,
  });
  stops.push(service.stop);
  await service.ready;
  const { client } = service;
  await client.post('/accounts', { accountId: ACCOUNT, name: 'Recorded', regions: ['eu-west-1'] });
  const pool = new pg.Pool({ connectionString: database.url, max: 1, idleTimeoutMillis: 0 });
  stops.push(() => pool.end());
  const { rows: own } = await pool.query('SELECT pg_backend_pid() AS pid');
  const cpu = () => ({ service: cpuMs(service.pid), postgres: postgresCpuMs(own[0].pid) });
  const scan = async (label) => {
    const before = await history(pool);
    const cpuBefore = cpu();
    await statements(service.pid, file);
    const step = out.progress(label);
    const began = performance.now();
    const { scanId } = await client.post('/scans', {
      tenantId: 'default',
      scanType: 'full',
      controls: CONTROLS,
    });
    const { status, errors, progress } = await followScan(client, scanId, ({ progress: p }) =>
      step.update(`${p.resources} resources`),
    );
    const seconds = Math.round((performance.now() - began) / 10) / 100;
    step.done(`${label}: ${status}`);
    if (status !== 'completed' || progress.resources !== resources)
      throw new Error(`The scan ended as ${status} with ${progress.resources}: ${JSON.stringify(errors)}`);
    const peakRssMb = Math.round(
      Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))?.[1]) / 1024,
    );
    const after = await history(pool);
    const added = Object.fromEntries(
      Object.entries(after).map(([table, rows]) => [table, rows - before[table]]),
    );
    const cpuAfter = cpu();
    const each = (name) =>
      cpuAfter[name] === null
        ? null
        : Math.round(((cpuAfter[name] - cpuBefore[name]) / resources) * 1000) / 1000;
    return {
      seconds,
      cpuMsPerResource: { service: each('service'), postgres: each('postgres') },
      findings: progress.findings,
      peakRssMb,
      history: added,
      statements: await statements(service.pid, file),
    };
  };
  return { resources, first: await scan('First scan'), again: await scan('Again, nothing has changed') };
}

async function history(pool) {
  const { rows } = await pool.query(
    `SELECT (SELECT count(*) FROM timeline)::int AS timeline,
            (SELECT count(*) FROM finding_transitions)::int AS finding_transitions`,
  );
  return rows[0];
}

/** Since the last time it was asked; without those of which there are fewer than three. */
async function statements(pid, file) {
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  for (let i = 0; i < 100 && !existsSync(file); i += 1) await sleep(50);
  await sleep(50);
  const counts = JSON.parse(readFileSync(file, 'utf8'));
  return Object.fromEntries(
    Object.entries(counts)
      .filter(([kind, count]) => count > 2 && /resource|finding|scan|timeline/.test(kind))
      .sort(([, a], [, b]) => b - a),
  );
}
