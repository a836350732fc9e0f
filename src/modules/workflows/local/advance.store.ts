import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import type { FactRows } from '../../../platform/outbox/index.js';
import type { Advance } from '../domain/advance.js';
import { Batcher } from '../../../shared/batcher.js';
import { StatementParts } from './statement-parts.js';
import { ADDED_LOAD, FITS, addRest, demand } from './write-sql.js';
import { historyColumns, statusColumns, type Owner } from './written-rows.js';

/** An execution that goes on: from `version` to the next, unless somebody else has taken it there. */
export interface Move {
  owner: Owner & { workflowType: string };
  version: number;
  /** The status that it must still have: a redrive comes from FAILED, TIMED_OUT or ABORTED. */
  from: string;
  at: Date;
  advance: Advance;
  workerId: string | null;
  facts: FactRows | undefined;
}

const given = (parameter: string): string => `given AS (
  SELECT * FROM jsonb_to_recordset(${parameter}::jsonb) AS g(
    id text, tenant_id text, workflow_type text, version int, from_status text, status text, state text, output text,
    error text, cause text, redrives int, at timestamptz, first_event_id int, last_event_id int, events text,
    tenant_limit int, type_limit int))`;

const SET = `
  version = e.version + 1, status = g.status, state = g.state, output = g.output, error = g.error, cause = g.cause,
  started_at = coalesce(e.started_at, g.at), stopped_at = CASE WHEN g.status = 'RUNNING' THEN NULL ELSE g.at END,
  redrive_count = g.redrives`;

/** @param ids lead into the index, however the planner reckons */
const moved = (ids: string): string => `moved AS (
  UPDATE executions e SET ${SET} FROM given g
   WHERE e.id = ANY(${ids}::text[]) AND e.id = g.id AND e.version = g.version AND e.status = g.from_status
  RETURNING e.id, e.tenant_id, e.workflow_type, g.from_status, e.status)`;

const FREED = `changed AS (
  SELECT tenant_id, workflow_type, sum(CASE WHEN status = 'RUNNING' THEN 1 ELSE -1 END)::int AS n
    FROM moved WHERE (status = 'RUNNING') <> (from_status = 'RUNNING') GROUP BY tenant_id, workflow_type
), freed AS (
  UPDATE workflow_load l SET ${ADDED_LOAD}
    FROM (SELECT tenant_id, sum(n)::int AS n, jsonb_object_agg(workflow_type, n) AS by_type
            FROM changed GROUP BY tenant_id) d
   WHERE l.tenant_id = d.tenant_id)`;

/** For those that waited for a place: each takes one, or stays. */
const promoted = (ids: string): string => `locked AS (
  SELECT e.id FROM executions e JOIN given g ON g.id = e.id
   WHERE e.id = ANY(${ids}::text[]) AND e.version = g.version AND e.status = 'PENDING_START' FOR UPDATE OF e
), wanted AS (SELECT g.* FROM given g JOIN locked k ON k.id = g.id),
demand AS (${demand("wanted WHERE status = 'RUNNING'")}), reserved AS (
  UPDATE workflow_load l SET ${ADDED_LOAD} FROM demand d WHERE l.tenant_id = d.tenant_id AND ${FITS}
  RETURNING l.tenant_id
), moved AS (
  UPDATE executions e SET ${SET} FROM wanted g LEFT JOIN reserved r ON r.tenant_id = g.tenant_id
   WHERE e.id = ANY(${ids}::text[]) AND e.id = g.id AND (g.status <> 'RUNNING' OR r.tenant_id IS NOT NULL)
  RETURNING e.id)`;

const goneTasks = (parameter: string): string => `gone_tasks AS (
  DELETE FROM execution_tasks t USING moved m, jsonb_to_recordset(${parameter}::jsonb) AS d(execution_id text, id text)
   WHERE d.execution_id = m.id AND t.execution_id = d.execution_id AND t.task_id = d.id)`;

const goneTimers = (parameter: string): string => `gone_timers AS (
  DELETE FROM execution_timers t USING moved m, jsonb_to_recordset(${parameter}::jsonb) AS d(execution_id text, id text)
   WHERE d.execution_id = m.id AND t.execution_id = d.execution_id AND t.timer_id = d.id)`;

/** Executions that go on, a batch in one statement, which is one transaction: 1 for a step with a task, 0 for others. */
@Injectable()
export class AdvanceStore {
  readonly #batcher = new Batcher<Move, boolean>((moves) => this.#write(moves), {
    items: 100,
    atOnce: 2,
  });

  constructor(private readonly database: Database) {}

  /** @returns false where the execution is not at `version` any more: nothing was written */
  move(move: Move): Promise<boolean> {
    return this.#batcher.add(move);
  }

  /** @returns false where there is no place under the limits, or somebody else has begun it */
  async promote(move: Move, limits: { tenant: number; type: number }): Promise<boolean> {
    const [isBegun] = await this.#write([move], limits);
    return isBegun ?? false;
  }

  /** @param limits are of executions that waited for a place */
  async #write(moves: readonly Move[], limits?: { tenant: number; type: number }): Promise<boolean[]> {
    const parts = new StatementParts(limits === undefined ? 'workflow-move-' : 'workflow-promote-');
    parts.always(given(parts.value(JSON.stringify(moves.map((move) => givenRow(move, limits))))));
    const ids = parts.value(moves.map(({ owner }) => owner.id));
    if (limits !== undefined) parts.always(promoted(ids));
    else {
      const isOther = ({ from, advance }: Move) => from !== 'RUNNING' || advance.end !== undefined;
      parts.always(moved(ids)).when('e', moves.some(isOther), FREED);
    }
    parts.over('d', rowsOf(moves, 'doneTasks'), goneTasks).over('r', rowsOf(moves, 'doneTimers'), goneTimers);
    const facts = moves.map(({ owner, facts: rows }) => ({ id: owner.id, facts: rows }));
    addRest(parts, moves, facts);
    const { statement, values } = parts.build('SELECT id FROM moved');
    const written = await this.database.atOnce<{ id: string }>(
      'executions of all tenants go on in one statement',
      statement,
      values,
    );
    const writtenIds = new Set(written.map(({ id }) => id));
    return moves.map(({ owner }) => writtenIds.has(owner.id));
  }
}

const givenRow = (
  { owner, version, from, at, advance }: Move,
  limits: { tenant: number; type: number } | undefined,
) => ({
  ...{ id: owner.id, tenant_id: owner.tenantId, workflow_type: owner.workflowType, at },
  ...{ version, from_status: from },
  redrives: Number(advance.state.context.Execution['RedriveCount'] ?? 0),
  ...statusColumns(advance),
  ...historyColumns(advance),
  ...(limits === undefined ? {} : { tenant_limit: limits.tenant, type_limit: limits.type }),
});

const rowsOf = (moves: readonly Move[], which: 'doneTasks' | 'doneTimers') =>
  moves.flatMap(({ owner, advance }) => advance[which].map((id) => ({ execution_id: owner.id, id })));
