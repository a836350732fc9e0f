import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { AuditLog, type Actor } from '../access/index.js';
import { ScheduleWaker } from './schedule-waker.js';
import type { AskedRun } from './runs.store.js';
import type { ScheduleRow } from './schedules.store.js';
import { TargetsService } from './targets.service.js';

/** What every run that somebody asks for has in common. */
@Injectable()
export class RunRequests {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly targets: TargetsService,
    private readonly waker: ScheduleWaker,
  ) {}

  /** Why the schedule's target cannot be started; undefined when it can be. */
  async refusal(schedule: ScheduleRow): Promise<string | undefined> {
    return (await this.targets.refusal(schedule.tenantId, schedule))?.reason;
  }

  run(id: string, plannedAt: Date, dueAt: Date, cause: AskedRun['cause']): AskedRun {
    return { id, plannedAt, dueAt, cause, correlationId: correlation.id() };
  }

  /** Writes who asked, and wakes a worker once it is committed. */
  async tell(tx: Tx, actor: Actor, { id }: ScheduleRow, action: string, after: unknown): Promise<void> {
    await this.audit.write(tx, actor, { action, targetType: 'schedule', targetId: id, after });
    this.database.onCommit(tx, () => this.waker.soon(new Date(0)));
  }
}
