import type { StateType } from './program.js';

/** One entry of an execution's history, in the shape of GetExecutionHistory's answer. */
export type HistoryEvent = HistoryEntry & {
  /** From 1. */
  id: number;
  /** The event that led to this one; 0 for the first two. */
  previousEventId: number;
  /** ISO 8601, UTC. */
  timestamp: string;
};

type Enterable = StateType;
type Exitable = Exclude<StateType, 'Fail'>;

interface Payload {
  truncated: false;
}

interface Failure {
  error?: string;
  cause?: string;
}

interface TaskName {
  resourceType: string;
  resource: string;
}

interface Iteration {
  name: string;
  index: number;
}

/** Payloads are JSON text, as AWS gives them. */
export type HistoryEntry =
  | {
      type: 'ExecutionStarted';
      executionStartedEventDetails: { input: string; inputDetails: Payload; roleArn: string };
    }
  | { type: 'ExecutionSucceeded'; executionSucceededEventDetails: { output: string; outputDetails: Payload } }
  | { type: 'ExecutionFailed'; executionFailedEventDetails: Failure }
  | { type: 'ExecutionTimedOut'; executionTimedOutEventDetails: Failure }
  | { type: 'ExecutionAborted'; executionAbortedEventDetails: Failure }
  | { type: 'ExecutionRedriven'; executionRedrivenEventDetails: { redriveCount: number } }
  | {
      type: `${Enterable}StateEntered`;
      stateEnteredEventDetails: { name: string; input: string; inputDetails: Payload };
    }
  | {
      type: `${Exitable}StateExited`;
      stateExitedEventDetails: {
        name: string;
        output: string;
        outputDetails: Payload;
        assignedVariables?: Record<string, string>;
        assignedVariablesDetails?: Payload;
      };
    }
  | { type: `${'Task' | 'Wait' | 'Parallel' | 'Map'}StateAborted` }
  | {
      type: 'EvaluationFailed';
      evaluationFailedEventDetails: Failure & { location?: string; state: string };
    }
  | {
      type: 'TaskScheduled';
      taskScheduledEventDetails: TaskName & {
        region: string;
        parameters: string;
        timeoutInSeconds?: number;
        heartbeatInSeconds?: number;
        taskCredentials?: { roleArn: string };
      };
    }
  | { type: 'TaskStarted'; taskStartedEventDetails: TaskName }
  | {
      type: 'TaskSubmitted';
      taskSubmittedEventDetails: TaskName & { output: string; outputDetails: Payload };
    }
  | {
      type: 'TaskSucceeded';
      taskSucceededEventDetails: TaskName & { output: string; outputDetails: Payload };
    }
  | { type: 'TaskFailed'; taskFailedEventDetails: TaskName & Failure }
  | { type: 'TaskTimedOut'; taskTimedOutEventDetails: TaskName & Failure }
  | {
      type: 'LambdaFunctionScheduled';
      lambdaFunctionScheduledEventDetails: {
        resource: string;
        input: string;
        inputDetails: Payload;
        timeoutInSeconds?: number;
        taskCredentials?: { roleArn: string };
      };
    }
  | { type: 'LambdaFunctionStarted' }
  | {
      type: 'LambdaFunctionSucceeded';
      lambdaFunctionSucceededEventDetails: { output: string; outputDetails: Payload };
    }
  | { type: 'LambdaFunctionFailed'; lambdaFunctionFailedEventDetails: Failure }
  | { type: 'LambdaFunctionTimedOut'; lambdaFunctionTimedOutEventDetails: Failure }
  | {
      type: 'ActivityScheduled';
      activityScheduledEventDetails: {
        resource: string;
        input: string;
        inputDetails: Payload;
        timeoutInSeconds?: number;
        heartbeatInSeconds?: number;
      };
    }
  | { type: 'ActivityStarted'; activityStartedEventDetails: { workerName?: string } }
  | {
      type: 'ActivitySucceeded';
      activitySucceededEventDetails: { output: string; outputDetails: Payload };
    }
  | { type: 'ActivityFailed'; activityFailedEventDetails: Failure }
  | { type: 'ActivityTimedOut'; activityTimedOutEventDetails: Failure }
  | { type: 'ParallelStateStarted' | 'ParallelStateSucceeded' | 'ParallelStateFailed' }
  | { type: 'MapStateStarted'; mapStateStartedEventDetails: { length: number } }
  | { type: 'MapStateSucceeded' | 'MapStateFailed' }
  | { type: 'MapIterationStarted'; mapIterationStartedEventDetails: Iteration }
  | { type: 'MapIterationSucceeded'; mapIterationSucceededEventDetails: Iteration }
  | { type: 'MapIterationFailed'; mapIterationFailedEventDetails: Iteration }
  | { type: 'MapIterationAborted'; mapIterationAbortedEventDetails: Iteration }
  | { type: 'MapRunStarted'; mapRunStartedEventDetails: { mapRunArn: string } }
  | { type: 'MapRunSucceeded' | 'MapRunAborted' }
  | { type: 'MapRunFailed'; mapRunFailedEventDetails: Failure }
  | { type: 'MapRunRedriven'; mapRunRedrivenEventDetails: { mapRunArn: string; redriveCount: number } };

export type HistoryType = HistoryEntry['type'];

/** Payloads here are never cut. */
export const WHOLE: Payload = { truncated: false };
