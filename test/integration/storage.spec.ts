import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AwsClients } from '../../src/platform/aws/index.js';
import { BucketStorage } from '../../src/platform/storage/aws/bucket-storage.js';
import { FolderStorage } from '../../src/platform/storage/folder-storage.js';
import type { Storage } from '../../src/platform/storage/index.js';
import { SystemClock } from '../../src/shared/clock.js';

const MOTO_URL = process.env['MOTO_URL'];
const folder = mkdtempSync(join(tmpdir(), 'shepherd-files-'));
const clients = new AwsClients(
  {
    endpointUrl: MOTO_URL,
    defaultRegion: 'us-east-1',
    maxCallsPerSecond: 50,
    maxConcurrentCalls: 5,
    sessionName: () => 'test',
  },
  new SystemClock(),
);
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: Uint8Array | undefined) =>
  content === undefined ? undefined : new TextDecoder().decode(content);

const kinds: [string, () => Promise<Storage>][] = [
  ['a folder', () => Promise.resolve(new FolderStorage(folder))],
  ...(MOTO_URL === undefined ? [] : ([['a bucket', inBucket]] as [string, () => Promise<Storage>][])),
];

async function inBucket(): Promise<Storage> {
  process.env['AWS_ACCESS_KEY_ID'] ??= 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] ??= 'test';
  const aws = clients.ambient('us-east-1');
  const bucket = `shepherd-files-${Date.now()}`;
  await (await aws.s3()).createBucket({ Bucket: bucket });
  return new BucketStorage(aws, bucket);
}

if (MOTO_URL === undefined) it.skip('files in a bucket (needs MOTO_URL)', () => undefined);

afterAll(() => {
  clients.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(kinds)('files in %s', (_kind, make) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await make();
  });

  it('come back as they were put, the last one counts, and a deleted one is gone', async () => {
    await storage.put('default/reports/a.html', bytes('one'));
    await storage.put('default/reports/a.html', bytes('two'));
    expect(text(await storage.get('default/reports/a.html'))).toBe('two');
    await storage.delete('default/reports/a.html');
    expect(await storage.get('default/reports/a.html')).toBeUndefined();
  });

  it('come as streams, and tell how much there was', async () => {
    const parts = Array.from({ length: 200 }, (_, index) => `${index} `.repeat(10_000));
    const whole = parts.join('');
    const stored = await storage.putStream('default/big.txt', Readable.from(parts.map(bytes)), {
      contentType: 'text/plain',
    });
    expect(stored).toEqual({
      bytes: whole.length,
      sha256: createHash('sha256').update(whole).digest('hex'),
    });
    const back = await storage.getStream('default/big.txt');
    expect(back === undefined ? '' : (await textOf(back)) === whole).toBe(true);
    expect(await storage.getStream('default/none.txt')).toBeUndefined();
  });

  it('stay as they were when a stream breaks', async () => {
    await storage.put('default/broken.txt', bytes('before'));
    async function* breaks() {
      yield bytes('half');
      await Promise.resolve();
      throw new Error('no more');
    }
    await expect(
      storage.putStream('default/broken.txt', Readable.from(breaks()), { contentType: 'text/plain' }),
    ).rejects.toThrow('no more');
    expect(text(await storage.get('default/broken.txt'))).toBe('before');
  });

  it('are listed, with the time at which they were written', async () => {
    const begun = Date.now() - 2_000; // S3 tells seconds
    await storage.put('default/packs/a/b.jsonl', bytes('x'));
    const found = [];
    for await (const one of storage.list()) if (one.key.startsWith('default/packs/')) found.push(one);
    expect(found).toEqual([{ key: 'default/packs/a/b.jsonl', writtenAt: expect.anything() }]);
    expect(found[0]?.writtenAt.getTime()).toBeGreaterThan(begun);
  });

  it.each(['../secret', 'a/../../b', '/etc/passwd', 'a//b', '.hidden', 'a\0b', ''])(
    'refuse the key %j',
    async (key) => {
      await expect(storage.put(key, bytes('x'))).rejects.toThrow('is not a storage key');
      await expect(storage.get(key)).rejects.toThrow('is not a storage key');
    },
  );
});

if (MOTO_URL !== undefined)
  describe('a link to a file in a bucket', () => {
    it('gives the file to whoever has it, under its name', async () => {
      const storage = await inBucket();
      await storage.put('default/r.html', bytes('<p>'));
      const options = { filename: 'report.html', contentType: 'text/html', seconds: 60 };
      const url = await storage.link('default/r.html', options);
      expect(url).toMatch(/X-Amz-Expires=60/);
      const answer = await fetch(url ?? '');
      expect(await answer.text()).toBe('<p>');
    });
  });

describe('files in a folder', () => {
  it('leave no draft behind when a stream breaks', async () => {
    const broken = new Readable({ read: () => broken.destroy(new Error('no more')) });
    await expect(new FolderStorage(folder).putStream('drafts/x.txt', broken)).rejects.toThrow('no more');
    expect(readdirSync(join(folder, 'drafts'))).toEqual([]);
  });

  it('are none before there is a folder', async () => {
    for await (const one of new FolderStorage(join(folder, 'none')).list()) expect(one).toBeUndefined();
  });

  it('have no link: only the service gives them', async () => {
    expect(await new FolderStorage(folder).link()).toBeUndefined();
  });

  it('are for the service alone', async () => {
    await new FolderStorage(folder).put('t/x.txt', bytes('x'));
    expect(statSync(join(folder, 't/x.txt')).mode & 0o777).toBe(0o600);
  });
});
