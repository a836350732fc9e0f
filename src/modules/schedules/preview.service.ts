import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { notFound } from '../../shared/app-error.js';
import { Clock } from '../../shared/clock.js';
import { preview, previewOf, type Preview } from './domain/preview.js';
import type { PreviewSchedule } from './preview.schemas.js';
import { timetableOf } from './schedule-timetable.js';
import { ScheduleStore } from './schedules.store.js';

@Injectable()
export class PreviewService {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly store: ScheduleStore,
  ) {}

  /** Needs no database. */
  preview({ expression, timezone, from = this.clock.now(), count }: PreviewSchedule): Preview {
    return preview({ expression, timezone, from, count });
  }

  async next({ tenantId }: Caller, scheduleId: string, count: number): Promise<Preview> {
    const row = await this.database.withTenant(tenantId, (tx) => this.store.find(tx, tenantId, scheduleId));
    if (row === undefined) throw notFound('schedule', scheduleId);
    return previewOf(timetableOf(row), this.clock.now(), count);
  }
}
