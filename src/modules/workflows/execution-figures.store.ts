import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import type { WorkflowMetrics } from './executions.schemas.js';

/** Figures over all executions of a tenant that are kept. */
@Injectable()
export class ExecutionFiguresStore {
  async of(tx: Tx, tenantId: string, workflowType: string | undefined): Promise<WorkflowMetrics> {
    const ofType =
      workflowType === undefined ? Prisma.empty : Prisma.sql`AND workflow_type = ${workflowType}`;
    const rows = await tx.$queryRaw<WorkflowMetrics[]>`
      SELECT count(*)::int AS "totalExecutions",
             count(*) FILTER (WHERE status = 'SUCCEEDED')::int AS "successfulExecutions",
             count(*) FILTER (WHERE status IN ('FAILED', 'TIMED_OUT'))::int AS "failedExecutions",
             count(*) FILTER (WHERE status = 'ABORTED')::int AS "abortedExecutions",
             count(*) FILTER (WHERE status = 'RUNNING')::int AS "runningExecutions",
             count(*) FILTER (WHERE status = 'PENDING_START')::int AS "pendingExecutions",
             round(avg(ms))::float8 AS "averageDurationMs",
             round(percentile_cont(0.95) WITHIN GROUP (ORDER BY ms))::float8 AS "p95DurationMs"
        FROM executions, LATERAL (SELECT extract(epoch FROM stopped_at - started_at)::float8 * 1000 AS ms) d
       WHERE tenant_id = ${tenantId} ${ofType}`;
    const [figures] = rows;
    if (figures === undefined) throw new Error('an aggregate gave no row');
    return figures;
  }
}
