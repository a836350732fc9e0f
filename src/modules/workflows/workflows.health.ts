import { Injectable } from '@nestjs/common';
import {
  counted,
  degraded,
  HealthPart,
  lasting,
  partOf,
  Processes,
  wrongPolls,
  type PartHealth,
} from '../../platform/watch/index.js';
import { WorkflowHealthStore } from './workflow-health.store.js';

const LATE_SECONDS = 60;

/** Whether executions go on. */
@Injectable()
export class WorkflowsHealth {
  constructor(
    private readonly store: WorkflowHealthStore,
    private readonly processes: Processes,
  ) {}

  @HealthPart('workflows')
  async check(): Promise<PartHealth> {
    const [backlog, processes] = await Promise.all([this.store.backlog(), this.processes.seen()]);
    const { dueTasks, oldestTaskSeconds, overdueTimers, oldestTimerSeconds } = backlog;
    return partOf(
      'Executions go on.',
      [
        ...wrongPolls('workflows', processes),
        oldestTaskSeconds > LATE_SECONDS &&
          degraded(
            `${counted(dueTasks, 'task of a workflow waits', 'tasks of workflows wait')} for a worker, the oldest for ${lasting(oldestTaskSeconds)}: start more workers, or raise WORKFLOW_TASK_CONCURRENCY.`,
          ),
        oldestTimerSeconds > LATE_SECONDS &&
          degraded(
            `${counted(overdueTimers, 'timer of a workflow is', 'timers of workflows are')} late, the oldest by ${lasting(oldestTimerSeconds)}: see whether a worker is alive (workers).`,
          ),
      ],
      { figures: { dueTasks, oldestTaskSeconds: Math.round(oldestTaskSeconds), overdueTimers } },
    );
  }
}
