import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import type { Newer } from './domain/misfire.js';

/** What has come of their schedules after runs that nobody started in time. */
@Injectable()
export class MissedRunStore {
  async newer(tx: Tx, runIds: readonly string[], missedAfterMs: number): Promise<Map<string, Newer>> {
    if (runIds.length === 0) return new Map();
    const rows = await tx.$queryRaw<(Newer & { id: string })[]>`
      SELECT r.id, s.next_run_at IS NOT NULL AND s.next_run_at <= app_now() AS "isUnplanned",
             (SELECT max(n.planned_at) FROM schedule_runs n
               WHERE n.schedule_id = r.schedule_id AND n.planned_at > r.planned_at AND n.due_at <= app_now()
                 AND n.status <> 'skipped' AND n.cause IN ('schedule', 'catch_up')) AS run,
             (SELECT count(*)::int FROM schedule_runs n
               WHERE n.schedule_id = r.schedule_id AND n.planned_at > r.planned_at AND n.status = 'queued'
                 AND n.attempt = 0 AND n.due_at < app_now() - make_interval(secs => ${missedAfterMs / 1000}::float8)
                 AND n.cause IN ('schedule', 'catch_up')) AS missed
        FROM schedule_runs r JOIN schedules s ON s.id = r.schedule_id
       WHERE r.id IN (${Prisma.join([...runIds])})`;
    return new Map(rows.map(({ id, ...newer }) => [id, newer]));
  }
}
