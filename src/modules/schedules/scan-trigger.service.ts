import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { newId } from '../../shared/ids.js';
import { ScansService } from '../scanning/index.js';
import { ExecutionsService } from './executions.service.js';
import { RunStore } from './runs.store.js';
import { ScanScheduleService } from './scan-schedule.service.js';
import type { TriggerScan } from './scan-schedule.schemas.js';

/** Starts the scan now, for people and for other systems; the scan schedule's history shows it. */
@Injectable()
export class ScanTriggerService {
  constructor(
    private readonly database: Database,
    private readonly scans: ScansService,
    private readonly runs: RunStore,
    private readonly scanSchedule: ScanScheduleService,
    private readonly executions: ExecutionsService,
  ) {}

  /** @throws AppError CONFLICT naming an equal scan that is under way */
  async trigger(caller: Caller, { source }: TriggerScan): Promise<{ scanId: string; status: 'queued' }> {
    const { tenantId } = caller;
    const { scanId } = await this.scans.start(caller, { scanType: 'full' }, { source, join: false });
    await this.database.withTenant(tenantId, async (tx) => {
      const schedule = await this.scanSchedule.schedule(tx, tenantId);
      const now = await this.database.now(tx);
      const run = {
        ...{ id: newId('run'), plannedAt: now, dueAt: now, cause: 'manual' as const },
        ...{ correlationId: correlation.id(), executionId: scanId },
      };
      await this.runs.insertStarted(tx, schedule, caller, run);
    });
    await this.executions.check(tenantId, scanId); // it may have ended already
    return { scanId, status: 'queued' };
  }
}
