import { Injectable } from '@nestjs/common';
import { PatchingAws, type Kept } from './aws/patching-aws.js';
import { readied, type BatchRun } from './batch-runs.js';
import type { PatchInstanceRow } from './domain/installation.js';
import { differences } from './domain/patch-states.js';
import { PatchCommands } from './patch-commands.service.js';
import { SNAPSHOT } from './patch-preparation.service.js';
import { INSTALL } from './patch-installing.service.js';
import { PatchSteps, StepFailed } from './patch-steps.service.js';
import { PatchValidation } from './patch-validation.service.js';
import { PatchWork } from './patch-work.service.js';

const REPLACED_MS = 3 * 3_600_000;

/**
 * Gives instances back the root volume that they had. Patches lie there: the other volumes of the instance stay as they
 * are, with snapshots of them kept beside.
 */
@Injectable()
export class PatchRestoring {
  constructor(
    private readonly work: PatchWork,
    private readonly steps: PatchSteps,
    private readonly commands: PatchCommands,
    private readonly validation: PatchValidation,
    private readonly aws: PatchingAws,
  ) {}

  /** Whether anything may have been installed on it: what AWS refused was not. */
  async isTouched(run: Pick<BatchRun, 'tenantId'>, instance: PatchInstanceRow): Promise<boolean> {
    const step = await this.steps.of(run, instance, INSTALL);
    return step !== undefined && step.error?.isRefused !== true;
  }

  /** How it was kept; undefined: it was not. */
  async kept(run: Pick<BatchRun, 'tenantId'>, instance: PatchInstanceRow): Promise<Kept | undefined> {
    const step = await this.steps.of(run, instance, SNAPSHOT);
    return step?.status === 'done' ? (step.result as Kept) : undefined;
  }

  /**
   * Taken back is what was read: the instance is well, and the patches on it are those from before.
   * @throws StepFailed, TooLate where it is not
   */
  async restore(run: BatchRun, instance: PatchInstanceRow): Promise<void> {
    if (instance.status === 'rolled_back') return;
    await this.work.setInstance(run, instance, { status: 'rolling_back' });
    const kept = await this.kept(run, instance);
    if (kept === undefined) throw new StepFailed(`How ${instance.instanceId} was before was not kept`);
    await this.#replace(run, instance, kept);
    await this.commands.back(run, instance);
    const isWell = await this.validation.isWell(run, instance);
    const { rollbacks } = run.batch;
    const states = await this.commands.scanned(run, instance, `scan:restored:${rollbacks}`);
    const [now] = await this.aws.instances(run.place, [instance.instanceId]);
    const others = differences(instance.before ?? {}, states);
    const restored = { rootVolumeId: now?.rootVolumeId ?? null, states, differences: others };
    await this.work.setInstance(run, instance, { restored });
    if (!isWell) throw new StepFailed(`The status checks of ${instance.instanceId} do not pass`);
    if (others.length > 0)
      throw new StepFailed(`${instance.instanceId} is not as it was before: ${others.join('; ')}`);
    const endedAt = await this.work.now(run);
    await this.work.setInstance(run, instance, { status: 'rolled_back', endedAt });
  }

  async #replace(run: BatchRun, instance: PatchInstanceRow, from: Kept): Promise<void> {
    const { instanceId } = instance;
    const taskId = await this.steps.once(run, instance, `replace-root:${run.batch.rollbacks}`, {
      // the same token is the same task: nothing to look for
      make: (token) => this.aws.replaceRoot(run.place, { instanceId, from, token }),
    });
    const words = `The root volume of ${instanceId} was not replaced`;
    const end = await readied(run, this.aws.pace, REPLACED_MS, words, () =>
      this.aws.replacement(run.place, taskId),
    );
    if (end !== 'ready')
      throw new StepFailed(`The replacement of the root volume of ${instanceId} is ${end}`);
  }
}
