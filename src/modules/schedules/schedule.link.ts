import { Injectable } from '@nestjs/common';
import { LinkPage, type AskedLink, type LinkView } from '../../platform/links/index.js';
import { RunsListService } from './runs-list.service.js';
import { SchedulesService } from './schedules.service.js';

const MOST_RUNS = 10;

/** What people see of a schedule by a link. */
@Injectable()
export class ScheduleLink {
  constructor(
    private readonly schedules: SchedulesService,
    private readonly runs: RunsListService,
  ) {}

  @LinkPage('schedule')
  async show({ caller, id }: AskedLink): Promise<LinkView> {
    const schedule = await this.schedules.get(caller, id);
    const { items } = await this.runs.list(caller, id, { limit: MOST_RUNS });
    const { status, paused, timezone } = schedule;
    const isOn = status === 'ENABLED' && paused === null;
    return {
      title: schedule.description ?? schedule.scheduleType,
      state: {
        text: paused === null ? status : 'PAUSED',
        tone: isOn ? 'good' : 'plain',
      },
      text: paused?.reason ?? null,
      facts: [
        { label: 'Type', value: schedule.scheduleType },
        { label: 'When', value: `${schedule.scheduleExpression} (${timezone})` },
        { label: 'Next run', value: schedule.nextRunAt },
      ],
      details: {
        lastRuns: items.map((run) => ({
          ...{
            plannedAt: run.plannedAt.toISOString(),
            status: run.status,
            error: run.error,
            reason: run.reason,
          },
        })),
      },
      can: [],
      path: `/schedules/${id}`,
    };
  }
}
