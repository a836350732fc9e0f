import { hostname } from 'node:os';
import {
  ROOT_CONTEXT,
  SpanKind as OtelKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
  type Span as OtelSpan,
} from '@opentelemetry/api';
import { AWSXRayIdGenerator } from '@opentelemetry/id-generator-aws-xray';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  ParentBasedSampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
  type IdGenerator,
} from '@opentelemetry/sdk-trace-base';
import type { Attributes, Span, SpanKind, SpanPlace, SpanStart, Tracer } from './span.js';
import { spanQueue, type SpansTold } from './span-queue.js';

export interface OtelOptions {
  /** Of the collector, without `/v1/traces`. */
  endpoint: string;
  /** The share of traces that is recorded, 0 to 1. */
  share: number;
  /** What tells this process from others: version, environment, role. */
  resource: Attributes;
  told: SpansTold;
}

const KINDS: Record<SpanKind, OtelKind> = {
  ...{ server: OtelKind.SERVER, client: OtelKind.CLIENT, internal: OtelKind.INTERNAL },
  ...{ producer: OtelKind.PRODUCER, consumer: OtelKind.CONSUMER },
};

/** Nothing that we tell is longer; what is cut off then is a name that a tenant has made up. */
const LIMITS = { attributeValueLengthLimit: 256, attributeCountLimit: 32, linkCountLimit: 4 };
const CLOSING_MS = 3_000;

/**
 * Makes spans with OpenTelemetry's SDK and sends them by OTLP (protobuf over HTTP). Loaded where traces are on, and not
 * before: it takes 60 ms and 8 MB.
 */
export function otelTracer({ endpoint, share, resource, told }: OtelOptions): Tracer {
  const ids = new GivenIds();
  const ratio = new TraceIdRatioBasedSampler(share);
  // every process comes to the same answer for a trace, so that what was handed over need not say
  const isInShare = (traceId: string) =>
    ratio.shouldSample(ROOT_CONTEXT, traceId).decision === SamplingDecision.RECORD_AND_SAMPLED;
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      'service.instance.id': `${hostname()}:${process.pid}`,
      ...resource,
    }),
    sampler: new ParentBasedSampler({ root: ratio }),
    idGenerator: ids,
    spanLimits: LIMITS,
    spanProcessors: [spanQueue(`${endpoint.replace(/\/+$/, '')}/v1/traces`, told)],
  });
  const tracer = provider.getTracer('compliance-shepherd');
  const contextOf = ({ traceId, spanId, isSampled = isInShare(traceId) }: SpanPlace) => ({
    ...{ traceId, spanId, isRemote: true },
    traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
  });

  return {
    start: ({ name, kind, traceId, parent, spanId, link, attributes }: SpanStart): Span => {
      const within: Context =
        parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, contextOf(parent));
      const options = {
        kind: KINDS[kind],
        attributes: attributes ?? {},
        links: link === undefined ? [] : [{ context: contextOf(link) }],
      };
      return new OtelledSpan(ids.given(traceId, spanId, () => tracer.startSpan(name, options, within)));
    },
    close: async () => {
      const late = new Promise((resolve) => setTimeout(resolve, CLOSING_MS).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
    },
  };
}

class OtelledSpan implements Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly isRecorded: boolean;

  constructor(private readonly span: OtelSpan) {
    const { traceId, spanId } = span.spanContext();
    this.traceId = traceId;
    this.spanId = spanId;
    this.isRecorded = span.isRecording();
  }

  rename(name: string): void {
    this.span.updateName(name);
  }

  set(attributes: Attributes): void {
    this.span.setAttributes(attributes);
  }

  fail(kind: string): void {
    this.span.setAttribute('error.type', kind).setStatus({ code: SpanStatusCode.ERROR });
  }

  end(): void {
    this.span.end();
  }
}

/** Ids that are made up by X-Ray's rules, where none was given. */
class GivenIds implements IdGenerator {
  readonly #random = new AWSXRayIdGenerator();
  #trace: string | undefined;
  #span: string | undefined;

  /** `start` must not wait for anything. */
  given<T>(traceId: string, spanId: string | undefined, start: () => T): T {
    this.#trace = traceId;
    this.#span = spanId;
    try {
      return start();
    } finally {
      this.#trace = this.#span = undefined;
    }
  }

  generateTraceId = (): string => this.#trace ?? this.#random.generateTraceId();
  generateSpanId = (): string => this.#span ?? this.#random.generateSpanId();
}
