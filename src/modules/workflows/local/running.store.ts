import { Injectable } from '@nestjs/common';
import type { ExecutionState } from '../../../asl/index.js';
import { Database, type Statement } from '../../../platform/database/index.js';

/** An execution as the engine goes on from it. */
export interface RunningRow {
  id: string;
  tenantId: string;
  workflowType: string;
  stateMachine: string;
  name: string;
  programHash: string;
  status: string;
  priority: number;
  correlationId: string;
  version: number;
  state: ExecutionState | null;
  parentId: string | null;
  parentTaskId: string | null;
  startedAt: Date | null;
}

const COLUMNS = `id, tenant_id AS "tenantId", workflow_type AS "workflowType", state_machine AS "stateMachine", name,
  program_hash AS "programHash", status, priority, correlation_id AS "correlationId", version, state,
  parent_id AS "parentId", parent_task_id AS "parentTaskId", started_at AS "startedAt"`;

const READ: Statement = {
  name: 'workflow-read',
  text: `SELECT ${COLUMNS} FROM executions WHERE id = $1 AND engine = 'local'`,
};
/** Those of the highest priority first, of each tenant that has a place; who has none is asked again. */
const PENDING: Statement = {
  name: 'workflow-pending',
  text: `
SELECT e.id, e.tenant_id AS "tenantId", e.input FROM (SELECT DISTINCT tenant_id FROM executions WHERE status = 'PENDING_START') t,
  LATERAL (SELECT id, tenant_id, input, priority, parent_id FROM executions
            WHERE tenant_id = t.tenant_id AND status = 'PENDING_START' AND engine = 'local'
            ORDER BY parent_id IS NULL, priority, id LIMIT $1) e
 ORDER BY e.priority, e.id`,
};

const ABORT_PENDING: Statement = {
  name: 'workflow-abort-pending',
  text: `UPDATE executions SET status = 'ABORTED', error = $2, cause = $3, stopped_at = app_now(), version = version + 1
          WHERE id = $1 AND status = 'PENDING_START' RETURNING id`,
};
const NAMED: Statement = {
  name: 'workflow-named',
  text: `SELECT id, status, input, created_at AS "createdAt", parent_id AS "parentId", parent_task_id AS "parentTaskId"
           FROM executions
          WHERE tenant_id = $1 AND state_machine = $2 AND name = $3`,
};

interface NamedRow {
  id: string;
  status: string;
  input: string;
  createdAt: Date;
  parentId: string | null;
  parentTaskId: string | null;
}

/** Executions of the local engine, as workers read them. */
@Injectable()
export class RunningStore {
  constructor(private readonly database: Database) {}

  async read(id: string): Promise<RunningRow | undefined> {
    const [row] = await this.database.atOnce<Omit<RunningRow, 'state'> & { state: string | null }>(
      'a worker goes on with an execution of any tenant',
      READ,
      [id],
    );
    if (row === undefined) return undefined;
    return { ...row, state: row.state === null ? null : (JSON.parse(row.state) as ExecutionState) };
  }

  /** Executions that wait for a place, `perTenant` of each at most. */
  pending(perTenant: number): Promise<{ id: string; tenantId: string; input: string }[]> {
    return this.database.atOnce('executions of all tenants wait for a place', PENDING, [perTenant]);
  }

  /** @returns whether it waited for a place, and now has ended */
  async abortPending(id: string, { error, cause }: { error?: string; cause?: string }): Promise<boolean> {
    const rows = await this.database.atOnce('an execution of any tenant waits no longer', ABORT_PENDING, [
      ...[id, error ?? null, cause ?? null],
    ]);
    return rows.length > 0;
  }

  async named(tenantId: string, stateMachine: string, name: string): Promise<NamedRow | undefined> {
    const [row] = await this.database.atOnce<NamedRow>('an execution of a tenant has a name already', NAMED, [
      ...[tenantId, stateMachine, name],
    ]);
    return row;
  }
}
