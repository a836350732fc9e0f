import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import {
  Admission,
  Authenticator,
  bearerIn,
  sessionTokenIn,
  type Principal,
} from '../../../platform/http/index.js';
import { AppError } from '../../../shared/app-error.js';
import { Clock } from '../../../shared/clock.js';
import { hashOf } from '../domain/api-key.js';
import { KnownSessions } from './known-sessions.js';
import { isCode } from './session-token.js';
import type { SignIn } from './sessions.schemas.js';
import { SessionStore, type SessionRow } from './sessions.store.js';

/** Who signs in, by which key, and by which link where it was one. */
export interface Comer {
  principal: Principal;
  keyHash: string;
  link: SessionRow | undefined;
}
type Visitor = Parameters<Admission['byKey']>[1];

/** Tells who signs in: by a key, or by a link that was made with one. */
@Injectable()
export class SessionPeople {
  constructor(
    private readonly admission: Admission,
    private readonly authenticator: Authenticator,
    private readonly store: SessionStore,
    private readonly known: KnownSessions,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError UNAUTHENTICATED; RateLimited for an address from which keys are guessed */
  async identify({ key }: SignIn, visitor: Visitor): Promise<Comer> {
    if (!isCode(key)) {
      const principal = await this.admission.byKey(key, visitor);
      return { principal, keyHash: hashOf(key), link: undefined };
    }
    const link = await this.store.findByCode(hashOf(key));
    if (link === undefined || link.expiresAt <= this.clock.now()) throw usedUp();
    const principal = await this.authenticator.byHash(link.keyHash);
    if (principal === undefined) throw usedUp();
    return { principal, keyHash: link.keyHash, link };
  }

  /** SHA-256 of the key that a request was let in by, in the header or by its session. */
  async keyHash(request: Pick<Request, 'headers'>): Promise<string> {
    const token = sessionTokenIn(request);
    const hash = token === undefined ? hashOf(bearerIn(request) ?? '') : await this.known.keyHashOf(token);
    if (hash === undefined) throw new AppError('UNAUTHENTICATED', 'This session has ended: sign in again');
    return hash;
  }
}

export const usedUp = () =>
  new AppError('UNAUTHENTICATED', 'This sign-in link was used, or has expired: sign in with an API key');
