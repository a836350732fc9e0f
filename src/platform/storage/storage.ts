import type { Readable } from 'node:stream';

/** What was written, so that whoever reads it can tell whether it is that. */
export interface Stored {
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
}

/** How a browser is to take a file. */
export interface LinkOptions {
  filename: string;
  contentType: string;
  seconds: number;
}

/** Files that people download: reports, packs. Keys are relative paths such as `default/reports/x.html`. */
export abstract class Storage {
  abstract put(key: string, content: Uint8Array): Promise<void>;
  /**
   * Writes what the stream gives, in bounded memory; a reader sees the old file or the new one, never half.
   * @throws what the stream fails with: nothing is then there, or the file of before
   */
  abstract putStream(key: string, content: Readable, options: { contentType: string }): Promise<Stored>;
  /** The content, or undefined where there is no such file. */
  abstract get(key: string): Promise<Uint8Array | undefined>;
  abstract getStream(key: string): Promise<Readable | undefined>;
  /** An address that gives the file to whoever has it, for so long; undefined where only the service can give it. */
  abstract link(key: string, options: LinkOptions): Promise<string | undefined>;
  abstract delete(key: string): Promise<void>;
  /** All there is, in no order: also what a writer that died has left half-way. */
  abstract list(): AsyncIterable<{ key: string; writtenAt: Date }>;
}

const KEY = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;

/** @throws Error for a key that could leave its folder; keys are made by us, so this is a mistake in the code */
export function checkKey(key: string): string {
  if (!KEY.test(key)) throw new Error(`"${key}" is not a storage key`);
  return key;
}
