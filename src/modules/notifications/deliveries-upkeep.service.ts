import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { DeliveryStore } from './deliveries.store.js';

const BATCH = 5_000;

/** Deletes deliveries that ended long ago (DELIVERY_RETENTION_DAYS), then what they told. */
@Injectable()
export class DeliveriesUpkeepService {
  constructor(
    private readonly config: Config,
    private readonly store: DeliveryStore,
  ) {}

  /** In batches: a year of them in one statement would hold up the others. */
  async deleteOld(): Promise<void> {
    const days = this.config.get('DELIVERY_RETENTION_DAYS');
    while ((await this.store.deleteOld(days, BATCH)) === BATCH);
    while ((await this.store.deleteOldTellings(days, BATCH)) === BATCH);
  }
}
