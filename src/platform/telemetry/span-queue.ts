import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  BatchSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';

/** What became of spans. `dropped`: there were too many; `failed`: the collector did not take them. */
export interface SpansTold {
  count: (outcome: 'exported' | 'dropped' | 'failed', spans: number) => void;
  /** Each time that the collector did not take some. */
  failed: (reason: string) => void;
}

/** About 1 KB each. One batch more is on its way. */
const MOST_HELD = 2_048;
const BATCH = 512;
/** At the end all that is held is sent at once; what is over this limit is lost. */
const AT_ONCE = MOST_HELD / BATCH + 1;
const EVERY_MS = 2_000;
const EXPORT_MS = 5_000;

/**
 * Holds ended spans and sends them in batches. A collector that is away or slow costs this much memory and nothing
 * else: what is more is dropped and counted.
 */
export function spanQueue(url: string, told: SpansTold): SpanProcessor {
  const otlp = new OTLPTraceExporter({ url, timeoutMillis: EXPORT_MS, concurrencyLimit: AT_ONCE });
  let held = 0;
  const exporter: SpanExporter = {
    // to the batches each export has succeeded: what failed is told here, and they would only throw it somewhere
    export: (spans: ReadableSpan[], done) => {
      held -= spans.length;
      let isOver = false;
      const end = (error: Error | undefined) => {
        if (isOver) return;
        isOver = true;
        clearTimeout(late);
        told.count(error === undefined ? 'exported' : 'failed', spans.length);
        if (error !== undefined) told.failed(error.message);
        done({ code: 0 });
      };
      const late = setTimeout(() => end(new Error('no answer in time')), EXPORT_MS + 1_000).unref();
      try {
        otlp.export(spans, ({ code, error }) =>
          end(Number(code) === 0 ? undefined : (error ?? new Error('it was refused'))),
        );
      } catch (error) {
        end(error instanceof Error ? error : new Error(String(error)));
      }
    },
    shutdown: () => otlp.shutdown(),
    forceFlush: () => otlp.forceFlush(),
  };
  const batches = new BatchSpanProcessor(exporter, {
    ...{ maxQueueSize: MOST_HELD, maxExportBatchSize: BATCH, scheduledDelayMillis: EVERY_MS },
    exportTimeoutMillis: 2 * EXPORT_MS,
  });
  return {
    onStart: () => undefined,
    onEnd: (span) => {
      if (held >= MOST_HELD) return told.count('dropped', 1);
      held += 1;
      batches.onEnd(span);
    },
    forceFlush: () => batches.forceFlush(),
    shutdown: () => batches.shutdown(),
  };
}
