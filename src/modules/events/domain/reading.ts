import { ZodError } from 'zod';
import { envelope, envelopeOfRecord, type Envelope } from './envelope.js';
import type { IncomingEvent } from './incoming.js';
import type { Piece } from './messages.js';

/** A part of a message that is no event, and why; `account`: whose it claims to be, '-' where it does not say. */
export interface Unreadable {
  reason: string;
  body: unknown;
  account: string;
}

const MOST_PROBLEMS = 10;
const MOST_REASON = 2_000;

/** Reads one piece by `read`, which throws where the event lacks what every event must have. */
export function readPiece(
  piece: Extract<Piece, { kind: 'event' | 'record' }>,
  read: (event: Envelope) => IncomingEvent,
): { event: IncomingEvent } | { unreadable: Unreadable } {
  const body = piece.kind === 'event' ? piece.envelope : piece.record;
  try {
    const event =
      piece.kind === 'event' ? envelope.parse(piece.envelope) : envelopeOfRecord(piece.record, idOf(body));
    return { event: read(event) };
  } catch (error) {
    return { unreadable: unreadable(reasonOf(error), body) };
  }
}

export const unreadable = (reason: string, body: unknown): Unreadable => ({
  reason: reason.slice(0, MOST_REASON),
  body,
  account: claimedAccount(body),
});

/** Each field that is wrong with its path, and what it should be. */
function reasonOf(error: unknown): string {
  if (!(error instanceof ZodError)) return `unreadable: ${String(error)}`;
  const problems = error.issues.map(({ path, message }) => `${path.join('.') || 'event'}: ${message}`);
  const more = problems.length - MOST_PROBLEMS;
  const shown = problems.slice(0, MOST_PROBLEMS).join('; ');
  return `invalid: ${shown}${more > 0 ? `; and ${more} more` : ''}`;
}

const idOf = (record: Record<string, unknown>): string =>
  typeof record['eventID'] === 'string' ? record['eventID'] : '';

/** The account that something says it is of, for the counts: nobody has checked it. */
function claimedAccount(body: unknown): string {
  const fields = fieldsOf(body);
  const detail = fieldsOf(fields['detail']);
  const claims = [detail, fields].flatMap((one) => [
    one['recipientAccountId'],
    fieldsOf(one['userIdentity'])['accountId'],
  ]);
  const claim = [...claims, fields['account']].find(
    (one): one is string => typeof one === 'string' && /^\d{12}$/.test(one),
  );
  return claim ?? '-';
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
