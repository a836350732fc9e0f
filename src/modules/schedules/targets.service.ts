import { Injectable } from '@nestjs/common';
import { TaskRegistry } from '../../platform/tasks/index.js';
import { AppError, invalid } from '../../shared/app-error.js';
import { TargetCalls } from './aws/target-calls.js';
import { isWorkflow, type Target, type WorkflowTarget } from './domain/target.js';
import { byteLength, MAX_INPUT_BYTES, type WorkflowInput } from './domain/workflow-input.js';
import { inputOf } from './run-input.js';
import type { DueRun } from './starting.store.js';
import { TargetOwners } from './target-owners.service.js';
import { type Refusal, WorkflowStarter } from './workflow-starter.js';

/** What an attempt has come to. */
export type Started =
  { execution: { type: string; id: string } | null; ends: 'now' | 'later' } | { skipped: string };

/** Starts what a schedule names. */
@Injectable()
export class TargetsService {
  constructor(
    private readonly workflows: WorkflowStarter,
    private readonly tasks: TaskRegistry,
    private readonly calls: TargetCalls,
    private readonly owners: TargetOwners,
  ) {}

  /** Why a target cannot be switched on; undefined when it can be. Not to be asked in a transaction: it may begin one. */
  async refusal(
    tenantId: string,
    { target, parameters }: { target: Target; parameters: Record<string, unknown> },
  ): Promise<Refusal | undefined> {
    return isWorkflow(target) ? this.workflows.refusal(tenantId, target, parameters) : undefined;
  }

  /**
   * A function or topic must lie in an account of the tenant's, since our own credentials call it.
   * @throws AppError INVALID, also when AWS does not say which account is ours: a service without credentials calls none
   */
  async checkOwner(tenantId: string, target: Target): Promise<void> {
    const problem = await this.#ownerProblem(tenantId, target).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'UNAVAILABLE') throw error;
      return { path: 'target', message: `cannot be checked now: ${error.message}` };
    });
    if (problem !== undefined) throw invalid([problem]);
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
    switch (target.type) {
      case 'scan':
      case 'step-functions':
        return this.#startWorkflow(run, target, input);
      case 'lambda':
        return this.#startFunction(run, target.functionName, input, signal);
      case 'sns': {
        await this.#stillOwned(run);
        const id = await this.calls.publish(target.topicArn, JSON.stringify(input), run.id);
        return { execution: { type: 'message', id }, ends: 'now' };
      }
    }
  }

  async #startWorkflow(run: DueRun, target: WorkflowTarget, input: WorkflowInput): Promise<Started> {
    const actor = { tenantId: run.tenantId, owner: run.requestedBy, keyId: run.requestedByKey };
    const started = await this.workflows.start({ actor, target, executionName: run.id, input });
    return 'skipped' in started ? started : { execution: started, ends: 'later' };
  }

  async #startFunction(
    run: DueRun,
    functionName: string,
    input: WorkflowInput,
    signal: AbortSignal,
  ): Promise<Started> {
    const task = this.tasks.find(functionName);
    if (task !== undefined) {
      const { tenantId, id } = run;
      const actor = { owner: run.requestedBy, keyId: run.requestedByKey };
      const heartbeat = () => Promise.resolve();
      await task.run(input, { tenantId, idempotencyKey: id, signal, heartbeat, actor });
      return { execution: { type: 'task', id }, ends: 'now' };
    }
    await this.#stillOwned(run);
    const id = await this.calls.invoke(functionName, JSON.stringify(input));
    return { execution: { type: 'invocation', id }, ends: 'now' };
  }

  /** An account may have left the tenant since the schedule was saved. */
  async #stillOwned({ tenantId, target }: DueRun): Promise<void> {
    const problem = await this.#ownerProblem(tenantId, target);
    if (problem !== undefined)
      throw new AppError('PRECONDITION_FAILED', `${problem.path} ${problem.message}`);
  }

  async #ownerProblem(tenantId: string, target: Target) {
    const runsHere = target.type === 'lambda' && this.tasks.find(target.functionName) !== undefined;
    return runsHere ? undefined : this.owners.problem(tenantId, target);
  }
}
