export { MORE_WORKFLOWS } from './built-in-workflows.js';
export { ExecutionControls } from './execution-controls.js';
export { ExecutionStarts, type WantedExecution } from './execution-starts.js';
export {
  StepFunctionsOrchestratorService,
  type WorkflowRequest,
} from './step-functions-orchestrator.service.js';
export { WorkflowsModule } from './workflows.module.js';
export { MonitoringSchedule, type WantedFrequency } from './monitoring-schedule.js';
export { NextScan } from './tasks/next-scan.js';
