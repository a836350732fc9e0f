import { Injectable } from '@nestjs/common';
import { PatchingAws, type Invocation } from './aws/patching-aws.js';
import { TooLate, until, type BatchRun } from './batch-runs.js';
import type { PatchInstanceRow } from './domain/installation.js';
import type { PatchStates } from './domain/patch-states.js';
import { PatchSteps, StepFailed } from './patch-steps.service.js';

export const PATCH_DOCUMENT = 'AWS-RunPatchBaseline';
const MINUTE_MS = 60_000;
/** A node takes a command when it comes back, up to then. */
const DELIVERY_SECONDS = 3600;
/** More than the hours that a node may take to install: then Systems Manager itself says that it timed out. */
const COMMAND_MS = 5 * 60 * MINUTE_MS;
const REPORTED_MS = 10 * MINUTE_MS;

export interface Wanted {
  document: string;
  parameters: Record<string, string[]>;
}

/** Has instances do things by Systems Manager, each once. */
@Injectable()
export class PatchCommands {
  constructor(
    private readonly aws: PatchingAws,
    private readonly steps: PatchSteps,
  ) {}

  /** @returns the command's id. @throws as PatchSteps.once */
  send(run: BatchRun, instance: PatchInstanceRow, name: string, wanted: Wanted): Promise<string> {
    const { instanceId } = instance;
    const comment = (key: string) => `shepherd ${key}`;
    return this.steps.once(run, instance, name, {
      make: (key) =>
        this.aws.send(run.place, {
          ...{ ...wanted, instanceId, comment: comment(key), deliverySeconds: DELIVERY_SECONDS },
        }),
      made: (key, since) =>
        this.aws.commandOf(run.place, { ...wanted, instanceId, comment: comment(key) }, since),
    });
  }

  /** However it ended. @throws TooLate */
  ended(run: BatchRun, { instanceId }: PatchInstanceRow, commandId: string): Promise<Invocation> {
    const words = `The command ${commandId} did not end on ${instanceId}`;
    return until(run, this.aws.pace, COMMAND_MS, words, async () => {
      const told = await this.aws.invocation(run.place, commandId, instanceId);
      return told?.isOver === true && told;
    });
  }

  async run(run: BatchRun, instance: PatchInstanceRow, name: string, wanted: Wanted): Promise<Invocation> {
    return this.ended(run, instance, await this.send(run, instance, name, wanted));
  }

  /**
   * The patches on an instance as they are now. What Systems Manager has on record is as of the last operation, and a
   * restart or another root volume does not change it: so the instance is scanned.
   * @throws StepFailed where no scan newer than this asking is reported
   */
  async scanned(run: BatchRun, instance: PatchInstanceRow, name: string): Promise<PatchStates> {
    const { instanceId } = instance;
    const asked = async () => (await this.aws.patches(run.place, instanceId)).asOf?.toISOString() ?? null;
    // kept before the scan is asked for: AWS's times are compared with each other, and not with our clock
    const earlier = await this.steps.once(run, instance, `${name}:earlier`, { make: asked });
    const parameters = { Operation: ['Scan'] };
    const { status, output } = await this.run(run, instance, name, { document: PATCH_DOCUMENT, parameters });
    const words = `No scan of ${instanceId} was reported (Systems Manager says ${status}: ${output.slice(-200)})`;
    // a scan that failed has said so by now: only its report may be late
    const withinMs = status === 'Success' ? REPORTED_MS : 0;
    try {
      return await until(run, this.aws.pace, withinMs, words, async () => {
        const { states, asOf } = await this.aws.patches(run.place, instanceId);
        return asOf !== null && asOf.toISOString() !== earlier && states;
      });
    } catch (error) {
      if (!(error instanceof TooLate)) throw error;
      throw new StepFailed(error.message);
    }
  }

  /** Until the instance answers Systems Manager again. @throws TooLate */
  async back(run: BatchRun, { instanceId }: PatchInstanceRow): Promise<void> {
    const { pace } = this.aws;
    await until(run, pace, pace.backWithinMs, `${instanceId} did not come back`, async () => {
      const [node] = await this.aws.nodes(run.place, [instanceId]);
      return node?.pingStatus === 'Online';
    });
  }
}
