import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Clock } from '../../shared/clock.js';
import { Guardrails, KillSwitch, PATCH_INSTALLATION, refusal } from '../remediation/index.js';
import type { BatchRun } from './batch-runs.js';
import type { BatchStatus } from './domain/statuses.js';
import { PatchAgreement } from './patch-agreement.service.js';
import { PatchBatchStore } from './patch-batches.store.js';

/** Whether a batch may begin. */
export type Turn =
  | { go: 'now'; batchId: string }
  | { go: 'later'; batchId: string; opensAt: string }
  | { go: 'never'; batchId: string; status: BatchStatus };

/** Lets batches begin that guardrails let. */
@Injectable()
export class PatchRules {
  constructor(
    private readonly guardrails: Guardrails,
    private readonly killSwitch: KillSwitch,
    private readonly batches: PatchBatchStore,
    private readonly clock: Clock,
    private readonly agreement: PatchAgreement,
  ) {}

  /** The plan asked the same, which may have been days ago. Instances that are kept out now are left out. */
  async begin(tx: Tx, run: BatchRun, at: Date): Promise<Turn> {
    const { tenantId, batchId, batch, installation } = run;
    const { accountId, region } = batch;
    const policy = await this.guardrails.policyOf(tx, tenantId, accountId);
    const attempt = { accountId, region, fixId: PATCH_INSTALLATION, now: this.clock.now() };
    const reasons: string[] = [];
    if (!(await this.#isAgreed(tx, run))) {
      const of = { installationId: installation.id, batchId };
      await this.batches.notStarted(tx, tenantId, of, 'Nobody has approved it', at);
      return { go: 'never', batchId, status: 'not_started' };
    }
    for (const instance of run.instances) {
      const reason = refusal(policy, { ...attempt, tags: instance.facts?.tags ?? {} });
      if (reason === undefined) continue;
      reasons.push(reason);
      await this.batches.setInstance(tx, run, instance.id, { status: 'refused', reason, endedAt: at });
    }
    if (reasons.length === run.instances.length) {
      const of = { installationId: installation.id, batchId };
      await this.batches.notStarted(tx, tenantId, of, reasons[0] ?? 'It has no instances', at);
      return { go: 'never', batchId, status: 'not_started' };
    }
    await this.batches.set(tx, run, { status: 'snapshotting', startedAt: at });
    return { go: 'now', batchId };
  }

  /** For those who begin something now. @throws AppError CONFLICT while the kill switch is engaged */
  mustBeReleased(tx: Tx, tenantId: string): Promise<void> {
    return this.killSwitch.mustBeReleased(tx, tenantId);
  }

  async isKilled(tx: Tx, tenantId: string): Promise<boolean> {
    return (await this.killSwitch.state(tx, tenantId)).engaged;
  }

  /** The plan asked people, and the definition has gone on: whether they have really said so is in the rows. */
  async #isAgreed(tx: Tx, { tenantId, installation, instances, options }: BatchRun): Promise<boolean> {
    const wanted = instances.flatMap(({ accountId, region, instanceId, patches }) =>
      patches.map((patch) => ({ ...patch, accountId, region, instanceId })),
    );
    const need = await this.agreement.need(tx, tenantId, wanted, options);
    return need.unapproved.length === 0 || this.agreement.isGiven(tx, installation, need);
  }
}
