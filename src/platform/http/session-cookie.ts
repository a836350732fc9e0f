import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';

/** Behind TLS the name begins with __Host-: then no other host of the domain can set it (RFC 6265bis, 4.1.3). */
const NAME = 'shepherd_session';
const SECURE_NAME = `__Host-${NAME}`;
const COOKIE = new RegExp(`(?:^|;)\\s*(?:${SECURE_NAME}|${NAME})=(shs_[\\w-]{43})(?:;|$)`);

const CSRF_HEADER = 'x-csrf-token';
const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** The session that a browser shows. A key in the header goes before it: who sends one means it. */
export function sessionTokenIn({ headers }: Pick<Request, 'headers'>): string | undefined {
  return headers.authorization === undefined ? COOKIE.exec(headers.cookie ?? '')?.[1] : undefined;
}

/** Scripts cannot read it, and no other site makes a browser send it. */
const cookieOptions = (secure: boolean) =>
  ({ httpOnly: true, sameSite: 'strict', secure, path: '/' }) as const;

export function keepSessionCookie(
  response: Response,
  token: string,
  { expiresAt, isSecure }: { expiresAt: Date; isSecure: boolean },
): void {
  response.cookie(isSecure ? SECURE_NAME : NAME, token, { ...cookieOptions(isSecure), expires: expiresAt });
}

export function clearSessionCookie(response: Response): void {
  response.clearCookie(NAME, cookieOptions(false));
  response.clearCookie(SECURE_NAME, cookieOptions(true));
}

/** Follows from the session, which no script can read: only who was answered by us knows it. */
export const csrfTokenOf = (token: string): string =>
  createHash('sha256').update(`csrf ${token}`).digest('base64url');

/** Whether a request of a session is one that our own page has sent. */
export function isOwnPages({ method, headers }: Pick<Request, 'method' | 'headers'>, token: string): boolean {
  if (SAFE.includes(method)) return true;
  const shown = Buffer.from(String(headers[CSRF_HEADER] ?? ''));
  const wanted = Buffer.from(csrfTokenOf(token));
  return shown.length === wanted.length && timingSafeEqual(shown, wanted);
}
