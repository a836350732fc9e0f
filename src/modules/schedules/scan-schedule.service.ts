import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { conflict } from '../../shared/app-error.js';
import type { Actor } from '../access/index.js';
import { DefaultSchedulesService } from './default-schedules.service.js';
import { expressionFor, oftenOf } from './domain/frequency.js';
import { configOf } from './scan-config.js';
import type { ChangeScanConfig, ScanConfig } from './scan-schedule.schemas.js';
import { ScheduleSaving } from './schedule-saving.js';
import type { ScheduleRow, ScheduleValues } from './schedules.store.js';
import { TargetsService } from './targets.service.js';

/** specs/4's view on the schedule `daily-compliance-scan` that every tenant has. */
@Injectable()
export class ScanScheduleService {
  constructor(
    private readonly database: Database,
    private readonly defaults: DefaultSchedulesService,
    private readonly saving: ScheduleSaving,
    private readonly targets: TargetsService,
  ) {}

  /**
   * Sets what is given. A frequency that it has already keeps its minute, hour and day. A deleted one comes back, and
   * what is switched on is not paused either: this view knows no pause.
   * @throws AppError CONFLICT when it would be on and its target cannot be started
   */
  async change(caller: Actor, given: ChangeScanConfig): Promise<ScanConfig> {
    const { tenantId } = caller;
    if (given.enabled === true) await this.#checkStartable(tenantId);
    return this.database.withTenant(tenantId, async (tx) => {
      const schedule = await this.defaults.restored(tx, tenantId);
      const change = changeOf(schedule, given, await this.database.now(tx));
      return configOf(await this.saving.update(tx, caller, schedule, change, 'schedule.changed'));
    });
  }

  /** Before the transaction, as a tenant's own workflows are looked up. A change meanwhile shows in the next run. */
  async #checkStartable(tenantId: string): Promise<void> {
    const schedule = await this.database.withTenant(tenantId, (tx) =>
      this.defaults.scanSchedule(tx, tenantId),
    );
    const refusal = await this.targets.refusal(tenantId, schedule);
    if (refusal !== undefined) throw conflict(refusal.reason);
  }
}

function changeOf(schedule: ScheduleRow, given: ChangeScanConfig, now: Date): Partial<ScheduleValues> {
  const change: Partial<ScheduleValues> = {};
  if (given.channels !== undefined) change.channels = [...new Set(given.channels)].sort();
  if (given.enabled !== undefined) Object.assign(change, { enabled: given.enabled, disabledReason: null });
  if (given.enabled === true) Object.assign(change, { pausedAt: null, pausedBy: null, pausedReason: null });
  const has = oftenOf(schedule.expression);
  const frequency = given.frequency ?? has.frequency;
  const customIntervalMinutes =
    frequency === 'custom' ? (given.custom_interval ?? has.customIntervalMinutes) : null;
  const isOther = frequency !== has.frequency || customIntervalMinutes !== has.customIntervalMinutes;
  if (isOther) {
    change.expression = expressionFor({ frequency, customIntervalMinutes });
    change.anchor = now;
  }
  return change;
}
