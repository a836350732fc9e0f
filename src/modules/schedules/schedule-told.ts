import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import { Jobs } from '../../platform/queue/index.js';
import { AuditLog, type Actor } from '../access/index.js';
import { syncSchedule } from './engine.jobs.js';
import { dimensions, schedulesCreated } from './metrics.js';
import type { ScheduleRow } from './schedules.store.js';

/** Whom a saved schedule concerns: the audit log, the metrics, and EventBridge Scheduler where it is the engine. */
@Injectable()
export class ScheduleTold {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly jobs: Jobs,
  ) {}

  async tell(
    tx: Tx,
    actor: Actor,
    { id, tenantId }: ScheduleRow,
    action: string,
    before: unknown,
    after: unknown,
  ): Promise<void> {
    await this.audit.write(tx, actor, { action, targetType: 'schedule', targetId: id, before, after });
    if (action === 'schedule.created') {
      this.database.onCommit(tx, () => schedulesCreated.add(dimensions(this.config.get('ENVIRONMENT'))));
    }
    if (this.config.get('SCHEDULER_ENGINE') === 'eventbridge') {
      await this.jobs.enqueue(tx, tenantId, syncSchedule, { scheduleId: id });
    }
  }
}
