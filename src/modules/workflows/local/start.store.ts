import { Injectable } from '@nestjs/common';
import { Database, type Statement } from '../../../platform/database/index.js';
import type { FactRows } from '../../../platform/outbox/index.js';
import { codeOf } from '../../../shared/error-code.js';
import { INSERT_AUDIT, type AuditEntry } from '../../access/index.js';
import type { Advance } from '../domain/advance.js';
import { Batcher } from '../../../shared/batcher.js';
import { StatementParts } from './statement-parts.js';
import { ADDED_LOAD, FITS, addRest, demand } from './write-sql.js';
import { historyColumns, statusColumns, type Owner } from './written-rows.js';

/** An execution that is to begin, with its first advance. */
export interface NewExecution extends Owner {
  stateMachine: string;
  name: string;
  workflowType: string;
  programHash: string;
  input: string;
  parent: { executionId: string; taskId: string } | null;
  requestedBy: string;
  requestedByKey: string;
  startedBy: string | null;
  at: Date;
  advance: Advance;
  limits: { tenant: number; type: number };
  workerId: string | null;
  /** Of one that ends as it begins. */
  facts: FactRows | undefined;
  /** Where somebody asked for it. */
  audit: AuditEntry | undefined;
}

/** @param keys lead into the index, however the planner reckons */
const started = (
  parameter: string,
  keys: { tenants: string; machines: string; names: string },
): string => `given AS (
  SELECT * FROM jsonb_to_recordset(${parameter}::jsonb) AS g(
    id text, tenant_id text, state_machine text, name text, workflow_type text, program_hash text, status text,
    priority int2, input text, output text, error text, cause text, state text, version int, parent_id text,
    parent_task_id text, correlation_id text, requested_by text, requested_by_key text, started_by text, at timestamptz,
    first_event_id int, last_event_id int, events text, tenant_limit int, type_limit int)
), wanted AS (
  SELECT g.* FROM given g WHERE NOT EXISTS (
    SELECT FROM executions e
     WHERE e.tenant_id = ANY(${keys.tenants}::text[]) AND e.state_machine = ANY(${keys.machines}::text[])
       AND e.name = ANY(${keys.names}::text[])
       AND e.tenant_id = g.tenant_id AND e.state_machine = g.state_machine AND e.name = g.name)
), demand AS (${demand("wanted WHERE status = 'RUNNING'")}
), reserved AS (
  UPDATE workflow_load l SET ${ADDED_LOAD} FROM demand d
   WHERE l.tenant_id = d.tenant_id AND ${FITS}
     AND NOT EXISTS (SELECT FROM executions p WHERE p.tenant_id = l.tenant_id AND p.status = 'PENDING_START')
  RETURNING l.tenant_id
), written AS (
  INSERT INTO executions (id, tenant_id, state_machine, name, workflow_type, engine, program_hash, status, priority,
    input, output, error, cause, state, version, parent_id, parent_task_id, correlation_id, requested_by,
    requested_by_key, started_by, created_at, started_at, stopped_at)
  SELECT w.id, w.tenant_id, w.state_machine, w.name, w.workflow_type, 'local', w.program_hash,
    CASE WHEN starts THEN w.status ELSE 'PENDING_START' END, w.priority, w.input,
    CASE WHEN starts THEN w.output END, CASE WHEN starts THEN w.error END, CASE WHEN starts THEN w.cause END,
    CASE WHEN starts THEN w.state END, CASE WHEN starts THEN 1 ELSE 0 END, w.parent_id, w.parent_task_id,
    w.correlation_id, w.requested_by, w.requested_by_key, w.started_by, w.at, CASE WHEN starts THEN w.at END,
    CASE WHEN starts AND w.status <> 'RUNNING' THEN w.at END
    FROM wanted w LEFT JOIN reserved r ON r.tenant_id = w.tenant_id,
         LATERAL (SELECT w.status <> 'RUNNING' OR r.tenant_id IS NOT NULL AS starts) s
  RETURNING id, status
), moved AS (SELECT id FROM written WHERE status <> 'PENDING_START')`;

const LOAD: Statement = {
  name: 'workflow-load',
  text: 'INSERT INTO workflow_load (tenant_id) VALUES ($1) ON CONFLICT DO NOTHING',
};

const OF_AUDIT = 'JOIN written w ON w.id = a.owner_id';
const UNIQUE_VIOLATION = '23505';

/** Executions that begin, a batch in one statement, which is one transaction. */
@Injectable()
export class StartStore {
  readonly #known = new Set<string>();
  readonly #batcher = new Batcher<NewExecution, string | undefined>((items) => this.#write(items), {
    items: 50,
    atOnce: 1,
  });

  constructor(private readonly database: Database) {}

  /** @returns its status: RUNNING, PENDING_START or ended; undefined: there is one of that name already */
  async insert(execution: NewExecution): Promise<string | undefined> {
    await this.#know(execution.tenantId);
    try {
      return await this.#batcher.add(execution);
    } catch (error) {
      // another process has just written one of that name: the whole statement is undone, its place with it
      if (codeOf(error) === UNIQUE_VIOLATION) return undefined;
      throw error;
    }
  }

  async #write(executions: readonly NewExecution[]): Promise<(string | undefined)[]> {
    const rows = executions.map((execution) => ({
      ...{ id: execution.id, tenant_id: execution.tenantId, version: 0, name: execution.name },
      ...{ state_machine: execution.stateMachine, workflow_type: execution.workflowType },
      ...{ program_hash: execution.programHash, priority: execution.priority, input: execution.input },
      ...{
        parent_id: execution.parent?.executionId ?? null,
        parent_task_id: execution.parent?.taskId ?? null,
      },
      ...{ correlation_id: execution.correlationId, requested_by: execution.requestedBy },
      ...{ requested_by_key: execution.requestedByKey, started_by: execution.startedBy, at: execution.at },
      ...{ tenant_limit: execution.limits.tenant, type_limit: execution.limits.type },
      ...statusColumns(execution.advance),
      ...historyColumns(execution.advance),
    }));
    const parts = new StatementParts('workflow-start-');
    const keys = {
      tenants: parts.value([...new Set(executions.map(({ tenantId }) => tenantId))]),
      machines: parts.value([...new Set(executions.map(({ stateMachine }) => stateMachine))]),
      names: parts.value(executions.map(({ name }) => name)),
    };
    parts.always(started(parts.value(JSON.stringify(rows)), keys));
    addRest(
      parts,
      executions.map((owner) => ({ ...owner, owner })),
      executions.map(({ id, facts }) => ({ id, facts })),
    );
    parts.over(
      'a',
      executions.flatMap(auditRows),
      (parameter) => `audited AS (${INSERT_AUDIT(parameter, OF_AUDIT)})`,
    );
    const { statement, values } = parts.build('SELECT id, status FROM written');
    const written = await this.database.atOnce<{ id: string; status: string }>(
      'executions of all tenants begin in one statement',
      statement,
      values,
    );
    const statuses = new Map(written.map(({ id, status }) => [id, status]));
    return executions.map(({ id }) => statuses.get(id));
  }

  async #know(tenantId: string): Promise<void> {
    if (this.#known.has(tenantId)) return;
    await this.database.atOnce('the load of a tenant is counted', LOAD, [tenantId]);
    this.#known.add(tenantId);
  }
}

const auditRows = ({ id, tenantId, audit }: NewExecution) =>
  audit === undefined ? [] : [{ ...audit, owner_id: id, tenant_id: tenantId }];
