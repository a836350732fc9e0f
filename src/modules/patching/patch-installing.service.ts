import { Injectable } from '@nestjs/common';
import { PatchingAws } from './aws/patching-aws.js';
import { until, type BatchRun } from './batch-runs.js';
import type { PatchInstanceRow } from './domain/installation.js';
import { waitsForReboot, type PatchStates } from './domain/patch-states.js';
import { PATCH_DOCUMENT, PatchCommands } from './patch-commands.service.js';
import { PatchSteps, StepFailed } from './patch-steps.service.js';
import { PatchWork, type Outcome } from './patch-work.service.js';

export const INSTALL = 'install';

/**
 * Has instances install what their patch baseline approves, and sees what is on them afterwards. AWS-RunPatchBaseline
 * takes no list of patches but one that lies in S3, where each instance would have to be allowed to read it
 * (systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html): so the baseline decides what is
 * installed, and whether the approved ones are is what the batch is judged by.
 */
@Injectable()
export class PatchInstalling {
  constructor(
    private readonly work: PatchWork,
    private readonly steps: PatchSteps,
    private readonly commands: PatchCommands,
    private readonly aws: PatchingAws,
  ) {}

  /** Tells the first of them; the others follow as these end. */
  async install(run: BatchRun): Promise<Outcome> {
    const first = working(run).slice(0, run.options.maxConcurrent);
    const outcome = await this.work.each(run, first, async (instance) => {
      await this.#send(run, instance);
    });
    return { batchId: run.batchId, outcome, status: run.batch.status };
  }

  async await(run: BatchRun): Promise<Outcome> {
    const outcome = await this.work.each(run, working(run), (instance) => this.#one(run, instance));
    if (outcome === 'ok') await this.work.set(run, { status: 'validating' });
    return { batchId: run.batchId, outcome, status: run.batch.status };
  }

  /**
   * How the command ended is noted and decides nothing: after a restart that went well Systems Manager may say Failed
   * (the agent is gone in the middle of the command), and Success says nothing of a single patch.
   */
  async #one(run: BatchRun, instance: PatchInstanceRow): Promise<void> {
    const commandId = await this.#send(run, instance);
    const { status } = await this.commands.ended(run, instance, commandId);
    if (status !== 'Success')
      await this.work.note(run, instance, `Systems Manager says of the installation: ${status}`);
    await this.commands.back(run, instance);
    const after = await this.commands.scanned(run, instance, 'scan:installed');
    const settled = await this.#restarted(run, instance, after);
    await this.work.setInstance(run, instance, { after: settled });
  }

  #send(run: BatchRun, instance: PatchInstanceRow): Promise<string> {
    const { rebootOption, installOverrideList: list } = run.options;
    return this.commands.send(run, instance, INSTALL, {
      document: PATCH_DOCUMENT,
      parameters: {
        Operation: ['Install'],
        RebootOption: [rebootOption],
        ...(list === undefined ? {} : { InstallOverrideList: [list] }),
      },
    });
  }

  /** A patch that fails keeps the others of the same run from their restart: then it is ours to do. */
  async #restarted(run: BatchRun, instance: PatchInstanceRow, after: PatchStates): Promise<PatchStates> {
    if (!waitsForReboot(after) || run.options.rebootOption === 'NoReboot') return after;
    await this.work.note(run, instance, 'A patch waited for a restart that had not come: restarted');
    const { place } = run;
    const machine = { instanceId: instance.instanceId, isWindows: instance.facts?.isWindows ?? false };
    const mark = async () => (await this.aws.bootMark(place, machine)) ?? null;
    const earlier = await this.steps.once(run, instance, 'boot-mark', { make: mark });
    if (earlier === null)
      throw new StepFailed(`${instance.instanceId} does not say when it started last: it was not restarted`);
    const started = async () => {
      const now = await mark();
      return now !== null && now !== earlier;
    };
    await this.steps.once(run, instance, 'reboot', {
      make: async () => {
        await this.aws.reboot(place, instance.instanceId);
        return 'asked';
      },
      made: async () => ((await started()) ? 'done' : undefined),
    });
    const { pace } = this.aws;
    await until(run, pace, pace.backWithinMs, `${instance.instanceId} did not restart`, started);
    await this.commands.back(run, instance);
    return this.commands.scanned(run, instance, 'scan:restarted');
  }
}

const working = ({ instances }: BatchRun): PatchInstanceRow[] =>
  instances.filter(({ status }) => status === 'working');
