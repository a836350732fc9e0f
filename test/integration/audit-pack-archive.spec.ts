import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import yauzl from 'yauzl';
import { ZipFile } from 'yazl';
import { packArchive } from '../../src/modules/reports/pack-archive.js';
import { verifyPack } from '../../scripts/pack/verify.mjs';
import { auditLog, someSigner, writePack } from '../support/packs.js';

jest.setTimeout(120_000);

const signer = someSigner();
let folder: string;
let path: string;
let whole: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shepherd-pack-'));
  path = join(folder, 'pack.zip');
  await writePack(path, signer);
  whole = await readFile(path);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What is said of these bytes. */
async function problemsOf(bytes: Buffer, key: string | undefined = signer.publicKey): Promise<string[]> {
  const file = join(folder, 'changed.zip');
  await writeFile(file, bytes);
  return (await verifyPack(file, key)).problems;
}

interface Content {
  name: string;
  text: string;
  /** Of its data in the archive. */
  from: number;
  to: number;
}

async function contents(file: string): Promise<Content[]> {
  const zip = await yauzl.openPromise(file, { lazyEntries: true, autoClose: false });
  const found: Content[] = [];
  for await (const entry of zip.eachEntry()) {
    const pieces: Buffer[] = [];
    for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
    const local = entry.relativeOffsetOfLocalHeader;
    const from = local + 30 + whole.readUInt16LE(local + 26) + whole.readUInt16LE(local + 28);
    const text = Buffer.concat(pieces).toString();
    found.push({ name: entry.fileName, text, from, to: from + entry.compressedSize });
  }
  zip.close();
  return found;
}

/** The same files in an archive of somebody else's. */
async function repacked(change: (files: Content[]) => { name: string; text: string }[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, text } of change(await contents(path))) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  const file = join(folder, 'repacked.zip');
  await pipeline(zip.outputStream, createWriteStream(file));
  return readFile(file);
}

describe('a pack', () => {
  it('has the same bytes each time, but for the signatures and their time', async () => {
    const again = join(folder, 'again.zip');
    await writePack(again, signer);
    expect((await readFile(again)).equals(whole)).toBe(true);
    await writePack(again, signer, { signedAt: new Date('2026-07-01T00:00:00Z') });
    const later = await contents(again);
    for (const [index, { name, text }] of (await contents(path)).entries()) {
      if (name === 'manifest.sig') expect(later[index]?.text).not.toBe(text);
      else expect(later[index]).toMatchObject({ name, text });
    }
  });

  it('says that it is as it was signed', async () => {
    expect(await verifyPack(path, signer.publicKey)).toMatchObject({
      problems: [],
      checked: { files: 7, auditLogEntries: 20, keyId: signer.keyId },
    });
    expect(await problemsOf(whole, undefined)).toEqual([]);
  });

  it('fails as a whole where one of its files cannot be read', async () => {
    const broken = packArchive({
      entries: [{ name: 'a', open: () => Promise.reject(new Error('the evidence is gone')) }],
      manifest: () => {
        throw new Error('unreached');
      },
      ...{ signer, signedAt: new Date() },
    });
    await expect(pipeline(broken, createWriteStream(join(folder, 'broken.zip')))).rejects.toThrow(
      'the evidence is gone',
    );
    const halfway = packArchive({
      entries: [
        {
          name: 'a',
          open: () =>
            Promise.resolve(
              Readable.from(
                (async function* () {
                  yield await Promise.resolve('one');
                  throw new Error('it broke off');
                })(),
              ),
            ),
        },
      ],
      manifest: () => {
        throw new Error('unreached');
      },
      ...{ signer, signedAt: new Date() },
    });
    await expect(pipeline(halfway, createWriteStream(join(folder, 'broken.zip')))).rejects.toThrow(
      'it broke off',
    );
  });
});

