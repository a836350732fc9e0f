import { wordsOf } from './schedule-timetable.js';
import type { ScheduleAnswer } from './schedules.schemas.js';
import type { ScheduleRow } from './schedules.store.js';

/** A schedule as the API shows it. */
export function scheduleAnswerOf(row: ScheduleRow, engine: 'bullmq' | 'eventbridge'): ScheduleAnswer {
  return {
    scheduleId: row.id,
    tenantId: row.tenantId,
    scheduleType: row.scheduleType,
    cronExpression: row.expression.startsWith('cron(') ? row.expression.slice('cron('.length, -1) : null,
    scheduleExpression: row.expression,
    timezone: row.timezone,
    inWords: wordsOf(row),
    status: row.enabled ? 'ENABLED' : 'DISABLED',
    enabled: row.enabled,
    disabledReason: row.disabledReason,
    paused: pausedOf(row),
    description: row.description,
    target: row.target,
    parameters: row.parameters,
    flexibleTimeWindowMinutes: row.flexibleWindowMinutes,
    jitterSeconds: row.jitterSeconds,
    startDate: row.startDate,
    endDate: row.endDate,
    overlapPolicy: row.overlapPolicy,
    misfirePolicy: row.misfirePolicy,
    misfireLimit: row.misfireLimit,
    catchUpWindowSeconds: row.catchUpWindowSeconds,
    maxAttempts: row.maxAttempts,
    maxRetryAgeSeconds: row.maxRetryAgeSeconds,
    tags: row.tags,
    actionAfterCompletion: row.actionAfterCompletion,
    nextRunAt: row.nextRunAt,
    createdBy: row.createdBy,
    savedBy: row.savedBy,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    engine: engineOf(row, engine),
  };
}

function pausedOf({ pausedAt, pausedBy, pausedReason }: ScheduleRow): ScheduleAnswer['paused'] {
  return pausedAt === null ? null : { reason: pausedReason ?? '', by: pausedBy ?? '', at: pausedAt };
}

/** Our own engine reads the row itself; EventBridge Scheduler has a copy, which may be behind. */
function engineOf(row: ScheduleRow, name: 'bullmq' | 'eventbridge'): ScheduleAnswer['engine'] {
  if (name === 'bullmq') return { name, state: 'in_sync', error: null, syncedAt: null };
  const { version, engineVersion, engineError: error, engineSyncedAt: syncedAt } = row;
  if (error !== null) return { name, state: 'error', error, syncedAt };
  return { name, state: engineVersion === version ? 'in_sync' : 'pending', error, syncedAt };
}
