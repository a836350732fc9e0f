import { Injectable } from '@nestjs/common';
import { Handles, Repeats, type Attempt, type JobOf } from '../../platform/queue/index.js';
import { MINUTE_MS } from '../../shared/clock.js';
import { EngineReconcileService } from './engine-reconcile.service.js';
import { EngineSyncService } from './engine-sync.service.js';
import { syncSchedule } from './engine.jobs.js';

@Injectable()
export class EngineProcessor {
  constructor(
    private readonly engine: EngineSyncService,
    private readonly reconciler: EngineReconcileService,
  ) {}

  @Handles(syncSchedule)
  async sync({ scheduleId }: JobOf<typeof syncSchedule>, { tenantId }: Attempt): Promise<void> {
    await this.engine.sync(tenantId, scheduleId);
  }

  @Repeats({ name: 'schedules.engine', everyMs: MINUTE_MS })
  async syncPending(): Promise<void> {
    await this.engine.syncPending();
  }

  @Repeats({ name: 'schedules.reconcile', everyMs: 10 * MINUTE_MS })
  async reconcile(): Promise<void> {
    await this.reconciler.reconcile();
  }
}
