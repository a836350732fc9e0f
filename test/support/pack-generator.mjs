import { generateKeyPairSync, sign } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';

// A process of its own that collects and packs so many findings and transitions, and tells what it took.
const [folder, count] = [process.argv[2], Number(process.argv[3])];
const built = (path) => import(new URL(`../../dist/${path}`, import.meta.url).href);
const { collectSource, keyOf } = await built('modules/reports/evidence-collecting.js');
const { csvOf, inPieces, rowsOf } = await built('modules/reports/evidence-lines.js');
const { packArchive } = await built('modules/reports/pack-archive.js');
const { manifestOf } = await built('modules/reports/domain/pack/manifest.js');
const { FolderStorage } = await built('platform/storage/folder-storage.js');

const pack = {
  ...{ reportId: `rpt_${'0'.repeat(32)}`, tenantId: 'acme', auditType: 'comprehensive', framework: null },
  ...{ from: '2026-05-01T00:00:00.000Z', to: '2026-06-01T00:00:00.000Z' },
  ...{ includeEvidence: true, format: 'zip' },
};
/** Nothing of it repeats for long: the compressor has work to do. */
const row = (n) => ({
  ...{
    id: `fnd_${String(n).padStart(32, '0')}`,
    status: n % 3 === 0 ? 'resolved' : 'open',
    severity: 'high',
  },
  ...{ resourceArn: `arn:aws:ec2:eu-west-1:123456789012:volume/vol-${(n * 2654435761) % 4294967296}` },
  ...{ at: new Date(Date.parse(pack.from) + n), title: 'A volume is not as it has to be' },
  evidence: { note: Array.from({ length: 20 }, (_, k) => ((n + 7) * (k + 3) * 48271) % 2147483647) },
});
async function* rows() {
  for (let n = 0; n < count; n++) {
    if (n % 1000 === 0) await turn(); // as a page of the database would
    yield row(n);
  }
}
const source = (name, isChained) => ({
  ...{ name, title: name, about: '', part: 'compliance', rows, isChained, tally: ['status'] },
  columns: ['id', 'status', 'severity', 'resourceArn', 'at', 'title', 'evidence'],
});
const sources = [source('findings'), source('finding-transitions'), source('audit-log', true)];
const storage = new FolderStorage(folder);
const pair = generateKeyPairSync('ed25519');
const begun = Date.now();
const collected = [];
for (const one of sources)
  collected.push(await collectSource(one, pack, storage, AbortSignal.timeout(100_000)));
const entries = sources.flatMap(({ name, columns }) => [
  { name: `data/${name}.jsonl`, open: () => storage.getStream(keyOf(pack, name)) },
  {
    name: `data/${name}.csv`,
    open: async () => inPieces(csvOf(rowsOf(await storage.getStream(keyOf(pack, name))), columns)),
  },
]);
const signer = {
  ...{ keyId: 'x', publicKey: 'x' },
  sign: async (text) => sign(null, Buffer.from(text), pair.privateKey).toString('base64'),
};
await pipeline(
  packArchive({
    entries,
    manifest: (files) => manifestOf(pack, '1', null, files),
    signer,
    signedAt: new Date(),
  }),
  createWriteStream(join(folder, 'pack.zip')),
);
const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ rows: collected[0].rows, seconds: (Date.now() - begun) / 1000, peakRssMb }));
