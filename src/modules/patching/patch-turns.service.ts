import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { BatchRuns, type Run } from './batch-runs.js';
import { FAILED, isOver, mayFail } from './domain/statuses.js';
import { PatchBatchStore } from './patch-batches.store.js';
import { PatchRules, type Turn } from './patch-rules.service.js';
import { PatchWaits } from './patch-waits.service.js';

/** Says whose turn it is. */
@Injectable()
export class PatchTurns {
  constructor(
    private readonly database: Database,
    private readonly runs: BatchRuns,
    private readonly batches: PatchBatchStore,
    private readonly rules: PatchRules,
    private readonly waits: PatchWaits,
  ) {}

  async turn(tenantId: string, batchId: string, asked: Run): Promise<Turn> {
    const run = await this.runs.open(tenantId, batchId, asked);
    const { batch, options, installation } = run;
    if (isOver(batch.status)) return { go: 'never', batchId, status: batch.status };
    if (batch.status !== 'pending') return { go: 'now', batchId };
    return this.database.withTenant(tenantId, async (tx) => {
      const { killed } = await this.batches.hold(tx, run);
      const at = await this.database.now(tx);
      const all = await this.batches.ofInstallation(tx, tenantId, installation.id);
      const failed = all.filter(({ status }) => FAILED.includes(status)).length;
      const why = killed
        ? 'The kill switch was engaged'
        : failed > mayFail(all.length, options) || all.some(({ status }) => status === 'stopped')
          ? `${failed} of ${all.length} batches failed`
          : undefined;
      if (why !== undefined) {
        await this.batches.notStarted(tx, tenantId, { installationId: installation.id }, why, at);
        return { go: 'never', batchId, status: 'not_started' };
      }
      const opens = await this.waits.for(tx, run);
      if (opens !== undefined) return { go: 'later', batchId, opensAt: opens.toISOString() };
      return this.rules.begin(tx, run, at);
    });
  }
}
