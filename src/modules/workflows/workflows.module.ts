import { Module } from '@nestjs/common';
import { partLogger } from '../../platform/telemetry/index.js';
import { AccessModule } from '../access/index.js';
import { ReportsModule } from '../reports/index.js';
import { ScanningModule } from '../scanning/index.js';
import { ApprovalEvidence } from './approval-evidence.store.js';
import { ApprovalDeciding } from './approval-deciding.js';
import { ApprovalSweep } from './approval-sweep.service.js';
import { ApprovalTask } from './approval-task.js';
import { ApprovalTold } from './approval-told.js';
import { ApprovalsOf } from './approvals-of.service.js';
import { ApprovalsController } from './approvals.controller.js';
import { ApprovalRetention } from './approval-retention.store.js';
import { ApprovalsProcessor } from './approvals.processor.js';
import { ApprovalsService } from './approvals.service.js';
import { ApprovalStore } from './approvals.store.js';
import { ApprovalLink } from './approval.link.js';
import { Arns } from './arns.js';
import { ExecutionLink } from './execution.link.js';
import { AwsTasks } from './aws-tasks.js';
import { BuiltInWorkflows } from './built-in-workflows.js';
import { ChildExecutions } from './child-executions.js';
import { ChosenEngine } from './chosen-engine.js';
import { ClaimChecks } from './claim-checks.js';
import { DefinitionChecks } from './definition-checks.js';
import { DefinitionEditing } from './definition-editing.js';
import { DefinitionViews } from './definition-views.js';
import { DefinitionsController } from './definitions.controller.js';
import { DefinitionsService } from './definitions.service.js';
import { DefinitionStore } from './definitions.store.js';
import { ExecutionAnswers } from './execution-answer.js';
import { ExecutionControls } from './execution-controls.js';
import { ExecutionEvidence } from './execution-evidence.store.js';
import { ExecutionFeed } from './execution-feed.js';
import { ExecutionFiguresStore } from './execution-figures.store.js';
import { ExecutionLookups } from './execution-lookups.js';
import { ExecutionProgress } from './execution-progress.js';
import { ExecutionPrograms } from './execution-programs.js';
import { ExecutionStarts } from './execution-starts.js';
import { ExecutionWatch } from './execution-watch.js';
import { ExecutionsController } from './executions.controller.js';
import { ExecutionsService } from './executions.service.js';
import { ExecutionStore } from './executions.store.js';
import { HistoryController } from './history.controller.js';
import { HistoryService } from './history.service.js';
import { HistoryStore } from './history.store.js';
import { LimitsService } from './limits.service.js';
import { OwnTasks } from './own-tasks.js';
import { RetentionProcessor } from './retention.processor.js';
import { RetentionService } from './retention.service.js';
import { RetentionStore } from './retention.store.js';
import { StepFunctionsOrchestratorService } from './step-functions-orchestrator.service.js';
import { StartChecks } from './start-checks.js';
import { StatusPoller } from './status.poller.js';
import { StepFunctionsProcessor } from './step-functions.processor.js';
import { stepFunctions } from './step-functions.providers.js';
import { TaskCalls } from './task-calls.js';
import { TaskHandlersCheck } from './task-handlers-check.js';
import { NextScan } from './tasks/next-scan.js';
import { ExecutionOwners } from './tasks/execution-owners.js';
import { definitionTasks } from './tasks/tasks.providers.js';
import { TaskQueuePoller } from './task-queue.poller.js';
import { WaitingTasks } from './waiting-tasks.js';
import { WorkflowEngine } from './workflow-engine.js';
import { WorkflowHealthStore } from './workflow-health.store.js';
import { WorkflowsHealth } from './workflows.health.js';
import { WorkflowTold } from './workflow-told.js';
import { WorkflowsProcessor } from './workflows.processor.js';
import { localEngine } from './local/local-engine.providers.js';

const tasks = [TaskCalls, OwnTasks, AwsTasks, ChildExecutions, ClaimChecks];
const approvals = [
  ...[ApprovalsService, ApprovalDeciding, ApprovalSweep, ApprovalTask, ApprovalTold, ApprovalsProcessor],
  ...[ApprovalStore, ApprovalsOf, ApprovalLink, ExecutionLink],
];
const executions = [
  ...[
    StepFunctionsOrchestratorService,
    ExecutionStarts,
    ExecutionControls,
    ExecutionsService,
    ExecutionAnswers,
    ...[ExecutionLookups, StartChecks],
  ],
  ...[ExecutionProgress, ExecutionPrograms, HistoryService, ExecutionFeed, ExecutionWatch],
  ...[RetentionService, RetentionProcessor],
  TaskHandlersCheck,
];
const definitions = [
  BuiltInWorkflows,
  DefinitionsService,
  DefinitionStore,
  DefinitionChecks,
  DefinitionEditing,
  DefinitionViews,
];
const stores = [
  ExecutionEvidence,
  ApprovalEvidence,
  ExecutionStore,
  ExecutionFiguresStore,
  HistoryStore,
  RetentionStore,
  ApprovalRetention,
];

@Module({
  imports: [AccessModule, ScanningModule, ReportsModule],
  controllers: [ApprovalsController, DefinitionsController, ExecutionsController, HistoryController],
  providers: [
    partLogger('orchestrator'),
    ...[
      ...tasks,
      ...definitionTasks,
      ...approvals,
      ...executions,
      ...definitions,
      ...stores,
      ...localEngine,
      ...stepFunctions,
    ],
    ...[Arns, LimitsService, WorkflowTold, WorkflowsProcessor, WaitingTasks],
    ...[WorkflowsHealth, WorkflowHealthStore],
    ...[ChosenEngine, TaskQueuePoller, StatusPoller, StepFunctionsProcessor],
    { provide: WorkflowEngine, useExisting: ChosenEngine },
  ],
  exports: [
    ...[StepFunctionsOrchestratorService, ExecutionStarts, ExecutionControls, NextScan],
    ...[ExecutionLookups, ExecutionOwners, StartChecks, ApprovalsOf],
    WaitingTasks,
  ],
})
export class WorkflowsModule {}
