import { newId } from '../../../src/shared/ids.js';

const WEEK_MS = 7 * 86_400_000;

/** A schedule that is switched off, with a run of it that has failed, and one that is on and does not run for a week. */
export function scheduleRows(id: string, mark: string): [string, Record<string, unknown>][] {
  const now = new Date();
  const saved = { created_by: mark, saved_by: mark, saved_by_key: mark };
  const rest = {
    ...{ schedule_type: mark, description: mark, timezone: 'UTC', anchor: now },
    ...{ target: { type: 'scan' }, parameters: { mark }, action_after_completion: 'NONE' },
    ...{ flexible_window_minutes: 0, jitter_seconds: 0, overlap_policy: 'skip' },
    ...{ misfire_policy: 'run_once', misfire_limit: 100, catch_up_window_seconds: 86_400 },
    ...{ max_attempts: 3, max_retry_age_seconds: 86_400, ...saved },
  };
  const off = { expression: 'cron(0 6 * * ? *)', enabled: false, default_key: 'daily-compliance-scan' };
  const on = { expression: 'rate(7 days)', enabled: true, next_run_at: new Date(now.getTime() + WEEK_MS) };
  return [
    ['schedules', { id, ...rest, ...off }],
    ['schedules', { id: newId('sch'), ...rest, ...on }],
    [
      'schedule_runs',
      {
        ...{ id: newId('run'), schedule_id: id, cause: 'schedule', status: 'failed', error: mark },
        ...{ planned_at: now, due_at: now, next_attempt_at: now, ended_at: now },
        ...{ requested_by: mark, requested_by_key: mark, correlation_id: mark },
      },
    ],
  ];
}
