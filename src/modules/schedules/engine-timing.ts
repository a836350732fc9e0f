import { nextAfter, type Timetable } from './domain/timetable.js';
import { timetableOf } from './schedule-timetable.js';

/** What EventBridge Scheduler has to know of a schedule. */
export interface EngineSchedule {
  id: string;
  tenantId: string;
  version: number;
  expression: string;
  timezone: string;
  anchor: Date;
  startDate: Date | null;
  endDate: Date | null;
  enabled: boolean;
  pausedAt: Date | null;
  completedAt: Date | null;
  nextRunAt: Date | null;
  flexibleWindowMinutes: number;
}

/** When a schedule fires, in the fields of CreateSchedule. */
export interface EngineTiming {
  state: 'ENABLED' | 'DISABLED';
  expression: string;
  timezone: string;
  windowMinutes: number;
  startDate: Date | undefined;
  endDate: Date | undefined;
}

/** AWS's precision: what differs by less is the same. */
const PRECISION_MS = 60_000;
/** "The StartDate you specify cannot be earlier than 5 minutes ago", with a minute for the way there. */
const OLDEST_START_MS = 4 * 60_000;

/**
 * What AWS is to be told at `now`. Dates that have passed are left out: AWS refuses such a start, and beyond its end a
 * schedule is switched off. One-time schedules have none, since AWS ignores them there.
 */
export function timingOf(schedule: EngineSchedule, now: Date): EngineTiming {
  const { expression, timezone, endDate, flexibleWindowMinutes: windowMinutes } = schedule;
  const timetable = timetableOf(schedule);
  const { kind } = timetable.expression;
  const startDate = startOf(schedule, timetable, now);
  const mayRun =
    kind === 'at' || ((endDate === null || endDate > now) && (kind === 'cron' || startDate !== undefined));
  const isOn = schedule.enabled && schedule.pausedAt === null && schedule.completedAt === null;
  return {
    state: isOn && mayRun ? 'ENABLED' : 'DISABLED',
    expression,
    timezone,
    windowMinutes,
    startDate,
    endDate: kind === 'at' ? undefined : ahead(endDate, now),
  };
}

/**
 * AWS counts rate() from StartDate, else from the moment in which it gets the schedule. It is given the next time that
 * Postgres has for it, which lies on the grid of the schedule's own anchor: a save, a pause or a repair never moves
 * the times. The one that has come since the save is given too; if AWS fires it twice, it is one run all the same.
 */
function startOf(schedule: EngineSchedule, timetable: Timetable, now: Date): Date | undefined {
  switch (timetable.expression.kind) {
    case 'at':
      return undefined;
    case 'cron':
      return ahead(schedule.startDate, now);
    case 'rate': {
      const { nextRunAt } = schedule;
      const isUsable = nextRunAt !== null && nextRunAt.getTime() >= now.getTime() - OLDEST_START_MS;
      return isUsable ? nextRunAt : nextAfter(timetable, now);
    }
  }
}

/** Names what AWS has (`found`) otherwise than it should at `now`; empty: nothing that would fire differently. */
export function timingDifferences(schedule: EngineSchedule, found: EngineTiming, now: Date): string[] {
  const wanted = timingOf(schedule, now);
  const { expression } = timetableOf(schedule);
  const isOver = expression.kind !== 'at' && found.endDate !== undefined && found.endDate <= now;
  const checks: [string, boolean][] = [
    ['ScheduleExpression', found.expression === wanted.expression],
    ['ScheduleExpressionTimezone', found.timezone === wanted.timezone],
    ['FlexibleTimeWindow', found.windowMinutes === wanted.windowMinutes],
    ['State', (isOver ? 'DISABLED' : found.state) === wanted.state],
  ];
  if (expression.kind !== 'at') {
    checks.push(['EndDate', isSame(ahead(found.endDate, now), wanted.endDate)]);
    checks.push([
      'StartDate',
      expression.kind === 'rate'
        ? isOnGrid(found.startDate, wanted.startDate, expression.periodMs)
        : isSame(ahead(found.startDate, now), wanted.startDate),
    ]);
  }
  return checks.filter(([, isRight]) => !isRight).map(([name]) => name);
}

const ahead = (date: Date | null | undefined, now: Date): Date | undefined =>
  date != null && date > now ? date : undefined;

const isSame = (a: Date | undefined, b: Date | undefined): boolean =>
  a === undefined || b === undefined ? a === b : Math.abs(a.getTime() - b.getTime()) < PRECISION_MS;

/** A start that has passed gives the same times as the next one, when whole periods lie between them. */
function isOnGrid(found: Date | undefined, next: Date | undefined, periodMs: number): boolean {
  if (next === undefined) return true;
  if (found === undefined) return false;
  const sinceMs = next.getTime() - found.getTime();
  const offMs = Math.abs(sinceMs) % periodMs;
  return sinceMs > -PRECISION_MS && Math.min(offMs, periodMs - offMs) < PRECISION_MS;
}
