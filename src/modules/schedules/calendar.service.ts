import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { invalid } from '../../shared/app-error.js';
import { Clock } from '../../shared/clock.js';
import { decodeCursor, toPage } from '../../shared/paging.js';
import {
  MOST_DAYS,
  MOST_TIMES,
  type CalendarAnswer,
  type CalendarItem,
  type CalendarQuery,
} from './calendar.schemas.js';
import { occurrences } from './domain/timetable.js';
import { timetableOf, wordsOf } from './schedule-timetable.js';
import { ScheduleStore, type ScheduleRow } from './schedules.store.js';

const DAY_MS = 86_400_000;
const DAYS = 7;

@Injectable()
export class CalendarService {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly store: ScheduleStore,
  ) {}

  /**
   * When the schedules that are on, and not paused, run within a time; those without a time in it are left out, so a
   * page may hold fewer than it could.
   * @throws AppError VALIDATION_FAILED where the time has no end after its beginning, or is too long
   */
  async between({ tenantId }: Caller, query: CalendarQuery): Promise<CalendarAnswer> {
    const { from = dayOf(this.clock.now()), limit, cursor } = query;
    const to = query.to ?? new Date(from.getTime() + DAYS * DAY_MS);
    check(from, to);
    const filter = {
      ...{ scheduleType: undefined, enabled: true },
      ...{ after: decodeCursor(cursor, 1)?.[0], take: limit + 1 },
    };
    const rows = await this.database.withTenant(tenantId, (tx) => this.store.list(tx, tenantId, filter));
    const page = toPage(rows, limit, (row) => [row.id]);
    const running = page.items.filter(({ pausedAt }) => pausedAt === null);
    const items = running.map((row) => itemOf(row, from, to)).filter(({ times }) => times.length > 0);
    return { ...page, items, from, to };
  }
}

/** The beginning of its day in UTC: two questions of a day have one answer. */
const dayOf = (at: Date): Date => new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS);

function check(from: Date, to: Date): void {
  if (to <= from) throw invalid([{ path: 'to', message: 'must lie after from' }]);
  if (to.getTime() - from.getTime() > MOST_DAYS * DAY_MS)
    throw invalid([{ path: 'to', message: `must lie at most ${MOST_DAYS} days after from` }]);
}

function itemOf(row: ScheduleRow, from: Date, to: Date): CalendarItem {
  const times: Date[] = [];
  // one more than is told shows whether there are more
  for (const at of occurrences(timetableOf(row), from, to)) if (times.push(at) > MOST_TIMES) break;
  return {
    scheduleId: row.id,
    scheduleType: row.scheduleType,
    description: row.description,
    timezone: row.timezone,
    inWords: wordsOf(row),
    times: times.slice(0, MOST_TIMES),
    more: times.length > MOST_TIMES,
  };
}
