import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../shared/clock.js';
import { Config } from '../config/index.js';
import { counter } from '../telemetry/index.js';
import { AddressLocks, peerOf } from './address-locks.js';
import { Authenticator } from './principal.js';
import { RateLimited, RateLimits } from './rate-limits.js';

const refusals = counter(
  'shepherd_keys_refused_total',
  'Requests with a key that is unknown or no longer good',
);
const locked = counter('shepherd_addresses_locked_total', 'Times that an address was locked for wrong keys');

export const PROBES = ['/health/live', '/health/ready'];

const KEPT = 20_000;
/** Of the keys that were used last, where an address is locked: more do not fit beside those that were seen here. */
const RECENT = 10_000;
const REFRESHED_MS = 10_000;

/** Who is asked nothing further: the key that a request shows, if it shows one. */
export interface Shown {
  token: string | undefined;
  /** SHA-256, as keys are kept. */
  hash: string | undefined;
  /** Whom failures are counted for. */
  peer: string;
}

/**
 * The door, before the body of a request is read. Who guesses keys is locked out by address; a key that is known to be
 * good passes all the same, whoever guesses behind the same address: a lock must not shut out a whole office.
 */
@Injectable()
export class Admission {
  readonly #locks: AddressLocks;
  /** Hashes of tokens that were good when they were last looked at; each is authenticated all the same. */
  readonly #proven = new LRUCache<string, true>({ max: KEPT });
  #refreshed: { at: number; done: Promise<void> } | undefined;

  constructor(
    config: Config,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    private readonly authenticator: Authenticator,
  ) {
    this.#locks = new AddressLocks(config.get('KEY_FAILURE_LIMIT'));
  }

  shown(request: Pick<Request, 'headers' | 'ip'>): Shown {
    const token = /^Bearer +(\S{1,256})$/i.exec(request.headers.authorization ?? '')?.[1];
    const hash = token === undefined ? undefined : createHash('sha256').update(token).digest('hex');
    return { token, hash, peer: peerOf(request.ip) };
  }

  /** @throws RateLimited for an address that has used up its second, or shows an unknown key while it is locked */
  async admit(request: Pick<Request, 'headers' | 'ip' | 'path'>): Promise<void> {
    if (PROBES.includes(request.path)) return;
    const { hash, peer } = this.shown(request);
    if (hash !== undefined && this.#proven.has(hash)) return;
    if (hash === undefined) return this.limits.checkAddress(peer);
    if (this.#lockedMs(peer) > 0) {
      await this.#refresh();
      if (this.#proven.has(hash)) return;
      throw new RateLimited(Math.max(1, Math.ceil(this.#lockedMs(peer) / 1000)));
    }
    this.limits.checkAddress(peer);
  }

  proved({ hash }: Shown): void {
    if (hash !== undefined) this.#proven.set(hash, true);
  }

  /** Of a request whose key is none: counts it against its address. @throws RateLimited where it was one too many */
  async failed({ hash, peer }: Shown): Promise<void> {
    if (hash !== undefined) {
      this.#proven.delete(hash);
      refusals.add({});
      const lockMs = this.#locks.fail(peer, this.clock.now().getTime());
      if (lockMs !== undefined) {
        locked.add({});
        this.authenticator.addressLocked(peer, lockMs / 1000);
      }
    }
    await this.limits.takeForAddress(peer);
  }

  #lockedMs(peer: string): number {
    return this.#locks.lockedMs(peer, this.clock.now().getTime());
  }

  /** Keys that this process has not seen yet (it has just started, or the key is new) are good ones too. */
  async #refresh(): Promise<void> {
    const now = this.clock.now().getTime();
    if (this.#refreshed === undefined || Math.abs(now - this.#refreshed.at) >= REFRESHED_MS) {
      const done = this.authenticator.recentHashes(RECENT).then((hashes) => {
        for (const hash of hashes) this.#proven.set(hash, true);
      });
      this.#refreshed = { at: now, done };
      done.catch(() => (this.#refreshed = undefined)); // the next one asks again
    }
    await this.#refreshed.done;
  }
}
