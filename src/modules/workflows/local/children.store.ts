import { Injectable } from '@nestjs/common';
import { Database, type Statement } from '../../../platform/database/index.js';

/** A task that waits for an execution, and how that ended. */
export interface EndedChild {
  executionId: string;
  taskId: string;
  resource: string;
  stateMachine: string;
  name: string;
  status: string;
  input: string;
  output: string | null;
  error: string | null;
  cause: string | null;
  redriveCount: number;
  startedAt: Date | null;
  stoppedAt: Date;
}

const ENDED: Statement = {
  name: 'workflow-ended-children',
  text: `
SELECT t.execution_id AS "executionId", t.task_id AS "taskId", t.resource, c.state_machine AS "stateMachine", c.name,
       c.status, c.input, c.output, c.error, c.cause, c.redrive_count AS "redriveCount", c.started_at AS "startedAt",
       c.stopped_at AS "stoppedAt"
  FROM execution_tasks t JOIN executions c ON c.id = t.child_id
 WHERE t.child_id IS NOT NULL AND ($1::text IS NULL OR t.child_id = $1) AND c.stopped_at IS NOT NULL LIMIT $2`,
};

/** Executions that others wait for. */
@Injectable()
export class ChildStore {
  constructor(private readonly database: Database) {}

  /** @param childId null: of all */
  ended(childId: string | null, limit: number): Promise<EndedChild[]> {
    return this.database.atOnce('tasks of all tenants wait for executions that have ended', ENDED, [
      childId,
      limit,
    ]);
  }
}
