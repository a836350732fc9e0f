import { once } from 'node:events';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import PQueue from 'p-queue';
import { AwsClients, failureOf } from '../../../platform/aws/index.js';
import { Config } from '../../../platform/config/index.js';
import { NoTrailFile, RecordSplitter } from '../domain/record-splitter.js';
import type { TrailFile } from '../domain/trail-files.js';

/** A file that cannot be read. `isLasting`: not by trying again in a moment. */
export class TrailFileError extends Error {
  constructor(
    message: string,
    readonly isLasting: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Unzipped. CloudTrail's files have a few, yet a small file can unzip to anything. */
const MOST_BYTES = 50 * 1024 * 1024;
const CHUNK = 200;
/** Of one process: each holds a chunk of records, and their texts. */
const AT_ONCE = 4;
const STALLED_MS = 60_000;
const GZIP = [0x1f, 0x8b];
const LASTING = new Set(['denied', 'not_found', 'unsupported']);

/** Reads the files that CloudTrail writes into buckets, with the credentials of the process itself. */
@Injectable()
export class TrailFiles {
  readonly #turns = new PQueue({ concurrency: AT_ONCE });

  constructor(
    private readonly clients: AwsClients,
    private readonly config: Config,
  ) {}

  /**
   * Gives the texts of the file's records to `take`, 200 at a time, as they come.
   * @throws TrailFileError, or what `take` throws
   */
  read(file: TrailFile, take: (records: string[]) => Promise<void>): Promise<void> {
    return this.#turns.add(() => this.#read(file, take));
  }

  async #read(file: TrailFile, take: (records: string[]) => Promise<void>): Promise<void> {
    const splitter = new RecordSplitter();
    const decoder = new TextDecoder();
    let records: string[] = [];
    for await (const bytes of this.#unzipped(file)) {
      records.push(...(await told(file, () => splitter.push(decoder.decode(bytes, { stream: true })))));
      for (; records.length >= CHUNK; records = records.slice(CHUNK)) await take(records.slice(0, CHUNK));
    }
    if (records.length > 0) await take(records);
    await told(file, () => splitter.end());
  }

  async *#unzipped(file: TrailFile): AsyncGenerator<Uint8Array> {
    const body = await told(file, () => this.#get(file));
    body.on('error', () => undefined); // who reads is told; without this one the process would end between two reads
    const stalled = setTimeout(() => body.destroy(new Error('S3 sends nothing any more')), STALLED_MS);
    try {
      const stream = await told(file, () => gunzipped(body));
      const parts = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
      for (let size = 0; ;) {
        const { value } = await told(file, () => parts.next());
        if (value === undefined) return;
        stalled.refresh();
        size += value.length;
        if (size > MOST_BYTES)
          throw new TrailFileError(`${nameOf(file)}: it has more than ${MOST_BYTES} bytes`, true);
        yield value;
      }
    } finally {
      clearTimeout(stalled);
      body.destroy();
    }
  }

  async #get({ bucket, key, region }: TrailFile): Promise<Readable> {
    const get = async (where: string) => {
      const s3 = await this.clients.ambient(where).s3();
      return (await s3.getObject({ Bucket: bucket, Key: key })).Body as Readable; // in Node it is one
    };
    try {
      return await get(region ?? this.config.get('AWS_REGION'));
    } catch (error) {
      const elsewhere = bucketRegion(error);
      if (elsewhere === undefined) throw error;
      return get(elsewhere);
    }
  }
}

/** CloudTrail's files are gzip; who copies them may have unzipped them. */
async function gunzipped(body: Readable): Promise<Readable> {
  let first = body.read(2) as Buffer | null;
  while (first === null && !body.readableEnded) {
    await Promise.race([once(body, 'readable'), once(body, 'end')]);
    first = body.read(2) as Buffer | null;
  }
  if (first === null) return body;
  body.unshift(first);
  if (first[0] !== GZIP[0] || first[1] !== GZIP[1]) return body;
  return pipeline(body, createGunzip(), () => undefined); // an error of either ends the stream that is read
}

/** Where S3 says that the bucket is, when it was asked in another region (AmazonS3/latest/userguide/Redirects.html). */
function bucketRegion(error: unknown): string | undefined {
  const { $response } = error as { $response?: { headers?: Record<string, string>; statusCode?: number } };
  if (![301, 307, 400].includes($response?.statusCode ?? 0)) return undefined;
  return $response?.headers?.['x-amz-bucket-region'];
}

const nameOf = ({ bucket, key }: TrailFile): string => `s3://${bucket}/${key}`;

/** Turns what goes wrong into words about the file. */
async function told<T>(file: TrailFile, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TrailFileError) throw error;
    if (error instanceof NoTrailFile)
      throw new TrailFileError(`${nameOf(file)} is no file of CloudTrail: ${error.message}`, true);
    const { failure, code, message } = failureOf(error);
    const isLasting = LASTING.has(failure) || code.startsWith('Z_');
    throw new TrailFileError(`${nameOf(file)}: ${code}: ${message}`, isLasting, { cause: error });
  }
}
