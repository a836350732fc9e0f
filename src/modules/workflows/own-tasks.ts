import { Injectable } from '@nestjs/common';
import { ZodError } from 'zod';
import type { Json } from '../../asl/index.js';
import { isOutage } from '../../platform/database/index.js';
import { ANSWERED_LATER, TaskFailure, TaskRegistry, type FoundTask } from '../../platform/tasks/index.js';
import { Logger, tracing } from '../../platform/telemetry/index.js';
import { AppError } from '../../shared/app-error.js';
import { Clock } from '../../shared/clock.js';
import { ClaimChecks } from './claim-checks.js';
import { Circuits } from './domain/circuit.js';
import { countTask } from './metrics.js';
import { WHILE_AWAY, type AskedTask, type TaskOutcome, type TaskSignals } from './task-outcome.js';

/** Errors of the asker: the task itself is well. */
const ASKERS = new Set(['INVALID', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'PRECONDITION_FAILED', 'TOO_LARGE']);

/** Runs the tasks that have a handler in this service. */
@Injectable()
export class OwnTasks {
  readonly #circuits = new Circuits(); // of this process: what fails for one worker may work for another

  constructor(
    private readonly registry: TaskRegistry,
    private readonly checks: ClaimChecks,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @returns undefined where no handler has that name */
  async run(
    task: AskedTask,
    name: string,
    input: Json,
    signals: TaskSignals,
    token?: string,
  ): Promise<TaskOutcome | undefined> {
    const found = this.registry.find(name);
    if (found === undefined) return undefined;
    const refusal = this.#circuits.refusal(found.name, this.clock.now().getTime());
    if (refusal !== undefined) {
      return found.whenOpen === 'wait'
        ? { type: 'later', afterSeconds: Math.ceil(refusal.waitMs / 1000) }
        : { type: 'failed', error: 'CircuitOpen', cause: refusal.reason };
    }
    tracing.rename(`task ${found.name}`);
    const began = performance.now();
    const outcome = await this.#try(found, task, input, signals, token);
    countTask(found.name, outcome.type, (performance.now() - began) / 1000);
    return outcome;
  }

  async #try(
    found: FoundTask,
    task: AskedTask,
    input: Json,
    signals: TaskSignals,
    token: string | undefined,
  ): Promise<TaskOutcome> {
    const { tenantId, idempotencyKey, executionId, taskId } = task;
    try {
      const output = await found.run(await this.checks.redeem(tenantId, input), {
        ...{ tenantId, idempotencyKey, execution: { id: executionId, taskId } },
        ...signals,
        ...(token === undefined ? {} : { token }),
      });
      this.#circuits.succeeded(found.name);
      if (output === ANSWERED_LATER) return { type: 'waits' };
      return { type: 'succeeded', output: await this.checks.check(tenantId, idempotencyKey, plain(output)) };
    } catch (error) {
      return this.#failed(found.name, task, error, signals.signal.aborted);
    }
  }

  #failed(name: string, task: AskedTask, error: unknown, wasAborted: boolean): TaskOutcome {
    const { error: title, cause } = told(error);
    if (isOutage(error)) {
      this.logger.warn('A task waits for the database', { task: name, executionId: task.executionId, cause });
      return WHILE_AWAY;
    }
    const isAskers =
      error instanceof TaskFailure || error instanceof ZodError || ASKERS.has(title) || wasAborted;
    if (!isAskers) this.#circuits.failed(name, cause, this.clock.now().getTime());
    this.logger.warn('A task failed', { task: name, executionId: task.executionId, error: title, cause });
    return { type: 'failed', error: title, cause };
  }
}

/** As the definition's Retry and Catch see it. */
function told(error: unknown): { error: string; cause: string } {
  if (error instanceof TaskFailure) return { error: error.error, cause: error.message };
  if (error instanceof AppError) {
    const details = error.details?.map(({ path, message }) => `${path}: ${message}`).join('; ');
    return {
      error: error.code,
      cause: details === undefined ? error.message : `${error.message}: ${details}`,
    };
  }
  if (error instanceof ZodError) {
    const problems = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return { error: 'INVALID', cause: problems.join('; ') };
  }
  return error instanceof Error
    ? { error: error.name, cause: error.message }
    : { error: 'Error', cause: String(error) };
}

/** What a definition can go on with: JSON, and null where a task gives nothing. */
const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null)) as Json;
