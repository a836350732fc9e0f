import { Injectable } from '@nestjs/common';
import { Database, type Statement } from '../../../platform/database/index.js';

type Session = Awaited<ReturnType<Database['session']>>;

/** A process that hangs is given up after this; one whose connection has gone, after GONE. */
const SILENT = `interval '5 s'`;
const GONE = `interval '0.8 s'`;

const BEAT = `
INSERT INTO workflow_workers (id, backend_pid, backend_start, beat_at)
SELECT $1, a.pid, a.backend_start, clock_timestamp() FROM pg_stat_activity a WHERE a.pid = pg_backend_pid()
    ON CONFLICT (id) DO UPDATE SET backend_pid = excluded.backend_pid, backend_start = excluded.backend_start,
                                   beat_at = excluded.beat_at`;
/**
 * The first time it is not known whether the worker had begun the task or kept it in its queue; from then on each
 * beginning is written (TaskStore.begin), so that those that only wait beside a deadly task are not taken for it.
 */
const LOST = 'worker_id = NULL, takes = greatest(t.takes, 1), due_at = app_now()';
/** The system closes a dead process's connection at once, so that its death is seen before its silence is. */
const TAKE_OVER: Statement = {
  name: 'workflow-take-over',
  text: `
WITH dead AS (
  DELETE FROM workflow_workers WHERE id IN (
    SELECT w.id FROM workflow_workers w
      LEFT JOIN pg_stat_activity a ON a.pid = w.backend_pid AND a.backend_start = w.backend_start
     WHERE w.id <> $1 AND (w.beat_at < clock_timestamp() - ${SILENT}
        OR (a.pid IS NULL AND w.beat_at < clock_timestamp() - ${GONE})))
  RETURNING id)
UPDATE execution_tasks t SET ${LOST} FROM dead d WHERE t.worker_id = d.id
RETURNING t.worker_id`,
};
/** Of workers that nobody knows: they were given up, and had taken one more. */
const STRAY: Statement = {
  name: 'workflow-stray-tasks',
  text: `
UPDATE execution_tasks t SET ${LOST}
 WHERE worker_id IS NOT NULL AND NOT EXISTS (SELECT FROM workflow_workers w WHERE w.id = t.worker_id)
RETURNING t.task_id`,
};
const LEAVE: Statement = {
  name: 'workflow-leave',
  text: `
WITH gone AS (DELETE FROM workflow_workers WHERE id = $1)
UPDATE execution_tasks SET worker_id = NULL, takes = greatest(0, takes - 1), due_at = app_now() WHERE worker_id = $1`,
};

/** Which workers live. */
@Injectable()
export class PresenceStore {
  #session: Session | undefined;

  constructor(private readonly database: Database) {}

  /** Says that we live, by a connection of our own; opens it anew where it broke. */
  async beat(workerId: string): Promise<void> {
    const session = (this.#session ??= await this.database.session());
    try {
      await session.query({ name: 'workflow-beat', text: BEAT, values: [workerId] });
    } catch (error) {
      this.#session = undefined;
      await session.end().catch(() => undefined);
      throw error;
    }
  }

  /** @returns how many tasks of dead workers were set free */
  async takeOver(workerId: string): Promise<number> {
    const rows = await this.database.atOnce('tasks of dead workers are set free, of all tenants', TAKE_OVER, [
      workerId,
    ]);
    return rows.length;
  }

  async freeStray(): Promise<number> {
    const rows = await this.database.atOnce(
      'tasks of unknown workers are set free, of all tenants',
      STRAY,
      [],
    );
    return rows.length;
  }

  /** Gives back all that we have, and ends. */
  async leave(workerId: string): Promise<void> {
    await this.database.atOnce('a worker that stops sets its tasks free, of all tenants', LEAVE, [workerId]);
    await this.#session?.end();
    this.#session = undefined;
  }
}
