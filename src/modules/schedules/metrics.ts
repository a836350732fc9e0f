import { counter, histogram } from '../../platform/telemetry/index.js';

/** Names and dimensions of specs/1. */
const DIMENSIONS = ['Environment', 'Service'] as const;
export const dimensions = (environment: string) => ({ Environment: environment, Service: 'scheduler' });

export const schedulesCreated = counter('SchedulesCreated', 'Schedules created', DIMENSIONS, {
  unit: 'Count',
});
export const schedulesExecuted = counter(
  'SchedulesExecuted',
  'Runs of schedules that succeeded',
  DIMENSIONS,
  { unit: 'Count' },
);
export const schedulesFailed = counter('SchedulesFailed', 'Runs of schedules that failed', DIMENSIONS, {
  unit: 'Count',
});
export const workflowsTriggered = counter('WorkflowsTriggered', 'Workflows started', DIMENSIONS, {
  unit: 'Count',
});
export const lateness = histogram(
  'shepherd_schedule_lateness_seconds',
  'From the time that a run was due to its first start',
  DIMENSIONS,
);
