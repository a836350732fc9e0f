import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compared } from './bench/compared-controls.mjs';
import { prowlerVersion, runProwler } from './bench/prowler.mjs';
import { fill } from './demo/bench-account.mjs';
import { demoSettings } from './demo/estate.mjs';
import { forgetAws } from './lib/aws-account.mjs';
import { followScan } from './lib/api.mjs';
import { emulatorEnv, emulatorPython, startEmulator } from './lib/emulator.mjs';
import { output } from './lib/output.mjs';
import { endRunning, guarded, ready } from './lib/processes.mjs';
import { build, install, ROOT } from './lib/project.mjs';
import { startService } from './lib/service.mjs';

const HELP = `npm run bench:scan -- [--size 1] [--latency-ms 0] [--controls compared] [--endpoint URL] [--json]

Scans an emulated AWS account and prints one JSON line: {resources, apiCalls, seconds, peakRssMb, findings,
unsupported, size, latencyMs, prowler}.

  --size N         how big an account is made: N x (40 instances, 80 volumes, 40 security groups, 20 snapshots,
                   8 databases, 8 keys, 40 buckets, 30 users, 10 roles)
  --latency-ms N   adds so much to every AWS call (a proxy in a process of its own)
  --controls C     compared: the controls that Prowler has too (default); all; or ids with commas
  --endpoint URL   scans the account that an emulator there holds already
  --json           nothing but that line, not even progress

seconds: from POST /scans to the scan's end. peakRssMb: of the service's process (VmHWM; Linux only), without its
database. unsupported: what the emulator lacks. prowler: {version, seconds, peakRssMb} of the same controls on the same
account in the same run, where prowler is on the PATH and the controls are the compared ones; else null. Age limits
are 0 days, as the emulator dates everything today.
`;
const ACCOUNT = '123456789012'; // whom the emulator takes us for
const wholeNumber = (name, text) => {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} must be a whole number`);
  return Number(text);
};

const controlsOf = (given) =>
  given === 'compared' ? compared : given === 'all' ? null : given.split(',').filter(Boolean);

const silent = { isTTY: false, write: () => true };
const stops = [];
let closing;
let code = 0;
const interrupt = () => {
  code = 130;
  void endRunning();
  void closeAll().then(() => process.exit(code));
};
process.chdir(ROOT);
process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
try {
  const options = read();
  if (options) console.log(JSON.stringify(await bench(options)));
} catch (error) {
  if (code === 0) {
    code = 1;
    console.error(error.message);
  }
}
await closeAll();
process.exit(code);

function read() {
  const { values } = parseArgs({
    options: {
      size: { type: 'string', default: '1' },
      'latency-ms': { type: 'string', default: '0' },
      endpoint: { type: 'string' },
      controls: { type: 'string', default: 'compared' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return void console.log(HELP);
  return {
    size: wholeNumber('size', values.size),
    latencyMs: wholeNumber('latency-ms', values['latency-ms']),
    endpoint: values.endpoint,
    controls: controlsOf(values.controls),
    out: output(values.json ? silent : process.stderr),
  };
}

async function bench({ size, latencyMs, endpoint, controls, out }) {
  await install(out);
  await build(out);
  forgetAws();
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ||= 'true';
  const account = endpoint ?? (await newAccount(size, out));
  const awsUrl = latencyMs > 0 ? await slowed(account, latencyMs) : account;
  const service = await startService(emulatorEnv(awsUrl));
  stops.push(service.stop);
  await service.ready;
  const { client } = service;
  await client.post('/accounts', { accountId: ACCOUNT, name: 'Benchmark', regions: null });
  await client.put('/tenants/default/settings', demoSettings);

  const step = out.progress('Scanning');
  const began = performance.now();
  const { scanId } = await client.post('/scans', {
    ...{ tenantId: 'default', scanType: 'full' },
    ...(controls === null ? {} : { controls }),
  });
  const scan = await followScan(client, scanId, ({ progress: p }) =>
    step.update(`${p.unitsDone}/${p.unitsTotal} units, ${p.resources} resources`),
  );
  const seconds = (performance.now() - began) / 1000;
  step.done(`Scan ${scan.status}`);
  const other = scan.errors.filter(({ reason }) => reason !== 'unsupported');
  if (other.length > 0 || !['completed', 'completed_with_errors'].includes(scan.status))
    throw new Error(`The scan ended as ${scan.status}: ${JSON.stringify(other.slice(0, 5))}`);
  const { resources, apiCalls, findings } = scan.progress;
  return {
    resources,
    apiCalls,
    seconds: Math.round(seconds * 100) / 100,
    peakRssMb: peakRssMb(service.pid),
    findings,
    unsupported: scan.errors.length,
    ...{ size, latencyMs },
    prowler: controls === compared ? await prowler(awsUrl, out) : null,
  };
}

async function prowler(endpoint, out) {
  const version = prowlerVersion();
  if (version === undefined) return null;
  const step = out.progress(`Prowler ${version} does the same`);
  const { seconds, peakRssMb: peak } = await runProwler(endpoint, compared);
  step.done();
  return { version, seconds: Math.round(seconds * 100) / 100, peakRssMb: peak };
}

async function newAccount(size, out) {
  const made = await emulatorPython(out);
  if ('missing' in made) throw new Error(`There is no AWS emulator: ${made.missing}`);
  const emulator = await startEmulator(made.python);
  stops.push(emulator.stop);
  await emulator.ready;
  const step = out.progress(`Filling an account of size ${size}`);
  await fill(emulator.url, size);
  step.done();
  return emulator.url;
}

/** In a process of its own, so that its work does not count as the service's or ours. */
async function slowed(target, latencyMs) {
  const script = join(ROOT, 'scripts/lib/fault-proxy-process.mjs');
  const proxy = await guarded('The proxy', [process.execPath, script, target, String(latencyMs)]);
  stops.push(proxy.stop);
  const address = () => /listening (\S+)/.exec(proxy.log())?.[1];
  await ready('The proxy', proxy, async () => address() !== undefined);
  return address();
}

function peakRssMb(pid) {
  if (process.platform !== 'linux') return null;
  const kilobytes = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  return Math.round(kilobytes / 1024);
}

/** Once, whoever asks first: the end of the run or the signal. */
function closeAll() {
  closing ??= (async () => {
    for (const stop of stops.reverse()) await stop();
  })();
  return closing;
}
