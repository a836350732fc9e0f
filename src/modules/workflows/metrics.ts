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
const succeeded = counter('WorkflowsSucceeded', 'Executions that have succeeded', ['Service'], {
  unit: 'Count',
});
const failed = counter('WorkflowsFailed', 'Executions that have failed or run out of time', ['Service'], {
  unit: 'Count',
});
const ends = counter('shepherd_workflows_ended_total', 'Executions that have ended', ['type', 'status']);
const durations = histogram('shepherd_workflow_seconds', 'From the start of an execution to its end', [
  'type',
]);
const taskEnds = counter('shepherd_workflow_tasks_total', 'Tasks by outcome', ['task', 'outcome']);
const taskDurations = histogram('shepherd_workflow_task_seconds', 'Duration of tasks', ['task']);

/** As contracts name it; which environment it is, EMF adds. */
const ORCHESTRATOR = { Service: 'orchestrator' };
// from nothing to one is no rise that an alert could see
failed.add(ORCHESTRATOR, 0);

export function countEnd(
  execution: { workflowType: string; status: string; startedAt: Date | null },
  at: Date,
): void {
  ends.add({ type: execution.workflowType, status: execution.status });
  const { status } = execution;
  if (status === 'SUCCEEDED') succeeded.add(ORCHESTRATOR);
  if (status === 'FAILED' || status === 'TIMED_OUT') failed.add(ORCHESTRATOR);
  if (execution.startedAt === null) return;
  durations.observe({ type: execution.workflowType }, (at.getTime() - execution.startedAt.getTime()) / 1000);
}

export function countTask(task: string, outcome: string, seconds: number): void {
  taskEnds.add({ task, outcome });
  taskDurations.observe({ task }, seconds);
}
