import { LRUCache } from 'lru-cache';
import { MINUTE_MS } from '../../shared/clock.js';
import { type Config, serviceVersion } from '../config/index.js';
import { type Logger, SERVICE } from './logger.js';
import { counter } from './metrics.js';
import { tracing } from './tracing.js';

const spans = counter('shepherd_trace_spans_total', 'Spans by what became of them', ['outcome']);

/** Traces of this process, as long as it runs. */
export interface RunningTraces {
  close(): Promise<void>;
}

/** Begins to make traces where OTEL_EXPORTER_OTLP_ENDPOINT is set; the library is loaded only then. */
export async function startTracing(config: Config, logger: Logger): Promise<RunningTraces> {
  const endpoint = config.get('OTEL_EXPORTER_OTLP_ENDPOINT');
  if (endpoint === undefined) return { close: () => Promise.resolve() };
  const { otelTracer } = await import('./otel.js');
  const said = new LRUCache<string, true>({ max: 10, ttl: MINUTE_MS });
  const tracer = otelTracer({
    endpoint,
    share: config.get('OTEL_TRACES_SAMPLER_ARG'),
    resource: {
      'service.name': SERVICE,
      'service.version': serviceVersion(config),
      'deployment.environment.name': config.get('ENVIRONMENT'),
      'shepherd.role': config.get('ROLE'),
    },
    told: {
      count: (outcome, count) => spans.add({ outcome }, count),
      failed: (reason) => {
        if (said.has('failed')) return;
        said.set('failed', true);
        logger.warn('Traces could not be sent to the collector; the service goes on without them', {
          reason,
        });
      },
    },
  });
  tracing.use(tracer);
  return {
    close: async () => {
      tracing.use(undefined);
      await tracer.close();
    },
  };
}
