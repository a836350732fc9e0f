import { setTimeout as sleep } from 'node:timers/promises';

const MOST_MS = 150_000;

/** What is under way, by name; a schedule that fires meanwhile is over in a moment. */
const LEFT = `
SELECT (SELECT count(*)::int FROM executions WHERE stopped_at IS NULL) AS executions,
       (SELECT count(*)::int FROM scans WHERE ended_at IS NULL) AS scans,
       (SELECT count(*)::int FROM jobs WHERE status IN ('pending', 'running')) AS jobs,
       (SELECT count(*)::int FROM schedule_runs
         WHERE status IN ('queued', 'running') AND planned_at <= app_now()) AS runs,
       (SELECT count(*)::int FROM schedules WHERE deleted_at IS NULL AND schedule_type LIKE 'chaos-%'
           AND next_run_at < app_now() - interval '1 second') AS "times not planned",
       (SELECT count(*)::int FROM events WHERE disposition = 'retrying') AS events,
       (SELECT count(*)::int FROM refreshes) + (SELECT count(*)::int FROM refresh_events) AS descriptions,
       (SELECT count(*)::int FROM notification_tellings WHERE delivery_id IS NULL) AS tellings,
       (SELECT count(*)::int FROM notification_deliveries WHERE status IN ('pending', 'waiting')) AS deliveries`;

/** @returns seconds until nothing was under way any more, and what still was where that took too long */
export async function drained(out, { database, stub }) {
  const step = out.progress('Waiting until all is done');
  const began = Date.now();
  for (;;) {
    const [counts] = await database.query(LEFT);
    const left = Object.entries({ ...counts, messages: stub.queue.ready + stub.queue.hidden })
      .filter(([, count]) => count > 0)
      .map(([what, count]) => `${count} ${what}`);
    if (left.length === 0 || Date.now() - began > MOST_MS) {
      step.done();
      return { seconds: Math.round((Date.now() - began) / 1000), left };
    }
    step.update(left.join(', '));
    await sleep(250);
  }
}
