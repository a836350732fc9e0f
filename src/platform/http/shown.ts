import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { peerOf } from './address-locks.js';
import { sessionTokenIn } from './session-cookie.js';

export type Asking = Pick<Request, 'headers' | 'ip' | 'path' | 'method'>;

/** By what a request says who sends it. */
export interface Shown {
  by: 'key' | 'session';
  token: string | undefined;
  /** SHA-256, as keys and sessions are kept. */
  hash: string | undefined;
  /** Whom failures are counted for. */
  peer: string;
}

export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export const bearerIn = ({ headers }: Pick<Request, 'headers'>): string | undefined =>
  /^Bearer +(\S{1,256})$/i.exec(headers.authorization ?? '')?.[1];

export function shownBy(request: Pick<Asking, 'headers' | 'ip'>): Shown {
  const session = sessionTokenIn(request);
  const token = session ?? bearerIn(request);
  return {
    by: session === undefined ? 'key' : 'session',
    token,
    hash: token === undefined ? undefined : hashOf(token),
    peer: peerOf(request.ip),
  };
}

/** Whether something follows the headers that a parser would read. */
export function bringsBody({ headers }: Pick<Asking, 'headers'>): boolean {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = headers;
  return encoding !== undefined || Number(length) > 0;
}
