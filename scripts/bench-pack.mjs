import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { benchDatabase } from './bench/database.mjs';
import { seedEvidence } from './bench/pack-evidence.mjs';
import { memoryMb } from './bench/process-figures.mjs';
import { output } from './lib/output.mjs';
import { build, install, ROOT } from './lib/project.mjs';
import { startService } from './lib/service.mjs';
import { verifyPack } from './pack/verify.mjs';

const HELP = `npm run bench:pack -- [--findings 50000] [--json]

Makes a comprehensive audit pack of a tenant with so many findings (two transitions each, a resource to four of them, an
entry of the audit log to five) by the service, and prints one JSON line: {findings, seconds, idleRssMb, peakRssMb,
packMb, files, problems}. Memory is that of the whole service; problems: what verify-pack says of the pack, none.
`;
const stops = [];
process.chdir(ROOT);
let code = 0;
try {
  const { values } = parseArgs({
    options: {
      findings: { type: 'string', default: '50000' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) console.log(HELP);
  else console.log(JSON.stringify(await bench(Number(values.findings), values.json)));
} catch (error) {
  code = 1;
  console.error(error.message);
}
for (const stop of stops.reverse()) await stop();
process.exit(code);

async function bench(findings, quiet) {
  const out = output(quiet ? { isTTY: false, write: () => true } : process.stderr);
  await install(out);
  await build(out);
  const database = await benchDatabase(stops);
  await seedEvidence(database.query, findings);
  const service = await startService({ DATABASE_URL: database.url });
  stops.push(service.stop);
  await service.ready;
  await sleep(3_000);
  const { rssMb: idleRssMb } = memoryMb(service.pid);
  const begun = Date.now();
  const { result } = await service.client.post('/workflows/start', {
    ...{ workflowType: 'audit-pack-generation', tenantId: 'default' },
    parameters: { auditType: 'comprehensive' },
  });
  const { reportId } = (await ended(service.client, result.executionArn)).reportResults;
  const seconds = (Date.now() - begun) / 1000;
  const { peakRssMb } = memoryMb(service.pid);
  const folder = mkdtempSync(join(tmpdir(), 'shepherd-pack-'));
  stops.push(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'pack.zip');
  await download(service, reportId, file);
  const { problems, checked } = await verifyPack(file);
  const packMb = Math.round(statSync(file).size / 104_857.6) / 10;
  return { findings, seconds, idleRssMb, peakRssMb, packMb, files: checked.files, problems };
}

async function ended(client, arn) {
  for (;;) {
    const { result } = await client.get(`/workflows/${arn}/status`);
    if (result.status === 'SUCCEEDED') return result.output;
    if (result.status !== 'RUNNING') throw new Error(`${result.status}: ${result.error} ${result.cause}`);
    await sleep(200);
  }
}

async function download({ url, key }, reportId, file) {
  const answer = await fetch(`${url}/reports/${reportId}/download?format=zip`, {
    headers: { authorization: `Bearer ${key}` },
  });
  if (!answer.ok) throw new Error(`the download answered ${answer.status}`);
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(file));
}