describe('a changed byte', () => {
  it('shows wherever it is', async () => {
    const unseen: number[] = [];
    for (let n = 0; n < 600; n++) {
      // all of the end and of the first header, and places all over
      const offset =
        n < 150 ? whole.length - 1 - n * 4 : n < 200 ? n - 150 : Math.floor(Math.random() * whole.length);
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(offset) ^ (1 << (n % 8)), offset);
      if ((await problemsOf(bytes)).length === 0) unseen.push(offset);
    }
    expect(unseen).toEqual([]);
  });

  it('shows in the name of a field of the manifest too', async () => {
    const bytes = await repacked((files) =>
      files.map(({ name, text }) => ({
        name,
        text: name === 'manifest.json' ? text.replace('"files"', '"filez"') : text,
      })),
    );
    expect((await problemsOf(bytes)).join('\n')).toContain('manifest.json is no manifest');
  });

  it('is named by the file that it is in', async () => {
    for (const { name, from, to } of await contents(path)) {
      const bytes = Buffer.from(whole);
      const offset = Math.floor((from + to) / 2);
      bytes.writeUInt8(bytes.readUInt8(offset) ^ 16, offset);
      expect([name, (await problemsOf(bytes)).join('\n')]).toEqual([name, expect.stringContaining(name)]);
    }
  });

  it('shows where bytes are missing or were added', async () => {
    for (const bytes of [whole.subarray(0, -1), whole.subarray(1), Buffer.concat([whole, Buffer.from('x')])])
      expect(await problemsOf(bytes)).not.toEqual([]);
    expect(await problemsOf(Buffer.alloc(0))).not.toEqual([]);
  });
});

describe('what somebody did to the files', () => {
  it('is named', async () => {
    const changed = await repacked((files) =>
      files
        .filter(({ name }) => name !== 'README.txt')
        .map(({ name, text }) => ({
          name,
          text: name === 'data/findings.jsonl' ? text.replace('high', 'low') : text,
        }))
        .concat({ name: 'data/more.txt', text: 'more' }),
    );
    expect(await problemsOf(changed)).toEqual(
      expect.arrayContaining([
        'data/findings.jsonl was changed',
        'README.txt is missing',
        'data/more.txt was added',
      ]),
    );
  });

  it('shows where nothing but the archive around them is another', async () => {
    expect(await problemsOf(await repacked((files) => files))).toEqual([
      expect.stringContaining('no file was changed'),
      expect.anything(),
    ]);
  });

  it('is named by the entry of the audit log that does not follow', async () => {
    const changed = await repacked((files) =>
      files.map(({ name, text }) => ({
        name,
        text: name === 'data/audit-log.jsonl' ? text.replace('"n":7', '"n":8') : text,
      })),
    );
    expect(await problemsOf(changed)).toContain(
      'data/audit-log.jsonl: entry 7 (aud_7) does not follow the entry before it',
    );
  });

  it('shows in the chain even where the service itself had left an entry out', async () => {
    const log = auditLog(20);
    const text = log.text.replace(/.*"aud_9".*\n/, '');
    const file = join(folder, 'left-out.zip');
    await writePack(file, signer, { log: { ...log, text } });
    expect((await verifyPack(file, signer.publicKey)).problems).toEqual([
      'data/audit-log.jsonl: entry 9 (aud_10) does not follow the entry before it',
    ]);
  });

  it('does not help to sign it anew with another key', async () => {
    const forged = join(folder, 'forged.zip');
    await writePack(forged, someSigner(), { log: auditLog(19) });
    expect((await verifyPack(forged, signer.publicKey)).problems).toContainEqual(
      expect.stringContaining('signed by another key'),
    );
    expect((await verifyPack(forged)).problems).toEqual([]); // why the key is to be had by another way
  });
});

describe('npm run verify-pack', () => {
  const run = (...words: string[]) =>
    promisify(execFile)(process.execPath, ['scripts/verify-pack.mjs', ...words], {
      env: { PATH: process.env['PATH'] },
    });

  it('says what it has checked, and that is all', async () => {
    const key = join(folder, 'key.pem');
    await writeFile(key, signer.publicKey);
    const { stdout } = await run(path, '--key', key);
    expect(stdout.match(/^ok: /gm)).toHaveLength(3);
    expect(stdout).toContain(signer.keyId);
    expect((await run(path)).stdout).toContain('compare it with GET /reports/signing-key');
  });

  it('ends with 1, and names the file', async () => {
    const file = join(folder, 'changed.zip');
    const bytes = Buffer.from(whole);
    const [first] = await contents(path);
    const offset = (first?.from ?? 0) + 3;
    bytes.writeUInt8(bytes.readUInt8(offset) ^ 1, offset);
    await writeFile(file, bytes);
    await expect(run(file)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('README.txt') as unknown,
    });
    await expect(run(join(folder, 'none.zip'))).rejects.toMatchObject({ code: 1 });
    await expect(run()).rejects.toMatchObject({ code: 1 });
  });
});
