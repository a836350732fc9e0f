import { randomBytes } from 'node:crypto';
import { constants, copyFileSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { codeOf } from '../../shared/error-code.js';
import { KEY_BYTES, keyOf } from './domain/api-key.js';

/**
 * The platform key: SHEPHERD_API_KEY, else the one in DATA_DIR, which the first start makes. It is looked for when
 * it is first asked for, so a process without an API needs none.
 */
@Injectable()
export class BootstrapKey {
  #found: { key: string; created: boolean } | undefined;

  constructor(private readonly config: Config) {}

  get key(): string {
    return this.#find().key;
  }

  /** The one that it has replaced, which is still good. */
  get previous(): string | undefined {
    return this.config.get('SHEPHERD_API_KEY_PREVIOUS');
  }

  /** Whether this process made it: the one moment to show it. */
  get created(): boolean {
    return this.#find().created;
  }

  /** Where a made key is kept. */
  get file(): string {
    return resolve(join(this.config.get('DATA_DIR'), 'bootstrap-key'));
  }

  #find(): { key: string; created: boolean } {
    const given = this.config.get('SHEPHERD_API_KEY');
    this.#found ??= given === undefined ? keyIn(this.file) : { key: given, created: false };
    return this.#found;
  }
}

function keyIn(file: string): { key: string; created: boolean } {
  const there = read(file);
  if (there !== undefined) return { key: there, created: false };
  const key = keyOf(randomBytes(KEY_BYTES));
  if (create(file, key)) return { key, created: true };
  const winner = read(file); // of two processes that start at once
  if (winner === undefined) throw new Error(`${file} is there and is not`);
  return { key: winner, created: false };
}

/** Gives the file its name once it is whole, so that nobody reads half a key. False when somebody was first. */
function create(file: string, key: string): boolean {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${key}\n`, { flag: 'wx', mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    return copied(draft, file); // a file system without hard links
  } finally {
    rmSync(draft, { force: true });
  }
}

function copied(draft: string, file: string): boolean {
  try {
    copyFileSync(draft, file, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function read(file: string): string | undefined {
  try {
    const key = readFileSync(file, 'utf8').trim();
    if (!/^\S{32,256}$/.test(key)) throw new Error(`${file} holds no key; delete it to have a new one made`);
    return key;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
