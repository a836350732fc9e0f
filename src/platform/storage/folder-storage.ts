import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, opendir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf } from '../../shared/error-code.js';
import { measured } from './measured.js';
import { checkKey, Storage, type Stored } from './storage.js';

/** Files under DATA_DIR, for one machine. */
export class FolderStorage extends Storage {
  constructor(private readonly folder: string) {
    super();
  }

  override async put(key: string, content: Uint8Array): Promise<void> {
    // on the disk before a row says that it is there
    await this.#write(key, (draft) => writeFile(draft, content, { mode: 0o600, flush: true }));
  }

  override async putStream(key: string, content: Readable): Promise<Stored> {
    const { through, stored } = measured();
    await this.#write(key, (draft) =>
      pipeline(content, through, createWriteStream(draft, { mode: 0o600, flush: true })),
    );
    return stored();
  }

  override async get(key: string): Promise<Uint8Array | undefined> {
    return unlessAbsent(readFile(this.#path(key)));
  }

  override async getStream(key: string): Promise<Readable | undefined> {
    const file = await unlessAbsent(open(this.#path(key)));
    return file?.createReadStream();
  }

  override link(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  override async delete(key: string): Promise<void> {
    await rm(this.#path(key), { force: true });
  }

  override async *list(): AsyncGenerator<{ key: string; writtenAt: Date }, void> {
    const files = await unlessAbsent(opendir(this.folder, { recursive: true }));
    for await (const file of files ?? []) {
      if (!file.isFile()) continue;
      const path = join(file.parentPath, file.name);
      const found = await unlessAbsent(stat(path)); // somebody else may have deleted it meanwhile
      const key = relative(this.folder, path).split(sep).join('/');
      if (found !== undefined) yield { key, writtenAt: found.mtime };
    }
  }

  /** Into a draft first: a reader sees the old file or the new one, never half. */
  async #write(key: string, write: (draft: string) => Promise<void>): Promise<void> {
    const file = this.#path(key);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${randomUUID()}`;
    try {
      await write(draft);
      await rename(draft, file);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  #path(key: string): string {
    return join(this.folder, checkKey(key));
  }
}

async function unlessAbsent<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
