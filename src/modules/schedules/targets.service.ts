import { Injectable } from '@nestjs/common';
import { AppError } from '../../shared/app-error.js';
import { isWorkflow, type Target } from './domain/target.js';
import { byteLength, MAX_INPUT_BYTES } from './domain/workflow-input.js';
import { OutsideTargets } from './outside-targets.service.js';
import { inputOf } from './run-input.js';
import type { DueRun } from './starting.store.js';
import { type Refusal, WorkflowStarter } from './workflow-starter.js';

/** What an attempt has come to. */
export type Started =
  { execution: { type: string; id: string } | null; ends: 'now' | 'later' } | { skipped: string };

/** Starts what a schedule names. */
@Injectable()
export class TargetsService {
  constructor(
    private readonly workflows: WorkflowStarter,
    private readonly outside: OutsideTargets,
  ) {}

  /** Why a target cannot be switched on; undefined when it can be. Not to be asked in a transaction: it may begin one. */
  async refusal(
    tenantId: string,
    { target, parameters }: { target: Target; parameters: Record<string, unknown> },
  ): Promise<Refusal | undefined> {
    return isWorkflow(target) ? this.workflows.refusal(tenantId, target, parameters) : undefined;
  }

  /** @throws AppError INVALID where a function or topic is not the tenant's */
  async checkOwner(tenantId: string, target: Target): Promise<void> {
    if (!isWorkflow(target)) await this.outside.checkOwner(tenantId, target);
  }

  /**
   * Starts the target of a run. Workflows, and tasks that run here, see the run's id as their idempotency key.
   * @throws AppError for what another attempt cannot change; anything else is worth one
   */
  async start(run: DueRun, signal: AbortSignal): Promise<Started> {
    const { target } = run;
    const input = inputOf(run);
    if (byteLength(input) > MAX_INPUT_BYTES) {
      throw new AppError(
        'TOO_LARGE',
        `The input has ${byteLength(input)} bytes; ${MAX_INPUT_BYTES} is the limit`,
      );
    }
    const actor = { tenantId: run.tenantId, owner: run.requestedBy, keyId: run.requestedByKey };
    if (!isWorkflow(target)) {
      const execution = await this.outside.call(actor, target, input, { key: run.id, signal });
      return { execution, ends: 'now' };
    }
    const started = await this.workflows.start({ actor, target, executionName: run.id, input });
    return 'skipped' in started ? started : { execution: started, ends: 'later' };
  }
}
