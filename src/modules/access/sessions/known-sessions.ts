import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Sessions } from '../../../platform/http/index.js';
import { Clock } from '../../../shared/clock.js';
import { hashOf } from '../domain/api-key.js';
import { SessionStore, type SessionRow } from './sessions.store.js';

/** How long the end of a session in another process may go unnoticed here, as that of a key. */
const KEPT_MS = 5000;
const KEPT = 10_000;

/** Looks sessions up, and keeps what it found for 5 s: a page asks several things at once. */
@Injectable()
export class KnownSessions extends Sessions {
  readonly #kept = new LRUCache<string, SessionRow>({ max: KEPT, ttl: KEPT_MS });

  constructor(
    private readonly store: SessionStore,
    private readonly clock: Clock,
  ) {
    super();
  }

  async keyHashOf(token: string): Promise<string | undefined> {
    return (await this.find(token))?.keyHash;
  }

  /** The session of a browser's cookie, if it may be used now. */
  async find(token: string): Promise<SessionRow | undefined> {
    const hash = hashOf(token);
    const session = this.#kept.get(hash) ?? (await this.store.findByToken(hash));
    if (session === undefined || session.expiresAt <= this.clock.now()) return undefined;
    this.#kept.set(hash, session, { noUpdateTTL: true });
    return session;
  }

  /** Of a session that has ended. */
  forget(token: string): void {
    this.#kept.delete(hashOf(token));
  }
}
