import { Injectable } from '@nestjs/common';
import { PatchingAws } from './aws/patching-aws.js';
import { TooLate, until, type BatchRun } from './batch-runs.js';
import { httpCheck, shellCheck } from './domain/checks.js';
import type { CheckResult, Health, PatchInstanceRow } from './domain/installation.js';
import { notInstalled } from './domain/patch-states.js';
import { PatchCommands, type Wanted } from './patch-commands.service.js';
import { StepFailed } from './patch-steps.service.js';
import { PatchTimeline } from './patch-timeline.js';
import { PatchWork, type Outcome } from './patch-work.service.js';

/** Sees whether instances are well after their patches: by what they and AWS say now. */
@Injectable()
export class PatchValidation {
  constructor(
    private readonly work: PatchWork,
    private readonly commands: PatchCommands,
    private readonly timeline: PatchTimeline,
    private readonly aws: PatchingAws,
  ) {}

  async validate(run: BatchRun): Promise<Outcome> {
    const instances = run.instances.filter(({ status }) => status === 'working');
    const outcome = await this.work.each(run, instances, async (instance) => {
      const health = await this.#look(run, instance);
      await this.work.setInstance(run, instance, { health });
      const ills = illsOf(instance.instanceId, health);
      if (ills.length > 0) throw new StepFailed(ills.join('; '));
      const endedAt = await this.work.now(run);
      await this.work.setInstance(run, instance, { status: 'patched', endedAt });
    });
    if (outcome === 'ok') {
      await this.work.set(run, { status: 'succeeded', endedAt: await this.work.now(run) });
      await this.timeline.patched(run, run.instances);
    }
    return { batchId: run.batchId, outcome, status: run.batch.status };
  }

  async #look(run: BatchRun, row: PatchInstanceRow): Promise<Health> {
    const { httpUrl, ssmCommand } = run.options.healthCheck;
    const isWell = await this.isWell(run, row);
    const [node] = await this.aws.nodes(run.place, [row.instanceId]);
    const machine = { isWindows: row.facts?.isWindows ?? false, privateIp: row.facts?.privateIp ?? null };
    const ids = row.patches.map(({ patchId }) => patchId);
    return {
      instance: isWell ? 'ok' : 'impaired',
      agent: node?.pingStatus ?? 'unknown',
      http: httpUrl === undefined ? null : await this.#check(run, row, 'http', httpCheck(httpUrl, machine)),
      command:
        ssmCommand === undefined
          ? null
          : await this.#check(run, row, 'command', shellCheck(ssmCommand, machine)),
      patches: notInstalled(ids, row.after ?? {}, run.options.rebootOption === 'NoReboot'),
    };
  }

  /** Whether both of EC2's status checks pass, or do so soon. */
  async isWell(run: BatchRun, { instanceId }: PatchInstanceRow): Promise<boolean> {
    try {
      const { pace } = this.aws;
      const look = () => this.aws.isWell(run.place, instanceId);
      return await until(run, pace, pace.wellWithinMs, 'The status checks did not pass', look);
    } catch (error) {
      if (error instanceof TooLate) return false;
      throw error;
    }
  }

  async #check(
    run: BatchRun,
    instance: PatchInstanceRow,
    what: 'http' | 'command',
    wanted: Wanted,
  ): Promise<CheckResult> {
    const { status, output } = await this.commands.run(run, instance, `check:${what}`, wanted);
    return { ok: status === 'Success', output: output.slice(-500) };
  }
}

/** What is wrong, a line each. */
function illsOf(instanceId: string, { instance, agent, http, command, patches }: Health): string[] {
  return [
    ...(instance === 'ok' ? [] : [`The status checks of ${instanceId} do not pass`]),
    ...(agent === 'Online' ? [] : [`The agent of ${instanceId} is ${agent}`]),
    ...(http?.ok === false ? [`The HTTP check on ${instanceId} failed: ${http.output}`] : []),
    ...(command?.ok === false ? [`The check command on ${instanceId} failed: ${command.output}`] : []),
    ...patches,
  ];
}
