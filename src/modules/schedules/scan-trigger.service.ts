import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { AppError } from '../../shared/app-error.js';
import { newId } from '../../shared/ids.js';
import { ScansService } from '../scanning/index.js';
import { DefaultSchedulesService } from './default-schedules.service.js';
import { ExecutionsService } from './executions.service.js';
import { RunStore } from './runs.store.js';
import type { TriggerScan } from './scan-schedule.schemas.js';

/** Starts the scan now, for people and for other systems; the scan schedule's history shows it. */
@Injectable()
export class ScanTriggerService {
  constructor(
    private readonly database: Database,
    private readonly scans: ScansService,
    private readonly runs: RunStore,
    private readonly defaults: DefaultSchedulesService,
    private readonly executions: ExecutionsService,
  ) {}

  /**
   * The history's row comes first, and is the scan's request key: who dies in between leaves a run that a worker takes
   * up, and that finds the scan if there is one.
   * @throws AppError CONFLICT naming an equal scan that is under way; PRECONDITION_FAILED where there is no account
   */
  async trigger(caller: Caller, { source }: TriggerScan): Promise<{ scanId: string; status: 'queued' }> {
    const { tenantId } = caller;
    const { runId, channels } = await this.database.withTenant(tenantId, (tx) => this.#begin(tx, caller));
    const scanId = await this.#start(caller, source, { requestKey: runId, notify: channels });
    await this.database.withTenant(tenantId, (tx) => this.runs.noteScan(tx, tenantId, runId, scanId));
    await this.executions.check(tenantId, { type: 'scan', id: scanId }); // it may have ended already
    return { scanId, status: 'queued' };
  }

  async #begin(tx: Tx, caller: Caller): Promise<{ runId: string; channels: string[] }> {
    const schedule = await this.defaults.scanSchedule(tx, caller.tenantId);
    const id = newId('run');
    const now = await this.database.now(tx);
    const run = { id, dueAt: now, cause: 'manual' as const, correlationId: correlation.id() };
    // one of the schedule's own times, to the millisecond
    for (let ms = 0; ; ms++) {
      const plannedAt = new Date(now.getTime() + ms);
      if (await this.runs.insertBegunScan(tx, schedule, caller, { ...run, plannedAt }))
        return { runId: id, channels: schedule.channels };
    }
  }

  async #start(
    caller: Caller,
    source: string,
    { requestKey, notify }: { requestKey: string; notify: readonly string[] },
  ): Promise<string> {
    try {
      const options = { source, join: false, requestKey, notify };
      return (await this.scans.start(caller, { scanType: 'full' }, options)).scanId;
    } catch (error) {
      // the caller hears of it; of anything else it is not known whether there is a scan now
      if (error instanceof AppError) {
        const { tenantId } = caller;
        await this.database.withTenant(tenantId, (tx) => this.runs.removeBegun(tx, tenantId, requestKey));
      }
      throw error;
    }
  }
}
