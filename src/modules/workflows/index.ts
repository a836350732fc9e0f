export { ApprovalsOf, type ExecutionApproval } from './approvals-of.service.js';
export { MORE_WORKFLOWS } from './built-in-workflows.js';
export { incidentParameters } from './definitions/incident-response.workflow.js';
export { ExecutionControls } from './execution-controls.js';
export { ExecutionLookups, type KnownExecution } from './execution-lookups.js';
export { ExecutionStarts, type WantedExecution } from './execution-starts.js';
export { approvalDecided, approvalRequested, workflowFailed, workflowFinished } from './facts.js';
export { StartChecks } from './start-checks.js';
export {
  StepFunctionsOrchestratorService,
  type WorkflowRequest,
} from './step-functions-orchestrator.service.js';
export { WaitingTasks, type WaitingTask } from './waiting-tasks.js';
export { WorkflowsModule } from './workflows.module.js';
export { MonitoringSchedule, type WantedFrequency } from './monitoring-schedule.js';
export { ExecutionOwners, keyPrefixOf, requestKeyOf, type ExecutionOwner } from './tasks/execution-owners.js';
export { NextScan } from './tasks/next-scan.js';
export {
  approvedPatch,
  maintenanceWindow,
  patchInstallationParameters,
  patchOptions,
  type PatchOptions,
} from './definitions/patch-installation.workflow.js';
