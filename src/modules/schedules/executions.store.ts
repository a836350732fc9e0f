import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { EndedRun } from './run-facts.js';
import { release } from './starting.store.js';
import type { Execution, ExecutionOutcome } from './workflow-starter.js';

/** A run whose execution was under way when we last knew. */
export interface RunningExecution {
  runId: string;
  tenantId: string;
  execution: Execution;
}

/** What is followed until it ends: a task, an invocation and a message have ended with the attempt. */
const FOLLOWED: readonly string[] = ['scan', 'execution'] satisfies Execution['type'][];

/** What runs have started and still wait for. */
@Injectable()
export class ExecutionStore {
  constructor(private readonly database: Database) {}

  /** Ends the runs of an execution. Gives back those that it has ended now, for the facts; those that waited go on. */
  async end(tx: Tx, tenantId: string, executionId: string, outcome: ExecutionOutcome): Promise<EndedRun[]> {
    const rows = await tx.$queryRaw<(EndedRun['run'] & { executionId: string })[]>`
      UPDATE schedule_runs r SET status = ${outcome.status}, error = ${outcome.error}, ended_at = app_now(),
             reason = CASE WHEN ${outcome.status} = 'cancelled' THEN 'what it started was cancelled' END
        FROM schedules s
       WHERE s.id = r.schedule_id AND r.tenant_id = ${tenantId} AND r.execution_id = ${executionId}
         AND r.status = 'running'
      RETURNING r.id, r.tenant_id AS "tenantId", r.schedule_id AS "scheduleId", s.schedule_type AS "scheduleType",
                r.planned_at AS "plannedAt", r.attempt, r.correlation_id AS "correlationId"`;
    await release(
      tx,
      rows.map(({ id }) => id),
    );
    return rows.map((run) => ({ run, executionId, executionArn: outcome.executionArn }));
  }

  /** What these runs of a tenant's have started. */
  async startedBy(
    tenantId: string,
    runIds: readonly string[],
  ): Promise<{ runId: string; execution: Execution }[]> {
    if (runIds.length === 0) return [];
    const rows = await this.database.withTenant(tenantId, (tx) =>
      tx.scheduleRun.findMany({
        where: { tenantId, id: { in: [...runIds] }, executionId: { not: null } },
        select: { id: true, executionType: true, executionId: true },
      }),
    );
    return rows.flatMap(({ id: runId, executionType, executionId }) => {
      const execution = toExecution(executionType, executionId);
      return execution === undefined ? [] : [{ runId, execution }];
    });
  }

  /**
   * Whether a run other than these waits for an execution, or may be about to join it: one that has been claimed and
   * does not say yet what it starts.
   */
  async isWanted(tx: Tx, tenantId: string, executionId: string, but: readonly string[]): Promise<boolean> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT r.id FROM schedule_runs r JOIN schedules s ON s.id = r.schedule_id
       WHERE r.tenant_id = ${tenantId} AND r.status = 'running' AND r.id <> ALL (${[...but]}::text[])
         AND (r.execution_id = ${executionId}
              OR (r.execution_id IS NULL AND s.target->>'type' IN ('scan', 'step-functions')))
       LIMIT 1`;
    return rows.length > 0;
  }

  /** Whether an attempt is still the run's, and the run still to be made. */
  async isUnderWay(tenantId: string, id: string, attempt: number): Promise<boolean> {
    const count = await this.database.withTenant(tenantId, (tx) =>
      tx.scheduleRun.count({ where: { tenantId, id, attempt, status: 'running' } }),
    );
    return count === 1;
  }

  /** Whether runs were cancelled while their attempt was under way. */
  async cancelled(tenantId: string, runIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.withTenant(tenantId, (tx) =>
      tx.scheduleRun.findMany({
        where: { tenantId, id: { in: [...runIds] }, status: 'cancelled' },
        select: { id: true },
      }),
    );
    return rows.map(({ id }) => id);
  }

  /** Runs whose execution may have ended without a word. */
  async underWay(limit: number, after: string): Promise<RunningExecution[]> {
    return this.database.acrossTenants(
      'executions of all tenants are asked how they ended',
      (tx) => tx.$queryRaw<RunningExecution[]>`
        SELECT id AS "runId", tenant_id AS "tenantId",
               jsonb_build_object('type', execution_type, 'id', execution_id) AS execution FROM schedule_runs
         WHERE status = 'running' AND execution_id IS NOT NULL AND lease_until IS NULL AND id > ${after}
           AND execution_type = ANY (${[...FOLLOWED]}::text[])
         ORDER BY id LIMIT ${limit}`,
    );
  }
}

export const toExecution = (type: string | null, id: string | null): Execution | undefined =>
  id === null || type === null || !FOLLOWED.includes(type) ? undefined : ({ type, id } as Execution);
