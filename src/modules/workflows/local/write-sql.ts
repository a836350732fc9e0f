import { INSERT_FACTS, INSERT_FACT_JOBS, type FactRows } from '../../../platform/outbox/index.js';
import type { Advance } from '../domain/advance.js';
import type { StatementParts } from './statement-parts.js';
import { factRows, taskRows, timerRows, type Owner } from './written-rows.js';

/** The parts that both statements share which write an execution: `moved` is a CTE of the executions that were written. */

const TASK_COLUMNS = `execution_id text, task_id text, tenant_id text, resource text, state_name text, input text,
  idempotency_key text, attempt int, heartbeat_seconds int, timer_id text, token_hash text, priority int2,
  correlation_id text, worker_id text, at timestamptz`;

const HISTORY = `
  INSERT INTO execution_history (execution_id, version, tenant_id, first_event_id, last_event_id, events)
  SELECT g.id, g.version, g.tenant_id, g.first_event_id, g.last_event_id, g.events
    FROM given g JOIN moved m ON m.id = g.id WHERE g.events IS NOT NULL`;

const tasks = (parameter: string): string => `
  INSERT INTO execution_tasks (execution_id, task_id, tenant_id, resource, state_name, input, idempotency_key, attempt,
    heartbeat_seconds, timer_id, token_hash, priority, correlation_id, worker_id, takes, due_at, created_at)
  SELECT t.execution_id, t.task_id, t.tenant_id, t.resource, t.state_name, t.input, t.idempotency_key, t.attempt,
    t.heartbeat_seconds, t.timer_id, t.token_hash, t.priority, t.correlation_id, t.worker_id,
    0, app_now(), t.at
    FROM jsonb_to_recordset(${parameter}::jsonb) AS t(${TASK_COLUMNS}) JOIN moved m ON m.id = t.execution_id`;

const timers = (parameter: string): string => `
  INSERT INTO execution_timers (execution_id, timer_id, tenant_id, due_at)
  SELECT t.execution_id, t.timer_id, t.tenant_id, t.at
    FROM jsonb_to_recordset(${parameter}::jsonb) AS t(execution_id text, timer_id text, tenant_id text, at timestamptz)
    JOIN moved m ON m.id = t.execution_id
      ON CONFLICT (execution_id, timer_id) DO UPDATE SET due_at = excluded.due_at, held_until = NULL`;

/** Adds `delta` (a CTE of tenant_id, n and by_type) to what runs. */
export const ADDED_LOAD = `
  running = l.running + d.n,
  by_type = l.by_type || (SELECT jsonb_object_agg(x.k, coalesce((l.by_type ->> x.k)::int, 0) + x.v::int)
                            FROM jsonb_each_text(d.by_type) AS x(k, v))`;

/** Whether `demand` (d) still fits under the limits, in the row as it is when it is locked. */
export const FITS = `
  l.running + d.n <= d.tenant_limit
  AND NOT EXISTS (SELECT FROM jsonb_each_text(d.by_type) AS x(k, v)
                   WHERE coalesce((l.by_type ->> x.k)::int, 0) + x.v::int > (d.type_limits ->> x.k)::int)`;

/** `source` has tenant_id, workflow_type, tenant_limit and type_limit. */
export const demand = (source: string): string => `
  SELECT tenant_id, sum(n)::int AS n, jsonb_object_agg(workflow_type, n) AS by_type, min(tenant_limit) AS tenant_limit,
         jsonb_object_agg(workflow_type, type_limit) AS type_limits
    FROM (SELECT tenant_id, workflow_type, count(*)::int AS n, min(tenant_limit) AS tenant_limit,
                 min(type_limit) AS type_limit FROM ${source} GROUP BY tenant_id, workflow_type) AS types
   GROUP BY tenant_id`;

/** Adds what comes of advances beside the executions themselves: history, tasks, timers, facts. */
export function addRest(
  parts: StatementParts,
  advances: readonly { owner: Owner; advance: Advance; at: Date; workerId: string | null }[],
  facts: readonly { id: string; facts: FactRows | undefined }[],
): void {
  const rows = factRows(facts);
  parts
    .always(`history AS (${HISTORY})`)
    .over(
      't',
      advances.flatMap((one) => taskRows(one.owner, one.advance, one.at, one.workerId)),
      (parameter) => `new_tasks AS (${tasks(parameter)})`,
    )
    .over(
      'w',
      advances.flatMap((one) => timerRows(one.owner, one.advance)),
      (parameter) => `new_timers AS (${timers(parameter)})`,
    )
    .over('f', rows.facts, (parameter) => `new_facts AS (${INSERT_FACTS(parameter, OF_FACT)})`)
    .over('j', rows.jobs, (parameter) => `new_jobs AS (${INSERT_FACT_JOBS(parameter, OF_JOB)})`);
}

const OF_FACT = 'JOIN moved m ON m.id = f.owner_id';
const OF_JOB = 'JOIN moved m ON m.id = j.owner_id';
