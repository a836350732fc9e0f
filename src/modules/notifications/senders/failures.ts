import { type AwsFailure, failureOf } from '../../../platform/aws/index.js';
import { AddressRefused, type Answered } from '../../../platform/outbound/index.js';
import { codeOf } from '../../../shared/error-code.js';
import { DAY_MS } from '../../../shared/clock.js';
import { SendFailure } from '../sending.js';

const LONGEST_TEXT = 300;

/** What a receiver said, as it can be stored and shown. */
export function said(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Surrogate}\s]+/gu, ' ').trim();
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT - 1)}…` : line;
}

/** Shorter parts of an address hide nothing, and are words that answers need. */
const SHORTEST_SECRET = 8;

/** Without what of our own address is secret: who does not know a path often answers with it. */
export function withoutAddress(text: string, address: string): string {
  const { pathname, search, searchParams } = new URL(address);
  const parts = [
    pathname + search,
    pathname,
    ...pathname.split('/'),
    search.slice(1),
    ...searchParams.values(),
  ];
  const spellings = parts
    .filter((part) => part.length >= SHORTEST_SECRET)
    .flatMap((part) => [part, unescaped(part)])
    .sort((a, b) => b.length - a.length);
  return spellings.reduce((left, part) => left.replaceAll(part, '[secret]'), text);
}

/** Without the password that we have shown: some servers repeat what they do not take. */
export function withoutLogin(text: string, { password }: URL): string {
  const spellings = [password, unescaped(password)].flatMap((part) => [
    part,
    Buffer.from(part).toString('base64'),
  ]);
  return spellings
    .filter((part) => part !== '')
    .sort((a, b) => b.length - a.length)
    .reduce((left, part) => left.replaceAll(part, '[secret]'), text);
}

function unescaped(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Seconds or a date (RFC 9110, 10.2.3); a day at most, as nothing is tried for longer. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), DAY_MS) : undefined;
}

/** Statuses after which the same request may be taken: those that RFC 9110, 6585 and 8470 say so of, and 5xx. */
export const isWorthRetrying = (status: number): boolean => [408, 425, 429].includes(status) || status >= 500;

/**
 * An answer that is no success.
 * @param address where it comes from: the text is shown to whoever may not know that
 * @param isDead statuses (beside 410) after which nothing will be taken
 */
export function answerFailure(
  who: string,
  { status, text, headers }: Pick<Answered, 'status' | 'text' | 'headers'>,
  { now, address, isDead = [] }: { now: Date; address: string; isDead?: readonly number[] },
): SendFailure {
  const words = said(withoutAddress(text, address));
  const message = `${who} answered ${status}${words === '' ? '' : `: ${words}`}`;
  if (status === 410 || isDead.includes(status)) return new SendFailure('dead', message);
  if (isWorthRetrying(status))
    return new SendFailure('retry', message, retryAfterMs(headers['retry-after'], now));
  if (status >= 300 && status < 400)
    return new SendFailure('refused', `${message}; redirects are not followed`);
  return new SendFailure('refused', message);
}

/** No answer: the network, a name that is not there, an address that is not allowed, or time that is over. */
export function networkFailure(who: string, error: unknown): SendFailure {
  const cause = error instanceof AddressRefused ? error : (error as { cause?: unknown } | null)?.cause;
  if (cause instanceof AddressRefused) return new SendFailure('dead', cause.message);
  const name = (error as { name?: unknown } | null)?.name;
  if (name === 'TimeoutError' || name === 'AbortError')
    return new SendFailure('retry', `${who} gave no answer in time`);
  const code = codeOf(error) ?? codeOf((error as { cause?: unknown } | null)?.cause);
  const reason = typeof code === 'string' ? code : error instanceof Error ? error.message : String(error);
  return new SendFailure('retry', `${who} could not be reached: ${said(reason)}`);
}

/** What AWS will not take however often it is asked; its own side, and our credentials, may be mended. */
const AWS_DEAD: readonly AwsFailure[] = ['not_found', 'denied', 'unsupported'];
const AWS_REFUSED = /^(InvalidParameter|Validation|BadRequest|MessageRejected|RequestEntityTooLarge)/;

/** A call to AWS that failed. */
export function awsFailure(operation: string, error: unknown): SendFailure {
  const { failure, code, message } = failureOf(error);
  const text = `${operation}: ${code}: ${said(message)}`;
  if (AWS_DEAD.includes(failure)) return new SendFailure('dead', text);
  return new SendFailure(AWS_REFUSED.test(code) ? 'refused' : 'retry', text);
}
