import { isSpanId, isTraceId } from './trace-ids.js';

/** The trace that a caller is in. */
export interface CallerTrace {
  traceId: string;
  /** The caller's span; a balancer of AWS gives a trace and no span. */
  spanId?: string | undefined;
  /** Whether the caller records it; undefined: it leaves that to us. */
  isSampled?: boolean | undefined;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const LONGEST = 512;
/** https://www.w3.org/TR/trace-context/#traceparent-header; what a later version adds behind is left alone. */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const SAMPLED = 1;

/**
 * The trace of a request, by `traceparent` or `X-Amzn-Trace-Id`; undefined where there is none that makes sense. W3C's
 * goes first: a balancer of AWS adds its own to every request, whoever has called.
 */
export const callerTrace = (headers: Headers): CallerTrace | undefined =>
  w3c(text(headers['traceparent'])) ?? xray(text(headers['x-amzn-trace-id']));

function w3c(header: string): CallerTrace | undefined {
  const [, version, traceId, spanId, flags, more] = TRACEPARENT.exec(header) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (!isTraceId(traceId) || !isSpanId(spanId) || (version === '00' && more !== undefined)) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED };
}

/** `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`, in any order, and with other fields. */
function xray(header: string): CallerTrace | undefined {
  const fields = new Map(
    header.split(';').map((field) => {
      const [name = '', value = ''] = field.trim().split('=');
      return [name, value.toLowerCase()];
    }),
  );
  const [, time = '', rest = ''] = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/.exec(fields.get('Root') ?? '') ?? [];
  if (!isTraceId(time + rest)) return undefined;
  const parent = fields.get('Parent') ?? '';
  const sampled = { '1': true, '0': false }[fields.get('Sampled') ?? ''];
  return { traceId: time + rest, spanId: isSpanId(parent) ? parent : undefined, isSampled: sampled };
}

const text = (header: string | string[] | undefined): string =>
  typeof header === 'string' && header.length <= LONGEST ? header : '';
