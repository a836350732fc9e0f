import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Actor } from '../access/index.js';
import { MonitoringSchedule, NextScan, type WantedFrequency } from '../workflows/index.js';
import { MONITORING } from './domain/default-schedules.js';
import { oftenOf, rateOf } from './domain/frequency.js';
import { MONITORING_WORKFLOW, stateMachineOf } from './domain/target.js';
import { ScheduleSaving } from './schedule-saving.js';
import { ScheduleStore, type ScheduleRow } from './schedules.store.js';

/** Lets a pass of continuous monitoring say how often its schedule is to start the next ones. */
@Injectable()
export class MonitoringRateService extends MonitoringSchedule implements OnModuleInit {
  constructor(
    private readonly nextScan: NextScan,
    private readonly database: Database,
    private readonly store: ScheduleStore,
    private readonly saving: ScheduleSaving,
  ) {
    super();
  }

  onModuleInit(): void {
    this.nextScan.connect(this);
  }

  /** As somebody's PUT of a rate() would: the times count from now, and the audit log has it. */
  override async setFrequency(actor: Actor, { seconds, scheduleId }: WantedFrequency) {
    const { tenantId } = actor;
    const minutes = Math.ceil(seconds / 60);
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.#find(tx, tenantId, scheduleId);
      if (row === undefined) return { unchanged: noSchedule(scheduleId) };
      if (stateMachineOf(row.target) !== MONITORING_WORKFLOW) {
        return { unchanged: `The schedule ${row.id} does not start ${MONITORING_WORKFLOW}` };
      }
      const expression = rateOf(minutes);
      if (oftenOf(row.expression).customIntervalMinutes === minutes) {
        return { unchanged: `The schedule ${row.id} has ${row.expression} already` };
      }
      const change = { expression, anchor: await this.database.now(tx) };
      const saved = await this.saving.update(tx, actor, row, change, 'schedule.changed');
      return { unchanged: null, note: noteOf(saved, seconds) };
    });
  }

  /** The one that is named, or the one that every tenant has; locked. */
  async #find(tx: Tx, tenantId: string, scheduleId: string | null): Promise<ScheduleRow | undefined> {
    const id = scheduleId ?? (await this.store.findDefault(tx, tenantId, MONITORING))?.id;
    return id === undefined ? undefined : this.store.findForUpdate(tx, tenantId, id);
  }
}

const noSchedule = (scheduleId: string | null): string =>
  scheduleId === null
    ? `The schedule ${MONITORING} was deleted: POST /schedules makes another one`
    : `There is no schedule ${scheduleId} any more`;

function noteOf({ id, expression, enabled, pausedAt }: ScheduleRow, seconds: number): string | null {
  const notes = [];
  if (seconds % 60 !== 0) notes.push(`${seconds} seconds are rounded up to whole minutes: ${expression}`);
  if (!enabled) notes.push(`The schedule ${id} has the rate, and stays switched off`);
  else if (pausedAt !== null) notes.push(`The schedule ${id} has the rate, and stays paused`);
  return notes.length === 0 ? null : notes.join('. ');
}
