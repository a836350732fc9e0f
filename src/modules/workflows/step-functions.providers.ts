import { AwsAdoption } from './aws-adoption.service.js';
import { AwsExecutionStore } from './aws-executions.store.js';
import { AwsReach } from './aws-reach.service.js';
import { AwsRowsService } from './aws-rows.service.js';
import { AwsStartsService } from './aws-starts.service.js';
import { AwsStatusService } from './aws-status.service.js';
import { ExecutionTenants } from './execution-tenants.service.js';
import { AwsHistory } from './aws/aws-history.js';
import { AccountCalls } from './aws/account-calls.js';
import { StateMachines } from './aws/state-machines.js';
import { StatusQueue } from './aws/status-queue.js';
import { StepFunctionsEngine } from './aws/step-functions-engine.js';
import { StepFunctions } from './aws/step-functions.js';
import { TaskQueue } from './aws/task-queue.js';
import { TaskTokens } from './aws/task-tokens.js';
import { StatusInboxService } from './status-inbox.service.js';
import { TaskAnswers } from './task-answers.service.js';
import { TaskInboxService } from './task-inbox.service.js';
import { TaskMessageRuns } from './task-message-runs.js';
import { TaskMessages } from './task-messages.service.js';
import { TaskOrigins } from './task-origins.service.js';
import { TaskResultStore } from './task-results.store.js';

/** The engine that runs definitions on AWS Step Functions; its pollers and its processor stand in the module itself. */
export const stepFunctions = [
  ...[StepFunctionsEngine, StepFunctions, AwsHistory, StateMachines, TaskTokens, TaskQueue, StatusQueue],
  ...[AwsRowsService, AwsStartsService, AwsStatusService, AwsAdoption, StatusInboxService],
  ...[TaskInboxService, TaskMessages, TaskMessageRuns, TaskOrigins, TaskAnswers],
  // what tasks of definitions reach in AWS, on the local engine
  ...[AwsReach, AccountCalls],
  ...[AwsExecutionStore, TaskResultStore, ExecutionTenants],
];
