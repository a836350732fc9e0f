import { Injectable } from '@nestjs/common';
import { Logger } from '../../../platform/telemetry/index.js';
import { Clock } from '../../../shared/clock.js';
import { EngineBus } from './engine-bus.js';

/** What every part of the engine uses. */
@Injectable()
export class EngineContext {
  constructor(
    readonly bus: EngineBus,
    readonly clock: Clock,
    readonly logger: Logger,
  ) {}
}
