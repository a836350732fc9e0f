import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { AppError, forbidden } from '../../shared/app-error.js';
import { Clock } from '../../shared/clock.js';
import { Config } from '../config/index.js';
import { counter } from '../telemetry/index.js';
import { AddressLocks, peerOf } from './address-locks.js';
import { Authenticator, Sessions, type Principal } from './principal.js';
import { RateLimited, RateLimits } from './rate-limits.js';
import { isOwnPages } from './session-cookie.js';
import { bringsBody, hashOf, shownBy, type Asking, type Shown } from './shown.js';

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

/** Pages that links open take a form from who has no key. Nothing else takes a body without one. */
export const opensLink = ({ path }: Pick<Request, 'path'>): boolean => /^\/links\//i.test(path);

/** Who signs in has no key in the header yet. */
const signsIn = ({ path, method }: Pick<Request, 'path' | 'method'>): boolean =>
  method === 'POST' && /^\/session\/?$/i.test(path);

const DOCS = /^\/docs(-json|-yaml)?(\/|$)/i;

/**
 * The door, before the body of a request is read. Who guesses keys is locked out by address; a key that is known to be
 * good passes all the same, whoever guesses behind the same address: a lock must not shut out a whole office.
 */
@Injectable()
export class Admission {
  readonly #locks: AddressLocks;
  /** Hashes of tokens that were good when they were last looked at; each is authenticated all the same. */
  readonly #proven = new LRUCache<string, true>({ max: KEPT });
  /** What came of looking at a request's key, and of counting its address: each is done once. */
  readonly #principals = new WeakMap<object, Promise<Principal>>();
  readonly #visitors = new WeakMap<object, Promise<void>>();
  #refreshed: { at: number; done: Promise<void> } | undefined;

  constructor(
    config: Config,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    private readonly authenticator: Authenticator,
    private readonly sessions: Sessions,
  ) {
    this.#locks = new AddressLocks(config.get('KEY_FAILURE_LIMIT'));
  }

  /**
   * Before the body is read. A body is read of who has shown a good key alone, to sign in, or to open a link.
   * @throws RateLimited for an address that has used up its second, or shows an unknown key while it is locked, and
   * for a key that has; AppError UNAUTHENTICATED
   */
  async admit(request: Asking): Promise<void> {
    const hasBody = bringsBody(request);
    if (PROBES.includes(request.path) && !hasBody) return;
    await this.#pass(shownBy(request));
    // no guard stands before the pages of the OpenAPI document, and it is a large one
    if (DOCS.test(request.path)) await this.visitor(request);
    if (hasBody)
      await (opensLink(request) || signsIn(request) ? this.visitor(request) : this.principal(request));
  }

  /**
   * Who asks, by the key in the header or a browser's session. @throws as admit(), and FORBIDDEN for a change that a
   * session makes without its CSRF token
   */
  principal(request: Asking): Promise<Principal> {
    return once(this.#principals, request, async () => {
      const shown = shownBy(request);
      try {
        const principal = await this.#identified(shown);
        if (shown.by === 'session' && !isOwnPages(request, shown.token ?? ''))
          throw forbidden("Send the session's csrfToken (GET /session) as X-CSRF-Token");
        return principal;
      } catch (error) {
        if (isNoKey(error)) await this.limits.takeForAddress(shown.peer);
        throw error;
      }
    });
  }

  /** Whether the key of a request that was let in is good still: for answers that take long. */
  async isStillGood(request: Asking): Promise<boolean> {
    return (await this.#principalOf(shownBy(request))) !== undefined;
  }

  /** Who needs no key is counted by address. @throws RateLimited */
  visitor(request: Asking): Promise<void> {
    return once(this.#visitors, request, () => this.limits.takeForAddress(peerOf(request.ip)));
  }

  /**
   * Who asks, by a key that a visitor shows elsewhere than in the header: a wrong one counts as it does there. The
   * request itself was counted when it came. @throws as admit()
   */
  async byKey(token: string, { ip }: Pick<Request, 'ip'>): Promise<Principal> {
    const shown = { by: 'key' as const, token, hash: hashOf(token), peer: peerOf(ip) };
    if (this.#lockedMs(shown.peer) > 0) await this.#pass(shown);
    return this.#identified(shown);
  }

  async #pass({ hash, peer }: Shown): Promise<void> {
    if (hash !== undefined && this.#proven.has(hash)) return;
    const lockMs = hash === undefined ? 0 : this.#lockedMs(peer);
    if (lockMs === 0 && !this.limits.isUsedUp(peer)) return;
    if (hash !== undefined) {
      await this.#refresh();
      if (this.#proven.has(hash)) return;
    }
    throw new RateLimited(Math.max(1, Math.ceil(lockMs / 1000)));
  }

  async #identified(shown: Shown): Promise<Principal> {
    const { by, token, hash } = shown;
    const principal = await this.#principalOf(shown);
    if (principal === undefined) {
      this.#failed(shown);
      throw new AppError(
        'UNAUTHENTICATED',
        token === undefined
          ? 'Send an API key as "Authorization: Bearer KEY"'
          : by === 'key'
            ? 'This API key is unknown, expired or revoked'
            : 'This session has ended: sign in again',
      );
    }
    if (hash !== undefined) this.#proven.set(hash, true);
    await this.limits.takeForKey(principal.keyId);
    return principal;
  }

  /** Of a session: its key's, which may have been revoked since. */
  async #principalOf({ by, token }: Shown): Promise<Principal | undefined> {
    if (token === undefined) return undefined;
    if (by === 'key') return this.authenticator.authenticate(token);
    const keyHash = await this.sessions.keyHashOf(token);
    return keyHash === undefined ? undefined : this.authenticator.byHash(keyHash);
  }

  /** Counts a key that is none. A session that has ended is no guess: a page that is open still asks with it. */
  #failed({ by, hash, peer }: Shown): void {
    if (hash === undefined) return;
    this.#proven.delete(hash);
    if (by === 'session') return;
    refusals.add({});
    const lockMs = this.#locks.fail(peer, this.clock.now().getTime());
    if (lockMs === undefined) return;
    locked.add({});
    this.authenticator.addressLocked(peer, lockMs / 1000);
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

const isNoKey = (error: unknown): boolean => error instanceof AppError && error.code === 'UNAUTHENTICATED';

function once<T>(asked: WeakMap<object, Promise<T>>, request: object, ask: () => Promise<T>): Promise<T> {
  const answer = asked.get(request) ?? ask();
  asked.set(request, answer);
  return answer;
}
