import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  /** '' where it is a root. */
  parentId: string;
  name: string;
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number;
  startNs: bigint;
  endNs: bigint;
  attributes: Record<string, unknown>;
  /** 2 is an error. */
  status: number;
  statusMessage: string;
  links: { traceId: string; spanId: string }[];
  events: number;
  /** Of the process that has sent it. */
  resource: Record<string, unknown>;
}

/** A collector: takes OTLP as protobuf over HTTP. Spans are read by the field numbers of opentelemetry-proto's trace.proto. */
export async function startOtlpReceiver() {
  const spans: ReceivedSpan[] = [];
  const receiver = {
    spans,
    url: '',
    requests: 0,
    /** All bytes that came, to look for what must not be there. */
    raw: [] as Buffer[],
    status: 200,
    /** Takes requests and answers none. */
    isSilent: false,
    trace: (traceId: string) => spans.filter((span) => span.traceId === traceId),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      receiver.requests += 1;
      if (receiver.isSilent) return;
      const body = Buffer.concat(chunks);
      const isOtlp =
        request.url === '/v1/traces' && request.headers['content-type'] === 'application/x-protobuf';
      if (isOtlp && receiver.status === 200) {
        receiver.raw.push(body);
        spans.push(...readSpans(body));
      }
      response.writeHead(isOtlp ? receiver.status : 404, { 'content-type': 'application/x-protobuf' }).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return receiver;
}
export type OtlpReceiver = Awaited<ReturnType<typeof startOtlpReceiver>>;

/** Fields of a message by their numbers, as they stand there. */
type Fields = Map<number, (Buffer | bigint)[]>;

function fieldsOf(message: Buffer): Fields {
  const fields: Fields = new Map();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const bytes = (length: number): Buffer => message.subarray(at, (at += length));
  while (at < message.length) {
    const key = Number(varint());
    const type = key & 7;
    const value =
      type === 0
        ? varint()
        : type === 1
          ? bytes(8)
          : type === 5
            ? bytes(4)
            : type === 2
              ? bytes(Number(varint()))
              : undefined;
    if (value === undefined) throw new Error(`wire type ${type} is not of protobuf 3`);
    fields.set(key >> 3, [...(fields.get(key >> 3) ?? []), value]);
  }
  return fields;
}

const messages = (fields: Fields, number: number): Buffer[] =>
  (fields.get(number) ?? []).filter((value) => Buffer.isBuffer(value));
const first = (fields: Fields, number: number): Buffer => messages(fields, number)[0] ?? Buffer.alloc(0);
const text = (fields: Fields, number: number): string => first(fields, number).toString('utf8');
const hex = (fields: Fields, number: number): string => first(fields, number).toString('hex');
const whole = (fields: Fields, number: number): number => Number(fields.get(number)?.[0] ?? 0);
const fixed = (fields: Fields, number: number): bigint => first(fields, number).readBigUInt64LE();

function valueOf(message: Buffer): unknown {
  const fields = fieldsOf(message);
  if (fields.has(1)) return text(fields, 1);
  if (fields.has(2)) return whole(fields, 2) === 1;
  if (fields.has(3)) return Number(BigInt.asIntN(64, BigInt(whole(fields, 3))));
  if (fields.has(4)) return first(fields, 4).readDoubleLE();
  if (fields.has(5)) return messages(fieldsOf(first(fields, 5)), 1).map(valueOf);
  return null;
}

const attributesOf = (fields: Fields, number: number): Record<string, unknown> =>
  Object.fromEntries(
    messages(fields, number).map((message) => {
      const pair = fieldsOf(message);
      return [text(pair, 1), valueOf(first(pair, 2))];
    }),
  );

function readSpans(request: Buffer): ReceivedSpan[] {
  return messages(fieldsOf(request), 1).flatMap((ofResource) => {
    const fields = fieldsOf(ofResource);
    const resource = attributesOf(fieldsOf(first(fields, 1)), 1);
    const spans = messages(fields, 2).flatMap((ofScope) => messages(fieldsOf(ofScope), 2));
    return spans.map((message) => spanOf(fieldsOf(message), resource));
  });
}

function spanOf(span: Fields, resource: Record<string, unknown>): ReceivedSpan {
  const status = fieldsOf(first(span, 15));
  const links = messages(span, 13).map((message) => fieldsOf(message));
  return {
    ...{ traceId: hex(span, 1), spanId: hex(span, 2), parentId: hex(span, 4) },
    ...{ name: text(span, 5), kind: whole(span, 6), startNs: fixed(span, 7), endNs: fixed(span, 8) },
    ...{ attributes: attributesOf(span, 9), events: messages(span, 11).length, resource },
    ...{ status: whole(status, 3), statusMessage: text(status, 2) },
    links: links.map((link) => ({ traceId: hex(link, 1), spanId: hex(link, 2) })),
  };
}
