import type { RunAnswer } from './runs.schemas.js';
import type { RunRow } from './runs.store.js';

/** A run as the API shows it. */
export function runAnswerOf(row: RunRow, executionArn: string | null = null): RunAnswer {
  const { id, scheduleId, plannedAt, dueAt, cause, status, reason, startedAt, endedAt, attempt } = row;
  return {
    ...{ runId: id, scheduleId, plannedAt, dueAt, cause, status, reason, startedAt, endedAt },
    latenessMs: startedAt === null ? null : Math.max(0, startedAt.getTime() - dueAt.getTime()),
    attempt,
    nextAttemptAt: status === 'queued' ? row.nextAttemptAt : null,
    executionType: row.executionType,
    executionId: row.executionId,
    executionArn,
    error: row.error,
    requestedBy: row.requestedBy,
  };
}
