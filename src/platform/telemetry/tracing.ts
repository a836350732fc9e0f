import { correlation, threads } from './correlation.js';
import { kindOf, placeOf, type Attributes, type Span, type SpanKind, type Tracer } from './span.js';
import type { CallerTrace } from './trace-headers.js';
import { spanIdOf, traceIdOf, xrayForm } from './trace-ids.js';

let tracer: Tracer | undefined;

/** Work that somebody has handed over: a job, a task of an execution. */
export interface HandedOver {
  /** What it was handed over by (handOver); undefined: it stands at the beginning of its trace. */
  key?: string | undefined;
  correlationId: string;
  name: string;
  kind?: SpanKind;
  attributes?: Attributes;
}

/**
 * Where code tells what it does, for traces. Where they are off (OTEL_EXPORTER_OTLP_ENDPOINT is not set) each of these
 * is one comparison, and no library is loaded.
 */
export const tracing = {
  get isOn(): boolean {
    return tracer !== undefined;
  },

  /** From now on spans are made by `made`; undefined: none are. */
  use(made: Tracer | undefined): void {
    tracer = made;
  },

  /** The trace of the current work in X-Ray's form, for a log line; undefined where there is none. */
  currentId(): string | undefined {
    if (tracer === undefined) return undefined;
    const thread = threads.getStore();
    return thread && xrayForm(thread.span?.traceId ?? traceIdOf(thread.correlationId));
  },

  /** Begins a request. A caller's trace that is not the one of the correlation id is told of as a link. */
  serve(correlationId: string, name: string, caller: CallerTrace | undefined): Span | undefined {
    if (tracer === undefined) return undefined;
    const traceId = traceIdOf(correlationId);
    const span = caller?.spanId;
    const place = caller && span !== undefined ? { ...caller, spanId: span } : undefined;
    const isOurs = place?.traceId === traceId;
    return tracer.start({
      ...{ name, kind: 'server', traceId, attributes: annotated(correlationId) },
      ...(isOurs ? { parent: place } : { link: place }),
    });
  },

  /** Runs `work` as what a span is about, with the correlation id. */
  under<T>(correlationId: string, span: Span | undefined, work: () => T): T {
    return span === undefined
      ? correlation.run(correlationId, work)
      : threads.run({ correlationId, span }, work);
  },

  /** Begins a part of the current work that has no parts of its own; undefined where there is nothing to tell. End it. */
  part(name: string, kind: SpanKind, attributes?: Attributes): Span | undefined {
    if (tracer === undefined) return undefined;
    const span = threads.getStore()?.span;
    if (span === undefined || !span.isRecorded) return undefined;
    return tracer.start({ name, kind, attributes, traceId: span.traceId, parent: placeOf(span) });
  },

  /** Runs `work` as a part of the current work. @throws what `work` throws */
  async inside<T>(name: string, kind: SpanKind, attributes: Attributes, work: () => Promise<T>): Promise<T> {
    const span = tracing.part(name, kind, attributes);
    return span === undefined ? work() : endWith(span, () => tracing.under(correlation.id(), span, work));
  },

  /** The current work is known by a better name by now. */
  rename(name: string): void {
    if (tracer !== undefined) threads.getStore()?.span?.rename(name);
  },

  /** The current work has failed, though nothing is thrown; `kind` is a name such as TimeoutError. */
  failed(kind: string): void {
    if (tracer !== undefined) threads.getStore()?.span?.fail(kind);
  },

  /**
   * Tells that something was handed over, after the commit: `key` is its id. Who takes it up, in whatever process, knows
   * by the key which span that was.
   */
  handOver(key: string, correlationId: string, name: string, attributes?: Attributes): void {
    if (tracer === undefined) return;
    const traceId = traceIdOf(correlationId);
    const { span } = threads.getStore() ?? {};
    const isOurs = span?.traceId === traceId;
    if (isOurs && !span.isRecorded) return;
    const place = span && placeOf(span);
    tracer
      .start({
        ...{ name, kind: 'producer', traceId, spanId: spanIdOf(key) },
        ...(isOurs ? { parent: place } : { link: place }),
        attributes: { ...annotated(correlationId), ...attributes },
      })
      .end();
  },

  /** Runs `work` with its correlation id, in the trace of that. @throws what `work` throws */
  takeUp<T>(work: HandedOver, run: () => Promise<T>): Promise<T> {
    const { correlationId, key, name, kind = 'consumer', attributes } = work;
    if (tracer === undefined) return correlation.run(correlationId, run);
    const traceId = traceIdOf(correlationId);
    const outer = threads.getStore()?.span;
    const isInside = outer?.traceId === traceId;
    const giver = key === undefined ? undefined : { traceId, spanId: spanIdOf(key) };
    const span = tracer.start({
      ...{ name, kind, traceId, attributes: { ...annotated(correlationId), ...attributes } },
      // the work may run where it was asked for, in what has ended since
      parent: giver ?? (isInside ? placeOf(outer) : undefined),
      link: outer !== undefined && !isInside ? placeOf(outer) : undefined,
    });
    return endWith(span, () => tracing.under(correlationId, span, run));
  },
};

async function endWith<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    span.fail(kindOf(error));
    throw error;
  } finally {
    span.end();
  }
}

/** X-Ray makes an annotation, by which traces are found, of each attribute that is named so (awsxrayexporter). */
const annotated = (correlationId: string): Attributes => ({
  correlation_id: correlationId,
  'aws.xray.annotations': ['correlation_id'],
});
