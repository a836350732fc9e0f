import type { Answer } from '../../support/app.js';

export interface Refusal {
  error: string;
  error_type: string;
  correlation_id: string;
  timestamp: string;
  details?: { path: string; message: string }[];
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const CODES: Record<number, string> = {
  400: 'INVALID',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  412: 'PRECONDITION_FAILED',
  413: 'TOO_LARGE',
  429: 'RATE_LIMITED',
};

/** What is wrong with an answer to a bad request, whatever it is; undefined when nothing is. */
export function flawOf({ status, body, headers }: Answer<unknown>): string | undefined {
  if (status >= 500) return `${status} ${JSON.stringify(body)}`;
  if (status < 400) return undefined;
  if (!isRefusal(body)) return `${status} without the error body: ${JSON.stringify(body)}`;
  if (body.error_type !== CODES[status]) return `${status} says ${body.error_type}`;
  if (body.error === '') return `${status} says nothing`;
  if (!TIME.test(body.timestamp)) return `the timestamp is ${body.timestamp}`;
  if (body.correlation_id !== headers.get('x-correlation-id'))
    return 'the correlation id is not the one of the header';
  if (status !== 400) return undefined;
  const named = (body.details ?? []).filter(({ path, message }) => path !== '' && message !== '');
  return named.length === 0 || named.length !== body.details?.length ? '400 names no field' : undefined;
}

export const isRefusal = (body: unknown): body is Refusal =>
  typeof body === 'object' && body !== null && 'error_type' in body && 'error' in body && 'timestamp' in body;

/** The fields that a refusal names. */
export const fieldsOf = ({ body }: Answer<unknown>): string[] =>
  isRefusal(body) ? (body.details ?? []).map(({ path }) => path) : [];

/**
 * What is wrong with the answer to a request in which one field is bad: it must name that field, or a part of it,
 * and no other but those that the request without the mistake (`before`) is refused for.
 */
export function flawOfOneField(
  answer: Answer<unknown>,
  field: string,
  before: readonly string[] = [],
): string | undefined {
  const flaw = flawOf(answer);
  if (flaw !== undefined) return flaw;
  if (answer.status !== 400) return `answers ${answer.status} ${short(answer.body)}`;
  const named = fieldsOf(answer);
  const isOfField = (path: string) => path === field || path.startsWith(`${field}.`);
  const others = named.filter((path) => !isOfField(path) && !before.includes(path));
  if (!named.some(isOfField)) return `names ${named.join()} instead of ${field}`;
  return others.length === 0 ? undefined : `names ${others.join()} beside ${field}`;
}

export const short = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, 120);

/** Runs the work on each item, `width` at a time, and gives back what was found. */
export async function findings<T>(
  items: Iterable<T>,
  work: (item: T) => Promise<string | undefined>,
  width = 16,
): Promise<string[]> {
  const found: string[] = [];
  const rest = items[Symbol.iterator]();
  const lane = async () => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) {
      const flaw = await work(next.value);
      if (flaw !== undefined) found.push(flaw);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return found;
}
