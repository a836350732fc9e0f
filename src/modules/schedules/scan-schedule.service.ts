import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { conflict } from '../../shared/app-error.js';
import type { Actor } from '../access/index.js';
import { DefaultSchedulesService } from './default-schedules.service.js';
import { expressionFor, oftenOf } from './domain/frequency.js';
import { RunStore, type RunRow } from './runs.store.js';
import type { ChangeScanConfig, ScanConfig, ScanScheduleStatus } from './scan-schedule.schemas.js';
import { ScheduleSaving } from './schedule-saving.js';
import type { ScheduleRow, ScheduleValues } from './schedules.store.js';
import { TargetsService } from './targets.service.js';

const HISTORY = 10;

/** specs/4's view on the schedule `daily-compliance-scan` that every tenant has. */
@Injectable()
export class ScanScheduleService {
  constructor(
    private readonly database: Database,
    private readonly runs: RunStore,
    private readonly defaults: DefaultSchedulesService,
    private readonly saving: ScheduleSaving,
    private readonly targets: TargetsService,
  ) {}

  async config({ tenantId }: Caller): Promise<ScanConfig> {
    return this.database.withTenant(tenantId, async (tx) =>
      configOf(await this.defaults.scanSchedule(tx, tenantId)),
    );
  }

  async status({ tenantId }: Caller): Promise<ScanScheduleStatus> {
    return this.database.withTenant(tenantId, async (tx) => {
      const schedule = await this.defaults.scanSchedule(tx, tenantId);
      const runs = await this.runs.list(tx, schedule, { take: HISTORY });
      const last = runs.find(({ startedAt }) => startedAt !== null);
      return {
        ...configOf(schedule),
        last_run: last?.startedAt ?? null,
        last_status: last?.status ?? null,
        next_run: schedule.nextRunAt,
        running: runs.some(({ status }) => status === 'running'),
        history: runs.map(historyOf),
      };
    });
  }

  /**
   * Sets what is given. A frequency that it has already keeps its minute, hour and day. A deleted one comes back, and
   * what is switched on is not paused either: this view knows no pause.
   * @throws AppError CONFLICT when it would be on and its target cannot be started
   */
  async change(caller: Actor, given: ChangeScanConfig): Promise<ScanConfig> {
    const { tenantId } = caller;
    return this.database.withTenant(tenantId, async (tx) => {
      const schedule = await this.defaults.restored(tx, tenantId);
      const change = changeOf(schedule, given, await this.database.now(tx));
      const refusal = this.targets.refusal(schedule.target);
      if (given.enabled === true && refusal !== undefined) throw conflict(refusal);
      return configOf(await this.saving.update(tx, caller, schedule, change, 'schedule.changed'));
    });
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

function configOf({ enabled, deletedAt, expression, channels }: ScheduleRow): ScanConfig {
  const { frequency, customIntervalMinutes } = oftenOf(expression);
  return {
    enabled: enabled && deletedAt === null,
    frequency,
    channels: channels as ScanConfig['channels'],
    custom_interval: customIntervalMinutes,
  };
}

const historyOf = (run: RunRow): ScanScheduleStatus['history'][number] => ({
  run_id: run.id,
  planned_at: run.plannedAt,
  started_at: run.startedAt,
  ended_at: run.endedAt,
  status: run.status,
  scan_id: run.executionType === 'scan' ? run.executionId : null,
  error: run.error ?? run.reason,
});
