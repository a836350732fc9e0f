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
    const reason = await this.#unchanged(seconds, execution.metadata.scheduleId ?? null, context);
    return { monitoringFrequency: seconds, updated: reason === null, reason };
  }

  async #unchanged(seconds: number, scheduleId: string | null, context: TaskContext): Promise<string | null> {
    if (seconds === DEFAULT_FREQUENCY) return 'The default leaves the schedule at the rate that it has';
    if (this.#schedule === undefined) {
      return 'Schedules do not take their rate from workflows here: set it by PUT /schedules/{scheduleId}';
    }
    const { actor } = await this.owners.of(context);
    return (await this.#schedule.setFrequency(actor, { seconds, scheduleId })).unchanged;
  }
}
