import { Injectable } from '@nestjs/common';
import { Database, type Statement } from '../../../platform/database/index.js';

/** How long a worker has to tell the execution, before another does. */
const HELD_SECONDS = 3;

const CLAIM: Statement = {
  name: 'workflow-claim-timers',
  text: `
UPDATE execution_timers t SET held_until = clock_timestamp() + interval '${HELD_SECONDS} s'
  FROM (SELECT execution_id, timer_id FROM execution_timers
         WHERE due_at <= app_now() AND (held_until IS NULL OR held_until < clock_timestamp())
         ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED) c
 WHERE t.execution_id = c.execution_id AND t.timer_id = c.timer_id
RETURNING t.execution_id AS "executionId", t.timer_id AS "timerId"`,
};
const NEXT: Statement = {
  name: 'workflow-next-timer',
  text: `SELECT min(due_at) AS at, app_now() AS now FROM execution_timers
          WHERE held_until IS NULL OR held_until < clock_timestamp()`,
};

export interface DueTimer {
  executionId: string;
  timerId: string;
}

/** Waits, retries and timeouts of executions of all tenants. */
@Injectable()
export class TimerStore {
  constructor(private readonly database: Database) {}

  /** Takes timers that are due. The advance that they cause deletes them. */
  claim(limit: number): Promise<DueTimer[]> {
    return this.database.atOnce('timers of all tenants that are due go off', CLAIM, [limit]);
  }

  async next(): Promise<{ at: Date | null; now: Date } | undefined> {
    const [row] = await this.database.atOnce<{ at: Date | null; now: Date }>(
      'a worker sleeps until the next timer of any tenant',
      NEXT,
      [],
    );
    return row;
  }
}
