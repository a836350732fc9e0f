import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

jest.setTimeout(150_000);

const FINDINGS = 50_000;

/** With the database and the whole service around it: npm run bench:pack. */
describe('the making of a pack of 50,000 findings', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shepherd-pack-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('takes less than 200 MB and a minute, with as many transitions and entries of the audit log', async () => {
    const script = 'test/support/pack-generator.mjs';
    const { stdout } = await promisify(execFile)(process.execPath, [script, folder, String(FINDINGS)], {
      env: { PATH: process.env['PATH'] },
    });
    const { rows, seconds, peakRssMb } = JSON.parse(stdout) as Record<string, number>;
    expect(rows).toBe(FINDINGS);
    expect((await stat(join(folder, 'pack.zip'))).size).toBeGreaterThan(10_000_000);
    expect(peakRssMb).toBeLessThan(200);
    expect(seconds).toBeLessThan(60);
  });
});
