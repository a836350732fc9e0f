import { Injectable } from '@nestjs/common';
import type { Json } from '../../../asl/index.js';
import { Database, type Statement, type Tx } from '../../../platform/database/index.js';
import { hashOf } from './written-rows.js';

/** A task that this worker has taken. */
export interface TaskRow {
  executionId: string;
  taskId: string;
  tenantId: string;
  resource: string;
  stateName: string;
  input: Json;
  idempotencyKey: string;
  attempt: number;
  heartbeatSeconds: number | null;
  timerId: string | null;
  priority: number;
  correlationId: string;
  /** How many workers have died while they ran it, as far as is known: 0 for one whose worker never died. */
  takes: number;
  /** What somebody has answered by its token. */
  answer: string | null;
}

export type TaskKey = Pick<TaskRow, 'executionId' | 'taskId'>;

/** What somebody answers in a task's place: its outcome. */
export type TaskAnswer =
  { type: 'succeeded'; output: Json } | { type: 'failed'; error: string; cause: string };

const COLUMNS = `t.execution_id AS "executionId", t.task_id AS "taskId", t.tenant_id AS "tenantId", t.resource,
  t.state_name AS "stateName", t.input, t.idempotency_key AS "idempotencyKey", t.attempt,
  t.heartbeat_seconds AS "heartbeatSeconds", t.timer_id AS "timerId", t.priority, t.correlation_id AS "correlationId",
  t.takes, t.answer`;

const CLAIM: Statement = {
  name: 'workflow-claim-tasks',
  text: `
UPDATE execution_tasks t SET worker_id = $1
  FROM (SELECT execution_id, task_id FROM execution_tasks
         WHERE worker_id IS NULL AND NOT is_waiting AND due_at <= app_now()
         ORDER BY priority, due_at LIMIT $2 FOR UPDATE SKIP LOCKED) c
 WHERE t.execution_id = c.execution_id AND t.task_id = c.task_id
RETURNING ${COLUMNS}`,
};
const MINE: Statement = {
  name: 'workflow-my-tasks',
  text: `SELECT ${COLUMNS} FROM execution_tasks t WHERE worker_id = $1`,
};
const NEXT: Statement = {
  name: 'workflow-next-task',
  text: `SELECT min(due_at) AS at, app_now() AS now FROM execution_tasks WHERE worker_id IS NULL AND NOT is_waiting`,
};
const WAIT: Statement = {
  name: 'workflow-task-waits',
  text: `UPDATE execution_tasks SET is_waiting = answer IS NULL, worker_id = NULL, child_id = $4
          WHERE execution_id = $1 AND task_id = $2 AND worker_id = $3 RETURNING is_waiting AS "isWaiting"`,
};
const BEGIN: Statement = {
  name: 'workflow-task-begins',
  text: `UPDATE execution_tasks SET takes = takes + 1
          WHERE execution_id = $1 AND task_id = $2 AND worker_id = $3 RETURNING takes`,
};
const RELEASE: Statement = {
  name: 'workflow-release-tasks',
  text: `
UPDATE execution_tasks t
   SET worker_id = NULL, takes = greatest(0, t.takes - 1), due_at = app_now() + make_interval(secs => $3)
  FROM jsonb_to_recordset($2::jsonb) AS d("executionId" text, "taskId" text)
 WHERE t.execution_id = d."executionId" AND t.task_id = d."taskId" AND t.worker_id = $1`,
};
const BEAT: Statement = {
  name: 'workflow-task-beat',
  text: `
WITH mine AS (SELECT execution_id, timer_id, heartbeat_seconds FROM execution_tasks
               WHERE execution_id = $1 AND task_id = $2 AND (worker_id = $3 OR $3 IS NULL)),
moved AS (UPDATE execution_timers r SET due_at = app_now() + make_interval(secs => m.heartbeat_seconds), held_until = NULL
            FROM mine m WHERE r.execution_id = m.execution_id AND r.timer_id = m.timer_id)
SELECT 1 AS alive FROM mine`,
};
const FORGET: Statement = {
  name: 'workflow-forget',
  text: `
WITH tasks AS (DELETE FROM execution_tasks WHERE execution_id = $1 AND task_id = ANY($2))
DELETE FROM execution_timers WHERE execution_id = $1 AND timer_id = ANY($2)`,
};
/** Tasks of all tenants: who runs them, and what they wait for. */
@Injectable()
export class TaskStore {
  constructor(private readonly database: Database) {}

