import { Injectable } from '@nestjs/common';
import { Repeats } from '../../platform/queue/index.js';
import { DeliveriesUpkeepService } from './deliveries-upkeep.service.js';

const HOUR_MS = 3_600_000;

@Injectable()
export class DeliveriesUpkeepProcessor {
  constructor(private readonly service: DeliveriesUpkeepService) {}

  @Repeats({ name: 'notifications.retain', everyMs: HOUR_MS })
  async retain(): Promise<void> {
    await this.service.deleteOld();
  }
}
