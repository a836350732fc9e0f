import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { ApiKeyStore, type KnownKey } from './api-keys.store.js';
import { isUsable } from './domain/api-key.js';

/** How long a revocation in another process may go unnoticed here. */
const KEPT_MS = 5000;
const KEPT_KEYS = 10_000;

/**
 * Looks keys up, and keeps what it found for 5 s: a busy client costs one query instead of thousands. Unknown keys
 * are not kept, so that a new key works at once and a guesser fills nothing.
 */
@Injectable()
export class KnownKeys {
  readonly #kept = new Map<string, { key: KnownKey; until: number }>();
  /** Look-ups under way: requests that come meanwhile wait for the same one, so that a slow database is not asked more. */
  readonly #looking = new Map<string, Promise<KnownKey | undefined>>();
  #forgotten = 0;

  constructor(
    private readonly store: ApiKeyStore,
    private readonly clock: Clock,
  ) {}

  /** The key of this SHA-256 (hex), if it may be used now. */
  async find(hash: string): Promise<KnownKey | undefined> {
    const now = this.clock.now();
    const kept = this.#kept.get(hash);
    if (kept !== undefined && kept.until > now.getTime())
      return isUsable(kept.key, now) ? kept.key : undefined;
    this.#kept.delete(hash);
    const looking = this.#looking.get(hash) ?? this.#look(hash);
    this.#looking.set(hash, looking);
    try {
      return await looking;
    } finally {
      if (this.#looking.get(hash) === looking) this.#looking.delete(hash);
    }
  }

  async #look(hash: string): Promise<KnownKey | undefined> {
    const now = this.clock.now();
    const before = this.#forgotten;
    const key = await this.store.findByHash(hash);
    if (key === undefined || !isUsable(key, now)) return undefined;
    // one that was revoked while the row was read must not be kept
    if (before === this.#forgotten) this.#keep(hash, key, now.getTime() + KEPT_MS);
    return key;
  }

  /** Hashes of keys that may be used now; those that were used last first. */
  recentHashes(most: number): Promise<string[]> {
    return this.store.recentHashes(most);
  }

  /** Of a key that has been revoked. */
  forget(id: string): void {
    this.#forgotten += 1;
    this.#looking.clear(); // who asks from now on must not be told of the time before
    for (const [hash, { key }] of this.#kept) if (key.id === id) this.#kept.delete(hash);
  }

  #keep(hash: string, key: KnownKey, until: number): void {
    const oldest = this.#kept.keys().next();
    if (this.#kept.size >= KEPT_KEYS && oldest.done !== true) this.#kept.delete(oldest.value);
    this.#kept.set(hash, { key, until });
  }
}
