import type { Tx } from '../../platform/database/index.js';
import type { Actor } from '../access/index.js';
import type { WorkflowInput } from './domain/workflow-input.js';

export interface WorkflowStart {
  /** Who answers for it: the owner who last saved the schedule, or who asked for the run. */
  actor: Actor;
  stateMachine: string;
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
}

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

/** The one way from a schedule to a workflow. */
export abstract class WorkflowStarter {
  /** Why a state machine cannot be started at all; undefined when it can be. */
  abstract refusal(stateMachine: string): string | undefined;

  /**
   * Starts an execution, or takes the one that an earlier attempt of the same name has started.
   * @returns a reason instead, when there is nothing to do
   * @throws AppError when it cannot be started as it is asked for; anything else is worth another attempt
   */
  abstract start(request: WorkflowStart): Promise<Execution | { skipped: string }>;

  /** How an execution ended; undefined while it is under way. */
  abstract outcome(tenantId: string, executionId: string): Promise<ExecutionOutcome | undefined>;

  /** Ends an execution that is under way; one that has ended, or that others want, stays as it is. */
  abstract cancel(actor: Actor, executionId: string, whose: WorkflowCancel): Promise<void>;
}
