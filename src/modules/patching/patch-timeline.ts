import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { partitionOfRegion } from '../../shared/partition.js';
import { Timeline } from '../scanning/index.js';
import type { BatchRun } from './batch-runs.js';
import type { PatchInstanceRow } from './domain/installation.js';

/** Tells in the timelines of instances what was done to them. */
@Injectable()
export class PatchTimeline {
  constructor(
    private readonly database: Database,
    private readonly timeline: Timeline,
  ) {}

  patched(run: BatchRun, instances: readonly PatchInstanceRow[]): Promise<void> {
    return this.#tell(run, instances, ({ status }) => (status === 'patched' ? 'patched' : undefined));
  }

  restored(run: BatchRun, instances: readonly PatchInstanceRow[]): Promise<void> {
    const told: Partial<Record<PatchInstanceRow['status'], string>> = {
      rolled_back: 'patches rolled back',
      rollback_failed: 'rollback of patches failed',
    };
    return this.#tell(run, instances, ({ status }) => told[status]);
  }

  async #tell(
    run: BatchRun,
    instances: readonly PatchInstanceRow[],
    whatOf: (instance: PatchInstanceRow) => string | undefined,
  ): Promise<void> {
    const { tenantId, batchId, installation } = run;
    const notes = instances.flatMap((one) => {
      const what = whatOf(one);
      const { accountId, region, instanceId, reason } = one;
      const arn = `arn:${partitionOfRegion(region)}:ec2:${region}:${accountId}:instance/${instanceId}`;
      const patches = one.patches.map(({ patchId }) => patchId);
      const details = { installationId: installation.id, batchId, patches, reason };
      return what === undefined
        ? []
        : [{ arn, kind: 'fix' as const, what, source: installation.executionId, details }];
    });
    await this.database.withTenant(tenantId, (tx) => this.timeline.append(tx, tenantId, notes));
  }
}
