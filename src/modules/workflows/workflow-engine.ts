import type { Json, Program } from '../../asl/index.js';
import type { Actor } from '../access/index.js';

/** An execution that is to be started. */
export interface EngineStart {
  id: string;
  actor: Actor;
  workflowType: string;
  stateMachine: string;
  name: string;
  program: Program;
  /** A tenant's own definition. */
  isOwn: boolean;
  input: Json;
  /** 1 high, 2 normal, 3 low. */
  priority: number;
  correlationId: string;
  startedBy: string | null;
  /** The task of another execution that asks for this one. */
  parent: { executionId: string; taskId: string } | null;
  /**
   * What somebody asks for: the audit log gets it in the transaction of the execution (`execution.started`). Left out
   * where a task of another execution asks.
   */
  asked?: Record<string, unknown> | undefined;
}

export interface EngineStarted {
  id: string;
  status: string;
  startedAt: Date;
  /** It was there already: the same request came twice. */
  isExisting: boolean;
  /** Its ARN where it runs in Step Functions. */
  awsArn?: string | null;
}

/** What runs definitions: the engine in this service, or AWS Step Functions. Rows of executions are kept by both. */
export abstract class WorkflowEngine {
  /**
   * Starts an execution. The same name and input while it runs is the same execution.
   * @throws AppError CONFLICT where the name is taken by another
   */
  abstract start(request: EngineStart): Promise<EngineStarted>;

  /** Ends an execution that is under way as ABORTED. One that has ended stays as it is. */
  abstract stop(
    execution: { id: string; awsArn: string | null },
    reason: { error?: string; cause?: string },
  ): Promise<void>;

  /** Goes on from where an execution failed. @throws AppError CONFLICT where it has not failed */
  abstract redrive(execution: { id: string; awsArn: string | null }): Promise<void>;
}
