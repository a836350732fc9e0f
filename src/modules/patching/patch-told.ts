import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { patchInstalled } from '../events/index.js';
import type { PatchBatchRow } from './domain/installation.js';
import { progressOf } from './domain/statuses.js';
import { countInstallation } from './metrics.js';
import { PatchBatchStore } from './patch-batches.store.js';
import type { Installation } from './patch-installations.store.js';

/** Tells that an installation has ended: the fact behind specs/3's event, and the metrics. */
@Injectable()
export class PatchTold {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly batches: PatchBatchStore,
    private readonly config: Config,
  ) {}

  async ended(tx: Tx, row: Installation, batches: readonly PatchBatchRow[], at: Date): Promise<void> {
    const { tenantId, id: installationId, executionId, correlationId } = row;
    const environment = this.config.get('ENVIRONMENT');
    const progress = progressOf(batches.map(({ status }) => status));
    const payload = {
      ...{ executionId, correlationId, environment, timestamp: at.toISOString() },
      ...{ totalBatches: progress.total, successfulBatches: progress.succeeded },
      ...{ failedBatches: progress.failed, successRate: progress.successRate },
    };
    await this.outbox.write(tx, tenantId, patchInstalled, [{ key: installationId, payload }]);
    const ends: Record<string, number> = {};
    for (const { status } of await this.batches.instances(tx, tenantId, { installationId }))
      ends[status] = (ends[status] ?? 0) + 1;
    this.database.onCommit(tx, () => countInstallation(environment, progress, ends));
  }
}
