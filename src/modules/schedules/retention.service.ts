import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { PlanningStore } from './planning.store.js';

const BATCH = 5_000;

/** Deletes what has had its time. */
@Injectable()
export class RetentionService {
  constructor(
    private readonly config: Config,
    private readonly store: PlanningStore,
  ) {}

  async clean(): Promise<void> {
    await this.store.removeCompleted();
    const days = this.config.get('SCHEDULE_RUN_RETENTION_DAYS');
    while ((await this.store.removeOld(days, BATCH)) === BATCH);
  }
}
