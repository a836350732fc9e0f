import { Injectable } from '@nestjs/common';
import { TaskRegistry } from '../../platform/tasks/index.js';
import { AppError, invalid } from '../../shared/app-error.js';
import type { Actor } from '../access/index.js';
import { TargetCalls } from './aws/target-calls.js';
import type { OutsideTarget } from './domain/target.js';
import { TargetOwners } from './target-owners.service.js';

/** What was called, and the id by which it can be found again. */
export interface Called {
  type: 'task' | 'invocation' | 'message';
  id: string;
}

/** Calls functions and topics in the name of a tenant. A function that stands for a task of the service runs here. */
@Injectable()
export class OutsideTargets {
  constructor(
    private readonly tasks: TaskRegistry,
    private readonly calls: TargetCalls,
    private readonly owners: TargetOwners,
  ) {}

  /**
   * A function or topic must lie in an account of the tenant's, since our own credentials call it.
   * @param field that the target stands in, for who reads the error
   * @throws AppError INVALID, also when AWS does not say which account is ours: a service without credentials calls none
   */
  async checkOwner(tenantId: string, target: OutsideTarget, field = 'target'): Promise<void> {
    const problem = await this.#ownerProblem(tenantId, target).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'UNAVAILABLE') throw error;
      return { path: 'target', message: `cannot be checked now: ${error.message}` };
    });
    if (problem === undefined) return;
    throw invalid([{ ...problem, path: problem.path.replace(/^target/, field) }]);
  }

  /**
   * @param key the same for every attempt: a task and a FIFO topic do nothing twice by it
   * @throws AppError for what another attempt cannot change; anything else is worth one
   */
  async call(
    actor: Actor,
    target: OutsideTarget,
    input: unknown,
    { key, signal }: { key: string; signal: AbortSignal },
  ): Promise<Called> {
    const { tenantId, owner, keyId } = actor;
    if (target.type === 'sns') {
      await this.#stillOwned(tenantId, target);
      return { type: 'message', id: await this.calls.publish(target.topicArn, JSON.stringify(input), key) };
    }
    const task = this.tasks.find(target.functionName);
    if (task !== undefined) {
      const heartbeat = () => Promise.resolve();
      const context = { tenantId, idempotencyKey: key, signal, heartbeat, actor: { owner, keyId } };
      await task.run(input, context);
      return { type: 'task', id: key };
    }
    await this.#stillOwned(tenantId, target);
    return { type: 'invocation', id: await this.calls.invoke(target.functionName, JSON.stringify(input)) };
  }

  /** An account may have left the tenant since the target was saved. */
  async #stillOwned(tenantId: string, target: OutsideTarget): Promise<void> {
    const problem = await this.#ownerProblem(tenantId, target);
    if (problem !== undefined)
      throw new AppError('PRECONDITION_FAILED', `${problem.path} ${problem.message}`);
  }

  async #ownerProblem(tenantId: string, target: OutsideTarget) {
    const runsHere = target.type === 'lambda' && this.tasks.find(target.functionName) !== undefined;
    return runsHere ? undefined : this.owners.problem(tenantId, target);
  }
}
