import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { BatchRuns, type BatchRun, type Run } from './batch-runs.js';
import { isOver, type BatchStatus } from './domain/statuses.js';
import { countPatchFailure, type PatchFailure } from './metrics.js';
import { PatchRestoring } from './patch-restoring.service.js';
import { PatchTimeline } from './patch-timeline.js';
import { PatchWork, type Outcome } from './patch-work.service.js';

const FAILURES: Partial<Record<BatchStatus, PatchFailure>> = {
  pending: 'SnapshotFailed',
  snapshotting: 'SnapshotFailed',
  installing: 'InstallationFailed',
  validating: 'HealthValidationFailed',
};

/** Takes batches back: one that failed by itself, any other when people ask. */
@Injectable()
export class PatchRollback {
  constructor(
    private readonly runs: BatchRuns,
    private readonly work: PatchWork,
    private readonly restoring: PatchRestoring,
    private readonly timeline: PatchTimeline,
    private readonly config: Config,
  ) {}

  /** A batch that failed: all that was touched of it. What has an end already is left alone. */
  async ofFailed(tenantId: string, batchId: string, asked: Run): Promise<Outcome> {
    const run = await this.runs.open(tenantId, batchId, asked);
    const { batch } = run;
    if (isOver(batch.status)) return { batchId, outcome: 'ok', status: batch.status };
    const reason = batch.reason ?? whyOf(run);
    if (batch.status !== 'rolling_back') {
      const failure = FAILURES[batch.status] ?? 'InstallationFailed';
      await this.work.set(run, { status: 'rolling_back', reason });
      countPatchFailure(this.config.get('ENVIRONMENT'), failure);
    }
    const touched = await this.#touched(run);
    await this.#leave(run, touched);
    if (touched.length === 0) return this.#end(run, 'failed', `${reason}. Nothing was installed`);
    if (!run.options.rollback) return this.#end(run, 'failed', `${reason}. It is not taken back`);
    if (run.options.snapshot === 'none') return this.#end(run, 'failed', `${reason}. No snapshot was taken`);
    return this.#restore(run, touched, reason);
  }

  /** One that people want back. The rows say which instances: see PatchRollbacks. */
  async asked(tenantId: string, batchId: string, asked: Run): Promise<Outcome> {
    const run = await this.runs.open(tenantId, batchId, asked);
    const wanted = run.instances.filter(({ status }) => ['rolling_back', 'rolled_back'].includes(status));
    if (run.batch.status !== 'rolling_back') return { batchId, outcome: 'ok', status: run.batch.status };
    return this.#restore(run, wanted, 'Taken back as asked');
  }

  async #touched(run: BatchRun): Promise<BatchRun['instances']> {
    const touched = await Promise.all(
      run.instances.map(async (one) => (await this.restoring.isTouched(run, one)) && one),
    );
    return touched.filter((one) => one !== false);
  }

  /** Those on which nothing was installed. */
  async #leave(run: BatchRun, touched: BatchRun['instances']): Promise<void> {
    const endedAt = await this.work.now(run);
    for (const instance of run.instances)
      if (!touched.includes(instance) && ['pending', 'working'].includes(instance.status))
        await this.work.setInstance(run, instance, { status: 'untouched', endedAt });
  }

  async #restore(run: BatchRun, instances: BatchRun['instances'], reason: string): Promise<Outcome> {
    const work = (instance: (typeof instances)[number]) => this.restoring.restore(run, instance);
    const outcome = await this.work.each(run, instances, work, 'rollback_failed');
    if (outcome === 'stopped') return { batchId: run.batchId, outcome, status: 'stopped' };
    await this.timeline.restored(run, instances);
    if (outcome === 'ok') return this.#end(run, 'rolled_back', reason);
    countPatchFailure(this.config.get('ENVIRONMENT'), 'RollbackFailed');
    const failed = instances.filter(({ status }) => status === 'rollback_failed');
    return this.#end(
      run,
      'rollback_failed',
      `${reason}. ${failed.map((one) => one.reason ?? '').join('; ')}`,
    );
  }

  async #end(run: BatchRun, status: BatchStatus, reason: string): Promise<Outcome> {
    const endedAt = await this.work.now(run);
    for (const instance of run.instances)
      if (instance.status === 'working')
        await this.work.setInstance(run, instance, { status: 'failed', endedAt });
    await this.work.set(run, { status, reason: reason.slice(0, 2000), endedAt });
    return { batchId: run.batchId, outcome: 'ok', status };
  }
}

const whyOf = ({ instances }: BatchRun): string =>
  instances.flatMap(({ status, reason }) => (status === 'failed' ? (reason ?? []) : [])).join('; ') ||
  'The work at it was given up';
