import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/index.js';
import { Logger } from './logger.js';
import { WHOLE_LOG } from './part-logger.js';
import { startTracing, type RunningTraces } from './start-tracing.js';

const TRACES = Symbol('traces of this process');

@Global()
@Module({
  providers: [
    { provide: WHOLE_LOG, inject: [Config], useFactory: (config: Config) => new Logger(config) },
    { provide: Logger, useExisting: WHOLE_LOG },
    { provide: TRACES, inject: [Config, WHOLE_LOG], useFactory: startTracing },
  ],
  exports: [Logger, WHOLE_LOG],
})
export class TelemetryModule implements OnApplicationShutdown {
  constructor(@Inject(TRACES) private readonly traces: RunningTraces) {}

  /** After the last request and the last job: what they told is sent, for a few seconds at most. */
  async onApplicationShutdown(): Promise<void> {
    await this.traces.close();
  }
}
