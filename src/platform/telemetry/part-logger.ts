import type { FactoryProvider } from '@nestjs/common';
import { Logger } from './logger.js';

/** For TelemetryModule: where the log is that all parts share, since a module's own hides the one of that class. */
export const WHOLE_LOG = Symbol('the log of the whole process');

/** A provider of a module: what its classes log says `service` (contracts: compliance-scanner, scheduler, …). */
export const partLogger = (service: string): FactoryProvider<Logger> => ({
  provide: Logger,
  inject: [WHOLE_LOG],
  useFactory: (whole: Logger) => whole.of(service),
});
