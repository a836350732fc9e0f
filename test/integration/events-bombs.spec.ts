import { constants, createGzip, gzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TrailFiles } from '../../src/modules/events/aws/trail-files.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { EVENT_REGION } from '../support/event-messages.js';

const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;
const MB = 1024 * 1024;

/** What whoever may write into a bucket of CloudTrail's could leave there. */
describeIf('a file in a bucket that unzips to more than it should (needs MOTO_URL)', () => {
  const variables = { ...process.env };
  const bucket = `bombs-${process.pid}-${Date.now()}`;
  let s3: S3;
  let app: TestApp;
  let files: TrailFiles;
  beforeAll(async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
    s3 = new S3({ region: EVENT_REGION, endpoint: MOTO_URL ?? '', forcePathStyle: true });
    await s3.createBucket({
      Bucket: bucket,
      CreateBucketConfiguration: { LocationConstraint: EVENT_REGION },
    });
    app = await startTestApp({ ROLE: 'api', AWS_REGION: EVENT_REGION });
    files = app.app.get(TrailFiles, { strict: false });
  }, 60_000);
  afterAll(async () => {
    await app.close();
    s3.destroy();
    process.env = variables;
  });

  /** Reads it, and tells how much was given on and how much memory that took. */
  async function read(key: string, body: Buffer) {
    await s3.putObject({ Bucket: bucket, Key: key, Body: body });
    let records = 0;
    let peak = 0;
    const before = process.memoryUsage().rss;
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss - before)), 5);
    const began = performance.now();
    const error = await files
      .read({ bucket, key, region: EVENT_REGION }, (texts) => {
        records += texts.length;
        return Promise.resolve();
      })
      .then(
        () => undefined,
        (failed: Error & { isLasting?: boolean }) => failed,
      )
      .finally(() => clearInterval(timer));
    return { records, peakMb: peak / MB, error, ms: performance.now() - began };
  }

  async function zipped(parts: Iterable<string>): Promise<Buffer> {
    return buffer(Readable.from(parts).pipe(createGzip({ level: constants.Z_BEST_SPEED })));
  }
  function* repeated(start: string, part: string, times: number, end: string) {
    yield start;
    for (let i = 0; i < times; i += 1) yield part;
    yield end;
  }

  it.each([
    ['one text without end', '{"Records":[{"eventName":"', 'a'.repeat(MB)],
    ['spaces', '{"Records":[', ' '.repeat(MB)],
    ['lists in lists', '{"Records":[{"a":', '['.repeat(MB)],
    ['what no key of it is about', '{"x":"', 'a'.repeat(MB)],
  ])('is left at 50 MB, for good: %s', async (what, start, part) => {
    const body = await zipped(repeated(start, part, 300, ''));
    expect(body.length).toBeLessThan(3 * MB);
    const { error, records, peakMb } = await read(`${what}.json.gz`, body);
    expect(error).toMatchObject({
      isLasting: true,
      message: expect.stringMatching(/more than 52428800 bytes/) as unknown,
    });
    expect(records).toBe(0);
    expect(peakMb).toBeLessThan(250);
  });

  it('gives no more on than its first 50 MB', async () => {
    const record = `{"eventID":"${'x'.repeat(1000)}"},`;
    const { error, records } = await read(
      'many.json.gz',
      await zipped(repeated('{"Records":[', record.repeat(1000), 200, '')),
    );
    expect(error).toMatchObject({ isLasting: true });
    expect(records).toBeLessThan((50 * MB) / record.length);
  });

  it('is unzipped once: what is in it is not', async () => {
    const inner = gzipSync(Buffer.alloc(30 * MB, 'a'));
    const { error, peakMb } = await read('twice.json.gz', gzipSync(inner));
    expect(error).toMatchObject({
      isLasting: true,
      message: expect.stringMatching(/no file of CloudTrail/) as unknown,
    });
    expect(peakMb).toBeLessThan(50);
  });
});
