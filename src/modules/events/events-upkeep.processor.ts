import { Injectable } from '@nestjs/common';
import { Repeats } from '../../platform/queue/index.js';
import { DAY_MS, MINUTE_MS } from '../../shared/clock.js';
import { ErrorRateService } from './error-rate.service.js';
import { EventsUpkeepService } from './events-upkeep.service.js';

@Injectable()
export class EventsUpkeepProcessor {
  constructor(
    private readonly upkeep: EventsUpkeepService,
    private readonly errorRate: ErrorRateService,
  ) {}

  @Repeats({ name: 'events.months', everyMs: DAY_MS })
  async months(): Promise<void> {
    await this.upkeep.run();
  }

  @Repeats({ name: 'events.error-rate', everyMs: MINUTE_MS })
  async checkErrorRate(): Promise<void> {
    await this.errorRate.check();
  }
}
