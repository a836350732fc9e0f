import { stateMachineOf } from './domain/target.js';
import { isoSeconds, replaceKeywords, type WorkflowInput, workflowTypeOf } from './domain/workflow-input.js';
import type { DueRun } from './starting.store.js';

/** The standard input of what a run starts (specs/1), keywords replaced. */
export function inputOf(run: DueRun): WorkflowInput {
  const stateMachine = run.target.type === 'scan' ? 'ComplianceScanWorkflow' : stateMachineOf(run.target);
  const keywords = {
    scheduledTime: run.plannedAt,
    executionId: run.id,
    attemptNumber: run.attempt,
    scheduleArn: run.scheduleId,
  };
  return {
    tenantId: run.tenantId,
    workflowType: stateMachine === undefined ? run.scheduleType : workflowTypeOf(stateMachine),
    parameters: replaceKeywords(run.parameters, keywords),
    metadata: {
      scheduledExecution: true,
      eventTriggered: false,
      scheduleId: run.scheduleId,
      triggeredAt: isoSeconds(run.plannedAt),
      correlationId: run.correlationId,
      ...(run.channels.length === 0 ? {} : { notifyChannels: run.channels }),
    },
  };
}
