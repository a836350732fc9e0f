export type SpanKind = 'server' | 'client' | 'producer' | 'consumer' | 'internal';

/** Names and values that a span is found by. Never what a caller sent, no text of an error, no SQL, no address. */
export type Attributes = Readonly<Record<string, string | number | boolean | string[] | undefined>>;

/** A piece of work in a trace, with its beginning and end. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  /** Not: the sampler has left this trace out, and nothing of it need be told. */
  readonly isRecorded: boolean;
  rename(name: string): void;
  set(attributes: Attributes): void;
  /** It has failed; `kind` is a name such as TimeoutError, never a text. */
  fail(kind: string): void;
  end(): void;
}

/** Which span another one follows: one of this process, or one that is known by its ids alone. */
export interface SpanPlace {
  traceId: string;
  spanId: string;
  /** Whether it is recorded; undefined: the sampler says so for the trace. */
  isSampled?: boolean | undefined;
}

export interface SpanStart {
  name: string;
  kind: SpanKind;
  traceId: string;
  /** In the same trace; undefined: it is a root. */
  parent?: SpanPlace | undefined;
  /** Where somebody else has to know the id: see spanIdOf. */
  spanId?: string | undefined;
  /** Of another trace. */
  link?: SpanPlace | undefined;
  attributes?: Attributes | undefined;
}

/** Makes spans. The only one there is stands in otel.ts, which is loaded where OTEL_EXPORTER_OTLP_ENDPOINT is set. */
export interface Tracer {
  start(start: SpanStart): Span;
  /** Sends what it still has, as far as that takes no longer than a few seconds. Never throws. */
  close(): Promise<void>;
}

/** What went wrong, by a name that holds no data. */
export const kindOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

export const placeOf = ({ traceId, spanId, isRecorded }: Span): SpanPlace => ({
  ...{ traceId, spanId, isSampled: isRecorded },
});
