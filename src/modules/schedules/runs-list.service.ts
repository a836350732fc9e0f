import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { invalid, notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { timestamp } from '../../shared/timestamp.js';
import { ExecutionLookups } from '../workflows/index.js';
import { runAnswerOf } from './run-answer.js';
import type { RunAnswer, RunQuery } from './runs.schemas.js';
import { RunStore } from './runs.store.js';
import { ScheduleStore } from './schedules.store.js';

/** The history of a schedule. */
@Injectable()
export class RunsListService {
  constructor(
    private readonly database: Database,
    private readonly schedules: ScheduleStore,
    private readonly store: RunStore,
    private readonly executions: ExecutionLookups,
  ) {}

  async list({ tenantId }: Caller, scheduleId: string, query: RunQuery): Promise<Page<RunAnswer>> {
    const [after] = decodeCursor(query.cursor, 1) ?? [];
    const parsed = timestamp.optional().safeParse(after);
    if (!parsed.success) throw invalid([{ path: 'cursor', message: 'is not a cursor of this list' }]);
    const before = parsed.data;
    const page = await this.database.withTenant(tenantId, async (tx) => {
      const schedule = await this.schedules.find(tx, tenantId, scheduleId);
      if (schedule === undefined) throw notFound('schedule', scheduleId);
      const filter = { status: query.status, before, take: query.limit + 1 };
      const rows = await this.store.list(tx, schedule, filter);
      return toPage(rows, query.limit, (row) => [row.plannedAt.toISOString()]);
    });
    const ids = page.items.flatMap(({ executionType, executionId }) =>
      executionType === 'execution' && executionId !== null ? [executionId] : [],
    );
    const arns = await this.executions.arnsOf(tenantId, ids);
    return { ...page, items: page.items.map((row) => runAnswerOf(row, arns.get(row.executionId ?? ''))) };
  }
}
