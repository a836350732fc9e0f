import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { Jobs } from '../../platform/queue/index.js';
import { AppError, conflict, notFound } from '../../shared/app-error.js';
import { AuditLog } from '../access/index.js';
import { AwsRefused } from './aws/aws-refused.js';
import { PatchingAws } from './aws/patching-aws.js';
import { placeOf } from './batch-runs.js';
import type { PatchBatchRow, PatchInstanceRow } from './domain/installation.js';
import { isOver, type BatchStatus } from './domain/statuses.js';
import { PatchBatchStore } from './patch-batches.store.js';
import { rollbackPatchBatch } from './patch-rollback.jobs.js';
import { PatchRestoring } from './patch-restoring.service.js';

const CAN_BE: readonly BatchStatus[] = ['succeeded', 'failed', 'stopped', 'rollback_failed'];

/** Takes back what the rollback itself needs of the database, and hands it to a job. */
@Injectable()
export class PatchRollbackStarts {
  constructor(
    private readonly database: Database,
    private readonly batches: PatchBatchStore,
    private readonly jobs: Jobs,
    private readonly audit: AuditLog,
  ) {}

  /** @throws AppError CONFLICT where somebody was faster */
  async start(
    caller: Caller,
    batch: PatchBatchRow,
    touched: readonly PatchInstanceRow[],
    reason: string | null,
  ) {
    const { tenantId } = caller;
    await this.database.withTenant(tenantId, async (tx) => {
      const ids = touched.map(({ id }) => id);
      if (!(await this.batches.beginRollback(tx, batch, ids)))
        throw conflict(`Something else is done to the batch ${batch.id} just now`);
      await this.jobs.enqueue(tx, tenantId, rollbackPatchBatch, { batchId: batch.id });
      const target = { targetType: 'patch_batch', targetId: batch.id };
      const after = { status: 'rolling_back', reason };
      await this.audit.write(tx, caller, {
        ...{ action: 'patch_batch.rollback_asked', ...target },
        ...{ before: { status: batch.status }, after },
      });
    });
  }

  /** No further attempt will be made. */
  async giveUp(tx: Tx, tenantId: string, batchId: string): Promise<void> {
    const batch = await this.batches.find(tx, tenantId, batchId);
    if (batch !== undefined && !isOver(batch.status))
      await this.batches.giveUp(tx, batch, await this.database.now(tx));
  }
}

/** Takes batches back when people ask, at any later time. */
@Injectable()
export class PatchRollbacks {
  constructor(
    private readonly database: Database,
    private readonly batches: PatchBatchStore,
    private readonly restoring: PatchRestoring,
    private readonly starts: PatchRollbackStarts,
    private readonly aws: PatchingAws,
  ) {}

  /** @throws AppError NOT_FOUND; CONFLICT with why it cannot be taken back as it was; UNAVAILABLE */
  async ask(
    caller: Caller,
    batchId: string,
    reason: string | null,
  ): Promise<{ batchId: string; status: BatchStatus }> {
    const { tenantId } = caller;
    const { batch, instances, engaged } = await this.database.withTenant(tenantId, async (tx) => {
      const found = await this.batches.find(tx, tenantId, batchId);
      if (found === undefined) throw notFound('batch', batchId);
      return {
        batch: found,
        instances: await this.batches.instances(tx, tenantId, { batchId }),
        engaged: await this.batches.isKilled(tx, tenantId),
      };
    });
    if (engaged) throw conflict('The kill switch is engaged');
    if (!CAN_BE.includes(batch.status))
      throw conflict(`The batch ${batchId} is ${batch.status}: there is nothing to take back`);
    const touched = await this.#touched(instances);
    if (touched.length === 0)
      throw conflict(`Nothing was installed on the instances of the batch ${batchId}`);
    const problems = (await Promise.all(touched.map((one) => this.#problem(batch, one)))).filter(
      (problem) => problem !== undefined,
    );
    if (problems.length > 0) throw conflict(problems.join('; '));
    await this.starts.start(caller, batch, touched, reason);
    return { batchId, status: 'rolling_back' };
  }

  async #touched(instances: readonly PatchInstanceRow[]): Promise<PatchInstanceRow[]> {
    const touched = await Promise.all(
      instances.map(
        async (one) =>
          !['rolled_back', 'untouched'].includes(one.status) &&
          (await this.restoring.isTouched(one, one)) &&
          one,
      ),
    );
    return touched.filter((one) => one !== false);
  }

  /** Why an instance cannot be taken back; undefined: it can. */
  async #problem(batch: PatchBatchRow, row: PatchInstanceRow): Promise<string | undefined> {
    const { tenantId, instanceId } = row;
    const kept = await this.restoring.kept(row, row);
    if (kept === undefined) return `How ${instanceId} was before was not kept`;
    if (await this.database.withTenant(tenantId, (tx) => this.batches.isPatchedSince(tx, row)))
      return `Other patches were installed on ${instanceId} since: they would go too`;
    const place = placeOf(batch, batch.installationId);
    try {
      const [now] = await this.aws.instances(place, [instanceId]);
      if (now?.state !== 'running') return `${instanceId} is ${now?.state ?? 'gone'}: it must run`;
      const known = row.restored?.rootVolumeId ?? row.facts?.rootVolumeId ?? null;
      if (now.rootVolumeId !== known)
        return `The root volume of ${instanceId} was replaced since: it is ${now.rootVolumeId ?? 'none'}, and was ${known ?? 'none'}`;
      const readiness = await this.aws.readiness(place, kept);
      return readiness === 'ready' ? undefined : `The snapshot of ${instanceId} is ${readiness}`;
    } catch (error) {
      if (!(error instanceof AwsRefused)) throw error;
      if (error.again) throw new AppError('UNAVAILABLE', `AWS cannot be asked: ${error.message}`);
      return error.message;
    }
  }
}
