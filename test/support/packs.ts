import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { EvidenceRow } from '../../src/platform/evidence/index.js';
import { chainNext, chainStart, withHash } from '../../src/modules/reports/domain/pack/chain.js';
import { manifestOf } from '../../src/modules/reports/domain/pack/manifest.js';
import type { Pack } from '../../src/modules/reports/domain/pack/pack.js';
import { csvOf, inPieces, rowsOf } from '../../src/modules/reports/evidence-lines.js';
import { packArchive } from '../../src/modules/reports/pack-archive.js';
import type { PackSigner } from '../../src/modules/reports/signing-keys.service.js';
import { Readable } from 'node:stream';

export const somePack: Pack = {
  ...{ reportId: `rpt_${'0'.repeat(32)}`, tenantId: 'acme', auditType: 'comprehensive', framework: null },
  ...{ from: '2026-05-01T00:00:00.000Z', to: '2026-06-01T00:00:00.000Z' },
  ...{ includeEvidence: true, format: 'zip' },
};

export function someSigner(): PackSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const keyId = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
  return {
    ...{ keyId, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() },
    sign: (text) => Promise.resolve(sign(null, Buffer.from(text), privateKey).toString('base64')),
  };
}

/** An audit log of so many entries, chained as packs have it. */
export function auditLog(entries: number): { text: string; previous: string; head: string } {
  const previous = chainStart('acme');
  let hash = previous;
  let text = '';
  for (let n = 1; n <= entries; n++) {
    const entry = JSON.stringify({ id: `aud_${n}`, at: somePack.from, actor: 'ann@acme.test', after: { n } });
    hash = chainNext(hash, entry);
    text += `${withHash(entry, hash)}\n`;
  }
  return { text, previous, head: hash };
}

/** Writes a small pack, as the service does. @param changed puts other files in the place of some, after they were counted */
export async function writePack(
  path: string,
  signer: PackSigner,
  {
    signedAt = new Date('2026-06-01T09:00:00Z'),
    log = auditLog(20),
    rows = [{ id: 'fnd_1', title: '=1+1\u2028', severity: 'high' }] as readonly EvidenceRow[],
  } = {},
): Promise<void> {
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const text = (name: string, content: string) => ({
    name,
    open: () => Promise.resolve(Readable.from([content])),
  });
  const { previous, head } = log;
  const entries = log.text.split('\n').length - 1;
  const chain = { file: 'data/audit-log.jsonl', entries, entriesBefore: 0, previous, head };
  const table = inPieces(csvOf(rowsOf(Readable.from([Buffer.from(lines)])), ['id', 'title', 'severity']));
  await pipeline(
    packArchive({
      entries: [
        text('README.txt', 'How to read it\n'.repeat(50)),
        text('data/audit-log.jsonl', log.text),
        text('data/findings.jsonl', lines),
        { name: 'data/findings.csv', open: () => Promise.resolve(table) },
        text('index.html', '<!doctype html><p>a pack</p>'),
      ],
      manifest: (files) => manifestOf(somePack, '1.2.3', chain, files),
      ...{ signer, signedAt },
    }),
    createWriteStream(path),
  );
}
