import { Injectable } from '@nestjs/common';
import { Database, type Statement } from '../../platform/database/index.js';

export interface LateSchedules {
  /** Schedules whose next time has passed, and for how long the oldest of these has. */
  unplanned: number;
  unplannedSeconds: number;
  /** Runs that are due and that nobody has started, but for those that wait for another run. */
  unstarted: number;
  unstartedSeconds: number;
  openCircuits: number;
}

const LATE: Statement = {
  name: 'schedules-late',
  text: `
SELECT s.count AS unplanned, s.seconds AS "unplannedSeconds", r.count AS unstarted, r.seconds AS "unstartedSeconds",
       (SELECT count(*)::int FROM target_circuits WHERE open_until > app_now()) AS "openCircuits"
  FROM (SELECT count(*)::int, coalesce(extract(epoch FROM app_now() - min(next_run_at)), 0)::float8 AS seconds
          FROM schedules WHERE next_run_at < app_now()) s,
       (SELECT count(*)::int, coalesce(extract(epoch FROM app_now() - min(next_attempt_at)), 0)::float8 AS seconds
          FROM schedule_runs WHERE status = 'queued' AND next_attempt_at < app_now() AND waits_for IS NULL) r`,
};

/** How late the schedules of all tenants are. */
@Injectable()
export class ScheduleHealthStore {
  constructor(private readonly database: Database) {}

  async late(): Promise<LateSchedules> {
    const [row] = await this.database.atOnce<LateSchedules & Record<string, unknown>>(
      'late schedules of all tenants are counted',
      LATE,
      [],
    );
    if (row === undefined) throw new Error('the schedules were not counted');
    return row;
  }
}
