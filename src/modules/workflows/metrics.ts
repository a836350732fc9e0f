import { counter, histogram } from '../../platform/telemetry/index.js';

export const workflowsStarted = counter('shepherd_workflows_started_total', 'Executions that were started', [
  'type',
]);
/** By the limit that was met: time, memory, size, or death of the process. */
export const definitionsStopped = counter(
  'shepherd_workflow_definitions_stopped_total',
  "Steps and checks of tenants' own definitions that met a limit",
  ['limit'],
);
const ends = counter('shepherd_workflows_ended_total', 'Executions that have ended', ['type', 'status']);
const durations = histogram('shepherd_workflow_seconds', 'From the start of an execution to its end', [
  'type',
]);
const taskEnds = counter('shepherd_workflow_tasks_total', 'Tasks by outcome', ['task', 'outcome']);
const taskDurations = histogram('shepherd_workflow_task_seconds', 'Duration of tasks', ['task']);

export function countEnd(
  execution: { workflowType: string; status: string; startedAt: Date | null },
  at: Date,
): void {
  ends.add({ type: execution.workflowType, status: execution.status });
  if (execution.startedAt === null) return;
  durations.observe({ type: execution.workflowType }, (at.getTime() - execution.startedAt.getTime()) / 1000);
}

export function countTask(task: string, outcome: string, seconds: number): void {
  taskEnds.add({ task, outcome });
  taskDurations.observe({ task }, seconds);
}
