import { Injectable } from '@nestjs/common';
import { Database, type Statement } from '../../platform/database/index.js';

/**
 * The row's lock and the second look at its time keep apart a redrive of the same moment. A child that a parent still
 * waits for stays: the parent's task has not been told yet.
 */
const DELETE_OLD: Statement = {
  name: 'workflow-delete-old',
  text: `
WITH gone AS (
  SELECT id FROM executions e
   WHERE stopped_at < app_now() - make_interval(days => $1)
     AND NOT EXISTS (SELECT FROM execution_tasks t WHERE t.child_id = e.id)
   ORDER BY stopped_at LIMIT $2 FOR UPDATE SKIP LOCKED
),
history AS (DELETE FROM execution_history WHERE execution_id IN (SELECT id FROM gone)),
tasks AS (DELETE FROM execution_tasks WHERE execution_id IN (SELECT id FROM gone)),
timers AS (DELETE FROM execution_timers WHERE execution_id IN (SELECT id FROM gone))
DELETE FROM executions WHERE id IN (SELECT id FROM gone) RETURNING id`,
};

/** Processes pin a definition again each hour: one that nobody has pinned for a day is started by nobody. */
const DELETE_UNUSED: Statement = {
  name: 'workflow-delete-unused-programs',
  text: `
DELETE FROM workflow_programs p
 WHERE created_at < app_now() - interval '1 day'
   AND NOT EXISTS (SELECT FROM executions e WHERE e.tenant_id = p.tenant_id AND e.program_hash = p.hash)
RETURNING hash`,
};

/** What has had its time. */
@Injectable()
export class RetentionStore {
  constructor(private readonly database: Database) {}

  /** Deletes executions that ended over `days` ago, with all that is theirs. @returns how many */
  async deleteOld(days: number, limit: number): Promise<number> {
    const gone = await this.database.atOnce('retention deletes old executions of all tenants', DELETE_OLD, [
      ...[days, limit],
    ]);
    return gone.length;
  }

  /** Deletes definitions by which nothing runs or ran. */
  async deleteUnusedPrograms(): Promise<number> {
    const gone = await this.database.atOnce(
      'retention deletes unused definitions of all tenants',
      DELETE_UNUSED,
      [],
    );
    return gone.length;
  }
}
