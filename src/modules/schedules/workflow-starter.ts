import type { Tx } from '../../platform/database/index.js';
import type { FieldProblem } from '../../shared/app-error.js';
import type { Actor } from '../access/index.js';
import type { WorkflowTarget } from './domain/target.js';
import type { WorkflowInput } from './domain/workflow-input.js';

export interface WorkflowStart {
  /** Who answers for it: the owner who last saved the schedule, or who asked for the run. */
  actor: Actor;
  target: WorkflowTarget;
  /** The same for every attempt of one run: it starts one execution. */
  executionName: string;
  input: WorkflowInput;
}

/** What was started. */
export interface Execution {
  type: 'scan' | 'execution';
  id: string;
}

export interface ExecutionOutcome {
  status: 'succeeded' | 'failed' | 'cancelled';
  error: string | null;
  /** Of an execution, for the log. */
  executionArn?: string;
}

/** Why something cannot be started. */
export interface Refusal {
  /** In words, with the parameters that are wrong. */
  reason: string;
  /** Each parameter that is wrong, or lacks; none where there is no such workflow. */
  problems: readonly FieldProblem[];
}

/** For people, who see one line. */
export const inWords = (problems: readonly FieldProblem[]): string =>
  problems.map(({ path, message }) => `${path}: ${message}`).join('; ');

/** Whose execution is to end. */
export interface WorkflowCancel {
  /** Of the run that is replaced: what another run, or a person, has started is not its to end. */
  executionName: string;
  /**
   * Whether another run waits for the execution, or may be about to join it. To be asked where executions can be
   * joined, after the execution has been ended in the transaction: who joins meanwhile then waits for its commit.
   */
  isWanted: (tx: Tx) => Promise<boolean>;
}

/** The one way from a schedule to a scan or a workflow. */
export abstract class WorkflowStarter {
  /** Why a tenant cannot start it at all, or not with these parameters; undefined when it can. */
  abstract refusal(
    tenantId: string,
    target: WorkflowTarget,
    parameters: Record<string, unknown>,
  ): Promise<Refusal | undefined>;

  /**
   * Starts an execution, or takes the one that an earlier attempt of the same name has started.
   * @returns a reason instead, when there is nothing to do
   * @throws AppError when it cannot be started as it is asked for; anything else is worth another attempt
   */
  abstract start(request: WorkflowStart): Promise<Execution | { skipped: string }>;

  /** How an execution ended; undefined while it is under way. */
  abstract outcome(tenantId: string, execution: Execution): Promise<ExecutionOutcome | undefined>;

  /** Ends an execution that is under way; one that has ended, or that others want, stays as it is. */
  abstract cancel(actor: Actor, execution: Execution, whose: WorkflowCancel): Promise<void>;
}
