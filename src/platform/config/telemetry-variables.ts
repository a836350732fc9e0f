import { z } from 'zod';
import { flag, optional, url } from './variable-kinds.js';

/** What is told about the service while it runs: metrics and traces. */
export const telemetryVariables = {
  METRICS_OPEN: flag(false).describe('true serves /metrics without a key'),
  METRICS_EMF: flag(false).describe(
    'true prints metrics for CloudWatch in the log once a minute (embedded metric format)',
  ),
  METRICS_NAMESPACE: z
    .string()
    .regex(/^[\w.\-/#:]{1,255}$/, 'must have 1 to 255 letters, digits and . - _ / # :')
    .refine((name) => !/^aws\//i.test(name), 'must not begin with AWS/, which AWS keeps for itself')
    .default('PatchingAutomation/Microservices')
    .describe('Namespace of those metrics in CloudWatch'),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(url('http', 'https')).describe(
    'OpenTelemetry collector that gets traces by OTLP over HTTP, such as http://127.0.0.1:4318; not set: no traces',
  ),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0|1|0?\.\d+|1\.0+|0\.\d+)$/, 'must be a number from 0 to 1')
    .transform(Number)
    .default(1)
    .describe('Share of traces that is recorded, from 0 to 1; a caller that says otherwise is followed'),
};
