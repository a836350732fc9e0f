import { Injectable } from '@nestjs/common';
import { Database, Prisma } from '../../platform/database/index.js';
import { AwsRefused } from './aws/aws-refused.js';
import { together, TooLate, type BatchRun } from './batch-runs.js';
import type { PatchBatchRow, PatchInstanceRow } from './domain/installation.js';
import { PatchBatchStore, type InstanceChange } from './patch-batches.store.js';
import { StepFailed, Stopped } from './patch-steps.service.js';

/** What the next state of the workflow goes by. */
export interface Outcome {
  batchId: string;
  outcome: 'ok' | 'failed' | 'stopped';
  status: PatchBatchRow['status'];
}

/** Does a piece of work on each instance of a batch, and writes what became of it. */
@Injectable()
export class PatchWork {
  constructor(
    private readonly database: Database,
    private readonly batches: PatchBatchStore,
  ) {}

  /**
   * On each of them. An instance on which it fails keeps the reason; the others go on.
   * @returns stopped where the kill switch fell: the batch stays as it is then
   */
  async each(
    run: BatchRun,
    instances: readonly PatchInstanceRow[],
    work: (instance: PatchInstanceRow) => Promise<void>,
    failedAs: PatchInstanceRow['status'] = 'failed',
  ): Promise<Outcome['outcome']> {
    const ends = await together(instances, run.options.maxConcurrent, async (instance) => {
      try {
        await work(instance);
        return 'ok';
      } catch (error) {
        if (error instanceof Stopped) return 'stopped';
        const reason = reasonOf(error);
        if (reason === undefined) throw error;
        await this.setInstance(run, instance, { status: failedAs, reason });
        return 'failed';
      }
    });
    if (ends.includes('stopped')) return this.#stopped(run);
    // one that failed in an earlier attempt is not tried again
    return run.instances.some(({ status }) => status === failedAs) ? 'failed' : 'ok';
  }

  async set(run: BatchRun, to: Parameters<PatchBatchStore['set']>[2]): Promise<void> {
    await this.database.withTenant(run.tenantId, (tx) => this.batches.set(tx, run, to));
    Object.assign(run.batch, to);
  }

  async setInstance(run: BatchRun, instance: PatchInstanceRow, to: InstanceChange): Promise<void> {
    await this.database.withTenant(run.tenantId, (tx) => this.batches.setInstance(tx, run, instance.id, to));
    Object.assign(instance, to);
  }

  /** Begins with an instance. One installation at a time works at it: the index of those says so. @throws StepFailed */
  async take(run: BatchRun, instance: PatchInstanceRow): Promise<void> {
    try {
      await this.setInstance(run, instance, { status: 'working', startedAt: await this.now(run) });
    } catch (error) {
      if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error;
      throw new StepFailed(`Another installation works at ${instance.instanceId}`);
    }
  }

  async note(run: BatchRun, instance: PatchInstanceRow, words: string): Promise<void> {
    await this.database.withTenant(run.tenantId, (tx) => this.batches.note(tx, run, instance.id, words));
  }

  now(run: BatchRun): Promise<Date> {
    return this.database.withTenant(run.tenantId, (tx) => this.database.now(tx));
  }

  async #stopped(run: BatchRun): Promise<'stopped'> {
    const endedAt = await this.now(run);
    const reason = 'The kill switch was engaged: nothing more was called';
    for (const instance of run.instances)
      if (['working', 'rolling_back'].includes(instance.status))
        await this.setInstance(run, instance, { status: 'stopped', reason, endedAt });
    await this.set(run, { status: 'stopped', reason, endedAt });
    return 'stopped';
  }
}

/** Of failures that belong to one instance; undefined: of the work as a whole. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof StepFailed || error instanceof TooLate) return error.message;
  // where AWS cannot be asked just now, the whole work is tried again
  return error instanceof AwsRefused && !error.again ? error.message : undefined;
}
