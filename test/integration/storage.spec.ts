import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

  it.each(['../secret', 'a/../../b', '/etc/passwd', 'a//b', '.hidden', 'a\0b', ''])(
    'refuse the key %j',
    async (key) => {
      await expect(storage.put(key, bytes('x'))).rejects.toThrow('is not a storage key');
      await expect(storage.get(key)).rejects.toThrow('is not a storage key');
    },
  );
});

describe('files in a folder', () => {
  it('are for the service alone', async () => {
    await new FolderStorage(folder).put('t/x.txt', bytes('x'));
    expect(statSync(join(folder, 't/x.txt')).mode & 0o777).toBe(0o600);
  });
});
