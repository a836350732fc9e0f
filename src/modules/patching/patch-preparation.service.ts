import { Injectable } from '@nestjs/common';
import { DAY_MS } from '../../shared/clock.js';
import { PatchingAws, type Instance, type Kept } from './aws/patching-aws.js';
import { readied, type BatchRun } from './batch-runs.js';
import type { PatchInstanceRow } from './domain/installation.js';
import { notInstalled } from './domain/patch-states.js';
import { PatchCommands } from './patch-commands.service.js';
import { PatchExemptions } from './patch-exemptions.service.js';
import { PatchSteps, StepFailed } from './patch-steps.service.js';
import { PatchWork, type Outcome } from './patch-work.service.js';

/** The first snapshot of a large volume takes hours. */
const SNAPSHOT_MS = 11 * 3_600_000;
export const SNAPSHOT = 'snapshot';

/** Keeps how instances are before anything is installed on them. */
@Injectable()
export class PatchPreparation {
  constructor(
    private readonly work: PatchWork,
    private readonly steps: PatchSteps,
    private readonly commands: PatchCommands,
    private readonly exemptions: PatchExemptions,
    private readonly aws: PatchingAws,
  ) {}

  async prepare(run: BatchRun): Promise<Outcome> {
    const waiting = run.instances.filter(({ status }) => status === 'pending' || status === 'working');
    const outcome = await this.work.each(run, waiting, (instance) => this.#one(run, instance));
    if (outcome === 'ok') await this.work.set(run, { status: 'installing' });
    return { batchId: run.batchId, outcome, status: run.batch.status };
  }

  async #one(run: BatchRun, instance: PatchInstanceRow): Promise<void> {
    const found = await this.#found(run, instance);
    const exempt = instance.status === 'pending' ? await this.exemptions.of(run, found.tags) : undefined;
    if (exempt !== undefined) {
      const endedAt = await this.work.now(run);
      await this.work.setInstance(run, instance, { status: 'refused', reason: exempt, endedAt });
      return;
    }
    if (instance.status !== 'working') await this.work.take(run, instance);
    const before = await this.commands.scanned(run, instance, 'scan:before');
    await this.work.setInstance(run, instance, { before });
    const ids = instance.patches.map(({ patchId }) => patchId);
    if (notInstalled(ids, before, false).length === 0) {
      await this.work.note(run, instance, 'Its patches were installed already: nothing was done');
      const endedAt = await this.work.now(run);
      await this.work.setInstance(run, instance, { status: 'patched', after: before, endedAt });
      return;
    }
    if (run.options.snapshot !== 'none') await this.#keep(run, instance, found, run.options.snapshot);
  }

  /** It may be another than when it was planned: a root volume that was replaced since is what comes back. */
  async #found(run: BatchRun, row: PatchInstanceRow): Promise<Instance> {
    const [found] = await this.aws.instances(run.place, [row.instanceId]);
    if (found?.state !== 'running') throw new StepFailed(`${row.instanceId} is ${found?.state ?? 'gone'}`);
    const { rootVolumeId, volumeIds, isWindows, privateIp, tags } = found;
    await this.work.setInstance(run, row, { facts: { rootVolumeId, volumeIds, isWindows, privateIp, tags } });
    return found;
  }

  async #keep(run: BatchRun, row: PatchInstanceRow, found: Instance, kind: 'ebs' | 'ami'): Promise<void> {
    const { place } = run;
    const installationId = run.installation.id;
    // from now on: the installation may have waited for people and windows for longer than it is to be kept
    const expiresAt = new Date((await this.work.now(run)).getTime() + run.options.keepSnapshotsDays * DAY_MS);
    const kept = await this.steps.once<Kept>(run, row, SNAPSHOT, {
      make: (step) => {
        const tags = { step, installationId, expiresAt };
        return kind === 'ebs' ? this.aws.snapshot(place, found, tags) : this.aws.image(place, found, tags);
      },
      made: (step) => this.aws.kept(place, found, step, kind),
    });
    if (kept.imageId === null && kept.rootSnapshotId === null)
      throw new StepFailed(`No snapshot of the root volume of ${row.instanceId} was made`);
    const words = `What ${row.instanceId} was is not kept`;
    const ready = await readied(run, this.aws.pace, SNAPSHOT_MS, words, () =>
      this.aws.readiness(place, kept),
    );
    if (ready !== 'ready') throw new StepFailed(`The snapshot of ${row.instanceId} is ${ready}`);
  }
}
