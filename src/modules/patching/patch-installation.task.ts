import { Injectable } from '@nestjs/common';
import { Task, type TaskContext } from '../../platform/tasks/index.js';
import { BatchRuns } from './batch-runs.js';
import { PatchEntrance } from './patch-entrance.service.js';
import { patchTaskInput, type PatchTaskInput } from './patch-installation.schemas.js';
import { PatchInstalling } from './patch-installing.service.js';
import { PatchPlan } from './patch-plan.service.js';
import { PatchPreparation } from './patch-preparation.service.js';
import { PatchResults } from './patch-results.service.js';
import { PatchRollback } from './patch-rollback.service.js';
import { PatchTurns } from './patch-turns.service.js';
import { PatchValidation } from './patch-validation.service.js';

/** The tasks of an installation as a whole. */
@Injectable()
export class InstallationActions {
  constructor(
    readonly plans: PatchPlan,
    readonly results: PatchResults,
    readonly turns: PatchTurns,
  ) {}
}

/** The tasks of one batch. */
@Injectable()
export class BatchActions {
  constructor(
    readonly preparation: PatchPreparation,
    readonly installing: PatchInstalling,
    readonly validation: PatchValidation,
    readonly rollback: PatchRollback,
  ) {}
}

/** What patch-installation's states ask for. Each action is safe to repeat and goes on from the rows. */
@Injectable()
export class PatchInstallationTask {
  constructor(
    private readonly whole: InstallationActions,
    private readonly batch: BatchActions,
    private readonly runs: BatchRuns,
    private readonly entrance: PatchEntrance,
  ) {}

  @Task('patch-installation', patchTaskInput)
  async run(input: PatchTaskInput, context: TaskContext): Promise<unknown> {
    const { tenantId, signal, heartbeat } = context;
    const { plans, results, turns } = this.whole;
    const owner = await this.entrance.of(input, context);
    const open = (batchId: string) => this.runs.open(tenantId, batchId, { signal, heartbeat });
    switch (input.action) {
      case 'initialize':
        return plans.begin(input.input, owner);
      case 'plan':
        return plans.plan(tenantId, input.installationId);
      case 'approved':
        return results.approved(tenantId, input.installationId, input.approval);
      case 'refused':
        return results.refused(tenantId, input.installationId, input.approval);
      case 'window':
        return turns.turn(tenantId, input.batchId, { signal, heartbeat });
      case 'snapshot':
        return this.batch.preparation.prepare(await open(input.batchId));
      case 'install':
        return this.batch.installing.install(await open(input.batchId));
      case 'await':
        return this.batch.installing.await(await open(input.batchId));
      case 'validate':
        return this.batch.validation.validate(await open(input.batchId));
      case 'rollback':
        return this.batch.rollback.ofFailed(tenantId, input.batchId, { signal, heartbeat });
      case 'publish':
        return results.publish(tenantId, input.installationId);
    }
  }
}
