import { newId } from '../../../src/shared/ids.js';

/** A schedule that is switched off, and a run of it that has failed. */
export function scheduleRows(id: string, mark: string): [string, Record<string, unknown>][] {
  const now = new Date();
  const saved = { created_by: mark, saved_by: mark, saved_by_key: mark };
  return [
    [
      'schedules',
      {
        ...{ id, schedule_type: mark, default_key: 'daily-compliance-scan', description: mark },
        ...{ expression: 'cron(0 6 * * ? *)', timezone: 'UTC', anchor: now, enabled: false },
        ...{ target: { type: 'scan' }, parameters: { mark }, action_after_completion: 'NONE' },
        ...{ flexible_window_minutes: 0, jitter_seconds: 0, overlap_policy: 'skip' },
        ...{ misfire_policy: 'run_once', misfire_limit: 100, catch_up_window_seconds: 86_400 },
        ...{ max_attempts: 3, max_retry_age_seconds: 86_400, ...saved },
      },
    ],
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
