import { Injectable } from '@nestjs/common';
import { Database, type Statement } from '../../platform/database/index.js';

export interface WorkflowBacklog {
  /** Tasks that are due and that no worker has taken. */
  dueTasks: number;
  oldestTaskSeconds: number;
  overdueTimers: number;
  oldestTimerSeconds: number;
}

/** More are not worth the count. */
const MOST = 10_000;
const BACKLOG: Statement = {
  name: 'workflows-backlog',
  text: `
SELECT t.count AS "dueTasks", t.seconds AS "oldestTaskSeconds", r.count AS "overdueTimers", r.seconds AS "oldestTimerSeconds"
  FROM (SELECT count(*)::int, coalesce(extract(epoch FROM app_now() - min(due_at)), 0)::float8 AS seconds
          FROM (SELECT due_at FROM execution_tasks
                 WHERE worker_id IS NULL AND NOT is_waiting AND due_at < app_now() LIMIT ${MOST}) due) t,
       (SELECT count(*)::int, coalesce(extract(epoch FROM app_now() - min(due_at)), 0)::float8 AS seconds
          FROM (SELECT due_at FROM execution_timers WHERE due_at < app_now() LIMIT ${MOST}) due) r`,
};

/** What executions of all tenants wait for. */
@Injectable()
export class WorkflowHealthStore {
  constructor(private readonly database: Database) {}

  async backlog(): Promise<WorkflowBacklog> {
    const [row] = await this.database.atOnce<WorkflowBacklog & Record<string, unknown>>(
      'due tasks of all tenants are counted',
      BACKLOG,
      [],
    );
    if (row === undefined) throw new Error('the tasks were not counted');
    return row;
  }
}
