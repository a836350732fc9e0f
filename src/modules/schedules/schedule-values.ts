import { invalid, type FieldProblem } from '../../shared/app-error.js';
import { parseExpression, type Expression } from './domain/expression.js';
import { nextAfter } from './domain/timetable.js';
import { isTimezone } from '../../shared/timezone.js';
import { timetableOf } from './schedule-timetable.js';
import type { ScheduleRow } from './schedules.store.js';

/** When a schedule runs, as a request gives it. */
interface GivenTimes {
  cronExpression?: string | undefined;
  scheduleExpression?: string | undefined;
  timezone?: string | undefined;
  startDate?: Date | null | undefined;
  endDate?: Date | null | undefined;
}

/**
 * Reads the expression of a request; undefined when it gives none.
 * @throws AppError INVALID naming each bad field of the request, and inside an expression each of its fields
 */
export function readTimes(given: GivenTimes): Expression | undefined {
  const problems: FieldProblem[] = [];
  const { cronExpression, scheduleExpression, timezone, startDate, endDate } = given;
  if (cronExpression !== undefined && scheduleExpression !== undefined) {
    problems.push({ path: 'scheduleExpression', message: 'give it or cronExpression, not both' });
  }
  if (timezone !== undefined && !isTimezone(timezone)) {
    problems.push({ path: 'timezone', message: 'must be an IANA time zone such as Europe/Berlin' });
  }
  if (startDate != null && endDate != null && endDate <= startDate) {
    problems.push({ path: 'endDate', message: 'must be later than startDate' });
  }
  const path = cronExpression === undefined ? 'scheduleExpression' : 'cronExpression';
  const text = cronExpression ?? scheduleExpression;
  const parsed = text === undefined ? undefined : parseExpression(text);
  if (parsed?.ok === false) {
    problems.push(...parsed.problems.map((problem) => ({ path, message: said(problem) })));
  } else if (path === 'cronExpression' && parsed?.ok === true && parsed.expression.kind !== 'cron') {
    problems.push({ path, message: 'must be a cron expression; rate() and at() go into scheduleExpression' });
  }
  if (problems.length > 0) throw invalid(problems);
  return parsed?.ok === true ? parsed.expression : undefined;
}

const said = ({ path, message }: FieldProblem) => (path === 'expression' ? message : `${path}: ${message}`);

/** The next time of a schedule from now on: null for one that is off or paused, and for one that is over by now. */
export function nextTimes(
  schedule: Pick<
    ScheduleRow,
    'expression' | 'timezone' | 'anchor' | 'startDate' | 'endDate' | 'enabled' | 'pausedAt'
  >,
  now: Date,
): Pick<ScheduleRow, 'nextRunAt' | 'completedAt'> {
  if (!schedule.enabled || schedule.pausedAt !== null) return { nextRunAt: null, completedAt: null };
  // a rate() that begins now has its first time now
  const nextRunAt = nextAfter(timetableOf(schedule), new Date(now.getTime() - 1)) ?? null;
  return { nextRunAt, completedAt: nextRunAt === null ? now : null };
}
