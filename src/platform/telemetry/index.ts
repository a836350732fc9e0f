export { correlation, isCorrelationId } from './correlation.js';
export { Logger } from './logger.js';
export { counter, figure, gauge, histogram, registry } from './metrics.js';
export { TelemetryModule } from './telemetry.module.js';
