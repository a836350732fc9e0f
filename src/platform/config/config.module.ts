import { type DynamicModule, Module } from '@nestjs/common';
import { Clock, SystemClock } from '../../shared/clock.js';
import { Config } from './config.js';

/** Configuration and clock, for everyone. */
@Module({})
export class ConfigModule {
  static with(config: Config, clock: Clock = new SystemClock()): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: Config, useValue: config },
        { provide: Clock, useValue: clock },
      ],
      exports: [Config, Clock],
    };
  }
}
