import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../../shared/error-code.js';
import { checkKey, Storage } from './storage.js';

/** Files under DATA_DIR, for one machine. */
export class FolderStorage extends Storage {
  constructor(private readonly folder: string) {
    super();
  }

  override async put(key: string, content: Uint8Array): Promise<void> {
    const file = join(this.folder, checkKey(key));
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${randomUUID()}`; // a reader sees the old file or the new one, never half
    await writeFile(draft, content, { mode: 0o600 });
    await rename(draft, file);
  }

  override async get(key: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(join(this.folder, checkKey(key)));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  override async delete(key: string): Promise<void> {
    await rm(join(this.folder, checkKey(key)), { force: true });
  }
}