  async claim(workerId: string, limit: number): Promise<TaskRow[]> {
    return read(await this.database.atOnce('a worker takes tasks of all tenants', CLAIM, [workerId, limit]));
  }

  /** All that this worker has taken. */
  async mine(workerId: string): Promise<TaskRow[]> {
    return read(await this.database.atOnce('a worker lists its tasks, of all tenants', MINE, [workerId]));
  }

  /** When the next task that nobody has is due. */
  async next(): Promise<{ at: Date | null; now: Date } | undefined> {
    const [row] = await this.database.atOnce<{ at: Date | null; now: Date }>(
      'a worker sleeps until the next task of any tenant',
      NEXT,
      [],
    );
    return row;
  }

  /** Counts that a task is begun whose worker has died before. @returns false where it is not ours any more */
  async begin(task: TaskKey, workerId: string): Promise<boolean> {
    const rows = await this.database.atOnce('a task of any tenant is begun again', BEGIN, [
      ...[task.executionId, task.taskId, workerId],
    ]);
    return rows.length > 0;
  }

  /** Leaves a task to whoever answers it. @returns false where the answer has come already, or it is not ours */
  async wait(task: TaskKey, workerId: string, childId: string | null = null): Promise<boolean> {
    const [row] = await this.database.atOnce<{ isWaiting: boolean }>(
      'a task of any tenant waits for its answer',
      WAIT,
      [task.executionId, task.taskId, workerId, childId],
    );
    return row?.isWaiting ?? false;
  }

  /** Gives tasks back, for anybody to take after `afterSeconds`. */
  async release(tasks: readonly TaskKey[], workerId: string, afterSeconds = 0): Promise<void> {
    if (tasks.length === 0) return;
    await this.database.atOnce('a worker gives back tasks of all tenants', RELEASE, [
      workerId,
      JSON.stringify(tasks.map(({ executionId, taskId }) => ({ executionId, taskId }))),
      afterSeconds,
    ]);
  }

  /** Puts off the heartbeat's timeout. @returns false where nobody waits for the task, or another worker has it */
  async beat(task: TaskKey, workerId: string | null): Promise<boolean> {
    const rows = await this.database.atOnce('a task of any tenant is alive', BEAT, [
      ...[task.executionId, task.taskId, workerId],
    ]);
    return rows.length > 0;
  }

  /** Deletes what is not waited for any more. */
  async forget(executionId: string, ids: readonly string[]): Promise<void> {
    await this.database.atOnce('what no execution waits for is deleted', FORGET, [executionId, [...ids]]);
  }

  /**
   * Answers a task by its token, in the transaction of what decides it; a worker takes it from there, and runs no
   * handler. The first answer counts.
   * @returns false where nobody waits for it
   */
  async answer(tx: Tx, tenantId: string, token: string, answer: TaskAnswer): Promise<boolean> {
    const count = await tx.$executeRaw`
      UPDATE execution_tasks SET answer = ${JSON.stringify(answer)}, is_waiting = false, takes = 0, due_at = app_now()
       WHERE tenant_id = ${tenantId} AND token_hash = ${hashOf(token)} AND answer IS NULL`;
    return count > 0;
  }

  /** The same by the task's own ids, for those who keep them and so need to keep no secret. */
  async answerTask(tx: Tx, tenantId: string, task: TaskKey, answer: TaskAnswer): Promise<boolean> {
    const count = await tx.$executeRaw`
      UPDATE execution_tasks SET answer = ${JSON.stringify(answer)}, is_waiting = false, takes = 0, due_at = app_now()
       WHERE tenant_id = ${tenantId} AND execution_id = ${task.executionId} AND task_id = ${task.taskId}
         AND answer IS NULL`;
    return count > 0;
  }

  /** Whether an execution still waits for a task that nobody has answered. */
  async isOpen(tx: Tx, tenantId: string, { executionId, taskId }: TaskKey): Promise<boolean> {
    const count = await tx.executionTask.count({ where: { tenantId, executionId, taskId, answer: null } });
    return count > 0;
  }
}

const read = (rows: (Omit<TaskRow, 'input'> & { input: string })[]): TaskRow[] =>
  rows.map((row) => ({ ...row, input: JSON.parse(row.input) as Json }));
