import { createHash } from 'node:crypto';
import { PassThrough, Readable, Transform, pipeline } from 'node:stream';
import { manifestText, type Manifest, type PackFile } from './domain/pack/manifest.js';
import {
  archiveStatement,
  manifestSignature,
  manifestStatement,
  SEAL_BYTES,
  sealText,
} from './domain/pack/signed.js';
import type { PackSigner } from './signing-keys.service.js';

/** A file on its way into a pack; `open` is called when its turn has come. */
export interface PackEntry {
  name: string;
  rows?: number;
  open: () => Promise<AsyncIterable<string | Buffer>>;
}

export interface PackContent {
  entries: readonly PackEntry[];
  /** The manifest of what was written. */
  manifest: (files: readonly PackFile[]) => Manifest;
  signer: PackSigner;
  signedAt: Date;
}

/** The first moment that a ZIP can tell, in whatever timezone: each entry has it. */
const BEGINNING = new Date(1980, 0, 1);

/**
 * A pack as a ZIP, a piece at a time: the entries in their order, manifest.json, manifest.sig, and the seal of all that as
 * the archive's comment. Of the same entries it gives the same bytes, but for the signatures and their time.
 */
export function packArchive(content: PackContent): Readable {
  const archive = new PassThrough();
  // nothing is read before somebody reads: the stream may wait for its turn for minutes
  return Readable.from(begun(archive, content), { objectMode: false });
}

async function* begun(archive: PassThrough, content: PackContent): AsyncGenerator<Buffer, void> {
  const { ZipFile } = await import('yazl');
  const { entries, manifest, signer, signedAt } = content;
  const signing = { keyId: signer.keyId, signedAt: signedAt.toISOString() };
  const zip = new ZipFile();
  const files: PackFile[] = [];
  const options = { mtime: BEGINNING, forceDosTimestamp: true, mode: 0o100644 };
  const fail = (error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error)));
  zip.on('error', fail);
  const add = ({ name, rows, open }: PackEntry, isCounted = true) =>
    zip.addReadStreamLazy(name, options, (give) => {
      const { through, file } = counted(name, rows);
      through.on('error', fail);
      through.on('end', () => isCounted && files.push(file()));
      open()
        .then((source) => {
          give(null, through);
          pipeline(Readable.from(source), through, (error) => {
            if (error) fail(error);
          });
        })
        .catch(fail);
    });
  let manifestSha256 = '';
  entries.forEach((entry) => add(entry));
  add({
    name: 'manifest.json',
    open: () => {
      const text = manifestText(manifest(files));
      manifestSha256 = createHash('sha256').update(text).digest('hex');
      return Promise.resolve(Readable.from([Buffer.from(text)]));
    },
  });
  add({
    name: 'manifest.sig',
    open: async () => {
      const signature = await signer.sign(manifestStatement(manifestSha256, signing));
      const signed = { ...signing, publicKey: signer.publicKey, sha256: manifestSha256 };
      return Readable.from([Buffer.from(manifestSignature(signed, signature))]);
    },
  });
  zip.end({ comment: ' '.repeat(SEAL_BYTES), forceZip64Format: false });
  const seal = sealing(async (bytes, sha256) => {
    const signature = await signer.sign(archiveStatement(bytes, sha256, signing));
    return sealText(bytes, sha256, signing, signature);
  });
  pipeline(Readable.from(zip.outputStream), seal, archive, () => undefined); // the error is the archive's
  for await (const piece of archive) yield piece as Buffer;
}

/** Passes everything on, and knows afterwards what it was. */
function counted(name: string, rows: number | undefined): { through: Transform; file: () => PackFile } {
  const hash = createHash('sha256');
  let bytes = 0;
  const through = new Transform({
    writableObjectMode: true,
    transform(chunk: string | Buffer, _encoding, done) {
      const buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      bytes += buffer.length;
      hash.update(buffer);
      done(null, buffer);
    },
  });
  const file = () => ({ name, bytes, sha256: hash.digest('hex'), ...(rows === undefined ? {} : { rows }) });
  return { through, file };
}

/** Puts the seal of all that came before into the place that was left for it at the very end. */
function sealing(sealOf: (bytes: number, sha256: string) => Promise<string>): Transform {
  const hash = createHash('sha256');
  let bytes = 0;
  let held: Buffer = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const all = Buffer.concat([held, chunk]);
      const ready = all.subarray(0, Math.max(0, all.length - SEAL_BYTES));
      held = all.subarray(ready.length);
      bytes += ready.length;
      hash.update(ready);
      done(null, ready.length > 0 ? ready : undefined);
    },
    flush(done) {
      sealOf(bytes, hash.digest('hex')).then(
        (text) => done(null, Buffer.from(text)),
        (error: unknown) => done(error as Error),
      );
    },
  });
}
