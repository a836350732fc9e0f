import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../../shared/error-code.js';
import { KEY_BYTES } from './secret-key.js';

/** The key in a file of this machine; undefined where there is none. @throws Error for a file that holds no key */
export async function keyIn(file: string): Promise<Buffer | undefined> {
  try {
    const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64');
    if (key.length !== KEY_BYTES) throw new Error(`${file} holds no key of ${KEY_BYTES} bytes in base64`);
    return key;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The same, made where there is none. Of two processes that make it at once both get the one that stays. */
export async function keyOf(file: string): Promise<Buffer> {
  const there = await keyIn(file);
  if (there !== undefined) return there;
  await make(file);
  const made = await keyIn(file);
  if (made === undefined) throw new Error(`${file} is there and is not`);
  return made;
}

/** It gets its name once it is whole and on the disk: what is sealed with it must not outlive it. */
async function make(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(draft, file).catch((error: unknown) =>
      // a file system without hard links
      codeOf(error) === 'EEXIST' ? undefined : copyFile(draft, file, constants.COPYFILE_EXCL),
    );
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
