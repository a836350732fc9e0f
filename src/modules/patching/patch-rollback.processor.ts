import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Handles, OnExhausted, type Attempt, type JobOf } from '../../platform/queue/index.js';
import { rollbackPatchBatch } from './patch-rollback.jobs.js';
import { PatchRollback } from './patch-rollback.service.js';
import { PatchRollbackStarts } from './patch-rollbacks.service.js';

@Injectable()
export class PatchRollbackProcessor {
  constructor(
    private readonly rollback: PatchRollback,
    private readonly starts: PatchRollbackStarts,
  ) {}

  @Handles(rollbackPatchBatch)
  async run({ batchId }: JobOf<typeof rollbackPatchBatch>, { tenantId, signal }: Attempt): Promise<void> {
    await this.rollback.asked(tenantId, batchId, { signal, heartbeat: () => Promise.resolve() });
  }

  @OnExhausted(rollbackPatchBatch)
  async gaveUp({ batchId }: JobOf<typeof rollbackPatchBatch>, _error: string, tx: Tx, tenantId: string) {
    await this.starts.giveUp(tx, tenantId, batchId);
  }
}
