import { createHash } from 'node:crypto';

/** As newId makes them: a prefix and a UUIDv7 without its dashes. */
const OWN = /^[a-z]{2,8}_([0-9a-f]{12})(7[0-9a-f]{19})$/;
const XRAY = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/;
const NOTHING = /^0+$/;
const MOST_SECONDS = 0xffff_ffff;

/**
 * The trace of everything that has this correlation id: 32 hexadecimal digits. Every process comes to the same one, so
 * that nothing but the correlation id has to travel (docs/adr/0021).
 *
 * X-Ray wants the seconds of the trace's beginning in the first 8 digits
 * (docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html): an id of ours holds that time, and its last 24
 * digits are the rest. An id in X-Ray's form is the trace's own. Any other holds no time, and gets a hash: an id as W3C
 * Trace Context has it.
 */
export function traceIdOf(correlationId: string): string {
  const [, time, rest] = XRAY.exec(correlationId) ?? [];
  if (time !== undefined && rest !== undefined && isTraceId(time + rest)) return time + rest;
  const [, ms, more] = OWN.exec(correlationId) ?? [];
  const seconds = Math.floor(Number.parseInt(ms ?? 'f'.repeat(12), 16) / 1000);
  if (ms !== undefined && more !== undefined && seconds <= MOST_SECONDS)
    return seconds.toString(16).padStart(8, '0') + ms.slice(8) + more;
  return createHash('sha256').update(correlationId).digest('hex').slice(0, 32);
}

/** The span that hands something over (a job, an execution), by the id of what is handed over. */
export const spanIdOf = (key: string): string => {
  const id = createHash('sha256').update(`span ${key}`).digest('hex').slice(0, 16);
  return isSpanId(id) ? id : '0000000000000001';
};

/** `1-5759e988-bd862e3fe1be46a994272793`, as X-Ray shows it. */
export const xrayForm = (traceId: string): string => `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;

export const isTraceId = (text: string): boolean => /^[0-9a-f]{32}$/.test(text) && !NOTHING.test(text);
export const isSpanId = (text: string): boolean => /^[0-9a-f]{16}$/.test(text) && !NOTHING.test(text);
