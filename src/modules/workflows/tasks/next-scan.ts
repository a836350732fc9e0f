import { Injectable } from '@nestjs/common';
import type { TaskContext } from '../../../platform/tasks/index.js';
import { DEFAULT_FREQUENCY } from '../definitions/parameters.js';
import type { MonitoringSchedule } from '../monitoring-schedule.js';
import { ExecutionOwners } from './execution-owners.js';
import type { ScheduleInput } from './monitoring.schemas.js';

/**
 * Sees that the next pass comes when it is wanted. Schedules start workflows and so know this module, which therefore
 * does not know them: they connect themselves.
 */
@Injectable()
export class NextScan {
  #schedule: MonitoringSchedule | undefined;

  constructor(private readonly owners: ExecutionOwners) {}

  connect(schedule: MonitoringSchedule): void {
    this.#schedule = schedule;
  }

  /**
   * Definitions see the default where nobody gave a frequency, so that the default changes nothing: it would take back
   * what somebody has set.
   */
  async schedule({ monitoringFrequency: seconds, execution }: ScheduleInput, context: TaskContext) {
    const { unchanged, note } = await this.#set(seconds, execution.metadata.scheduleId ?? null, context);
    return { monitoringFrequency: seconds, updated: unchanged === null, reason: unchanged ?? note ?? null };
  }

  async #set(seconds: number, scheduleId: string | null, context: TaskContext) {
    const unchanged = whyLeft(seconds, this.#schedule);
    if (this.#schedule === undefined || unchanged !== null) return { unchanged, note: null };
    const { actor } = await this.owners.of(context);
    return this.#schedule.setFrequency(actor, { seconds, scheduleId });
  }
}

function whyLeft(seconds: number, schedule: MonitoringSchedule | undefined): string | null {
  if (seconds === DEFAULT_FREQUENCY) return 'The default leaves the schedule at the rate that it has';
  if (schedule !== undefined) return null;
  return 'Schedules do not take their rate from workflows here: set it by PUT /schedules/{scheduleId}';
}
