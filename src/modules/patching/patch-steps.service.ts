import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { AwsRefused } from './aws/aws-refused.js';
import { PatchingAws } from './aws/patching-aws.js';
import { type BatchRun } from './batch-runs.js';
import type { PatchInstanceRow } from './domain/installation.js';
import { PatchBatchStore } from './patch-batches.store.js';
import { PatchStepStore, type StepRow } from './patch-steps.store.js';

/** The kill switch fell: nothing more is called. */
export class Stopped extends Error {
  constructor() {
    super('The kill switch is engaged');
    this.name = 'Stopped';
  }
}

/** Something could not be done on one instance: the reason, for people. */
export class StepFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StepFailed';
  }
}

export interface Step<T> {
  /** @param key by which AWS finds again what is made */
  make: (key: string) => Promise<T>;
  /** What was made where nobody heard of it; left out: making it again is as good. */
  made?: (key: string, since: Date) => Promise<T | undefined>;
}

const MOST_TRIES = 5;

/**
 * Makes the calls that change something, each once: it is recorded before and after, and what a crash or a lost answer
 * left in doubt is looked for before it is made again. AWS lists what is new a little later: hence the wait before it.
 */
@Injectable()
export class PatchSteps {
  constructor(
    private readonly database: Database,
    private readonly store: PatchStepStore,
    private readonly batches: PatchBatchStore,
    private readonly aws: PatchingAws,
  ) {}

  /**
   * The result of a call that is made now, or was made before.
   * @throws StepFailed where AWS has refused it, now or before; Stopped; ClaimLost
   */
  async once<T>(run: BatchRun, instance: PatchInstanceRow, name: string, step: Step<T>): Promise<T> {
    // an attempt before, of another process or of this one, may have been done and not heard of
    let isDoubtful = false;
    for (let tries = 1; ; tries += 1) {
      run.signal.throwIfAborted();
      const row = await this.#begin(run, instance, name);
      isDoubtful ||= tries === 1 && row.attempts > 1;
      if (row.status === 'done') return row.result as T;
      if (row.status === 'failed') throw new StepFailed(row.error?.message ?? name);
      try {
        const result = (await this.#found(run, row, step)) ?? (await step.make(row.id));
        await this.#end(run, row, { status: 'done', result });
        return result;
      } catch (error) {
        if (!(error instanceof AwsRefused)) throw error;
        isDoubtful ||= error.isDoubtful;
        if (!error.again || tries >= MOST_TRIES) {
          const told = { message: error.message, isRefused: !isDoubtful };
          await this.#end(run, row, { status: 'failed', error: told });
          throw new StepFailed(error.message);
        }
        await sleep(this.aws.pace.pollMs * tries, undefined, { signal: run.signal });
      }
    }
  }

  async of(
    run: Pick<BatchRun, 'tenantId'>,
    instance: PatchInstanceRow,
    name: string,
  ): Promise<StepRow | undefined> {
    const { tenantId } = run;
    return this.database.withTenant(tenantId, (tx) => this.store.find(tx, tenantId, instance.id, name));
  }

  /** The transaction that marks it as begun also looks at the kill switch. */
  async #begin(run: BatchRun, instance: PatchInstanceRow, name: string): Promise<StepRow> {
    const { tenantId } = run;
    const begun = await this.database.withTenant(tenantId, async (tx) => {
      const { killed } = await this.batches.hold(tx, run);
      return killed ? undefined : this.store.begin(tx, tenantId, instance.id, name);
    });
    if (begun === undefined) throw new Stopped();
    return begun;
  }

  async #found<T>(run: BatchRun, row: StepRow, { made }: Step<T>): Promise<T | undefined> {
    if (row.attempts === 1 || made === undefined) return undefined;
    await sleep(this.aws.pace.visibleAfterMs, undefined, { signal: run.signal });
    return made(row.id, row.startedAt);
  }

  async #end(run: BatchRun, { id }: StepRow, to: Parameters<PatchStepStore['end']>[3]): Promise<void> {
    const { tenantId } = run;
    await this.database.withTenant(tenantId, async (tx) => {
      await this.batches.hold(tx, run);
      await this.store.end(tx, tenantId, id, to, await this.database.now(tx));
    });
  }
}
