import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isObject, type Json } from '../../asl/index.js';
import { Storage } from '../../platform/storage/index.js';

/** The limit that AWS has for what passes between states. */
const MOST_BYTES = 262_144;

/** Stands for a payload that is too large to pass between states: our own tasks read it from the storage. */
interface ClaimCheck {
  claimCheck: { key: string; bytes: number; sha256: string };
}

/** Passes payloads over 256 KB between our own tasks by reference. */
@Injectable()
export class ClaimChecks {
  constructor(private readonly storage: Storage) {}

  /** The output itself, or what stands for it. */
  async check(tenantId: string, idempotencyKey: string, output: Json): Promise<Json> {
    const text = JSON.stringify(output);
    const bytes = Buffer.byteLength(text);
    if (bytes <= MOST_BYTES) return output;
    const sha256 = createHash('sha256').update(text).digest('hex');
    const name = createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32);
    const key = `${tenantId}/payloads/${name}-${sha256.slice(0, 16)}.json`;
    await this.storage.put(key, Buffer.from(text));
    return { claimCheck: { key, bytes, sha256 } } satisfies ClaimCheck;
  }

  /** Puts the payloads back in their places, wherever in the input they stand. @throws Error when one is gone */
  async redeem(tenantId: string, input: Json): Promise<Json> {
    if (Array.isArray(input)) return Promise.all(input.map((item) => this.redeem(tenantId, item)));
    if (!isObject(input)) return input;
    const { claimCheck } = input;
    if (isObject(claimCheck) && typeof claimCheck['key'] === 'string' && Object.keys(input).length === 1) {
      return this.#read(tenantId, claimCheck['key'], claimCheck['sha256']);
    }
    const entries = Object.entries(input).map(async ([name, value]) => [
      name,
      await this.redeem(tenantId, value),
    ]);
    return Object.fromEntries(await Promise.all(entries)) as Json;
  }

  async #read(tenantId: string, key: string, sha256: Json | undefined): Promise<Json> {
    // a definition can make up a claim check: it must not lead to another tenant's files, nor to other files
    if (!key.startsWith(`${tenantId}/payloads/`)) throw new Error('The claim check is of another tenant');
    const content = await this.storage.get(key);
    if (content === undefined) throw new Error(`The payload ${key} is gone`);
    const text = Buffer.from(content).toString('utf8');
    if (createHash('sha256').update(text).digest('hex') !== sha256)
      throw new Error(`The payload ${key} was changed`);
    return JSON.parse(text) as Json;
  }
}
