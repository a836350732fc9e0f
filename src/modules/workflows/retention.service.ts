import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { RetentionStore } from './retention.store.js';

/** Executions of one transaction: each may have thousands of rows. */
const BATCH = 100;

/** Deletes executions that have had their time (EXECUTION_RETENTION_DAYS after their end). */
@Injectable()
export class RetentionService {
  constructor(
    private readonly config: Config,
    private readonly store: RetentionStore,
    private readonly logger: Logger,
  ) {}

  async clean(): Promise<void> {
    const days = this.config.get('EXECUTION_RETENTION_DAYS');
    let executions = 0;
    for (;;) {
      const deleted = await this.store.deleteOld(days, BATCH);
      executions += deleted;
      if (deleted < BATCH) break;
    }
    const programs = await this.store.deleteUnusedPrograms();
    if (executions + programs > 0) this.logger.info('Old executions were deleted', { executions, programs });
  }
}
