import type { Draft, Failure } from './draft.js';
import { WHOLE } from './history.js';
import type { Json } from './json.js';
import { resourceOf, type Resource } from './resource.js';
import type { Frame, RunningTask } from './state.js';

/** A task while it runs: its history in the words of its kind of resource, and its timers. */

export interface Scheduling {
  parameters: Json;
  timeoutSeconds?: number;
  heartbeatSeconds?: number;
  credentials?: { roleArn: string };
}

export function recordScheduled(
  draft: Draft,
  frame: Frame,
  resource: Resource,
  scheduling: Scheduling,
): void {
  const { parameters, timeoutSeconds, heartbeatSeconds, credentials } = scheduling;
  const text = draft.text(parameters);
  const timeout = timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds };
  const heartbeat = heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds };
  const taskCredentials = credentials === undefined ? {} : { taskCredentials: credentials };
  switch (resource.family) {
    case 'lambda':
      draft.record(frame, {
        type: 'LambdaFunctionScheduled',
        lambdaFunctionScheduledEventDetails: {
          ...{ resource: resource.arn, input: text, inputDetails: WHOLE },
          ...timeout,
          ...taskCredentials,
        },
      });
      return;
    case 'activity':
      draft.record(frame, {
        type: 'ActivityScheduled',
        activityScheduledEventDetails: {
          ...{ resource: resource.arn, input: text, inputDetails: WHOLE },
          ...timeout,
          ...heartbeat,
        },
      });
      return;
    case 'service':
      draft.record(frame, {
        type: 'TaskScheduled',
        taskScheduledEventDetails: {
          ...taskName(resource),
          ...{ region: regionOf(draft), parameters: text },
          ...timeout,
          ...heartbeat,
          ...taskCredentials,
        },
      });
  }
}

export function recordStarted(draft: Draft, frame: Frame, task: RunningTask): void {
  const resource = resourceOf(task.resource);
  switch (resource.family) {
    case 'lambda':
      draft.record(frame, { type: 'LambdaFunctionStarted' });
      return;
    case 'activity':
      draft.record(frame, { type: 'ActivityStarted', activityStartedEventDetails: {} });
      return;
    case 'service':
      draft.record(frame, { type: 'TaskStarted', taskStartedEventDetails: taskName(resource) });
  }
}

/** Of a job or a token that is waited for; a plain call has no such event. */
export function recordSubmitted(draft: Draft, frame: Frame, task: RunningTask, output: Json): void {
  const resource = resourceOf(task.resource);
  if (resource.family !== 'service' || resource.pattern === 'request') return;
  draft.record(frame, {
    type: 'TaskSubmitted',
    taskSubmittedEventDetails: { ...taskName(resource), output: draft.text(output), outputDetails: WHOLE },
  });
}

export function recordSucceeded(draft: Draft, frame: Frame, resource: Resource, output: Json): void {
  const details = { output: draft.text(output), outputDetails: WHOLE };
  switch (resource.family) {
    case 'lambda':
      draft.record(frame, { type: 'LambdaFunctionSucceeded', lambdaFunctionSucceededEventDetails: details });
      return;
    case 'activity':
      draft.record(frame, { type: 'ActivitySucceeded', activitySucceededEventDetails: details });
      return;
    case 'service':
      draft.record(frame, {
        type: 'TaskSucceeded',
        taskSucceededEventDetails: { ...taskName(resource), ...details },
      });
  }
}

export function recordFailed(draft: Draft, frame: Frame, resource: Resource, failure: Failure): void {
  switch (resource.family) {
    case 'lambda':
      draft.record(frame, { type: 'LambdaFunctionFailed', lambdaFunctionFailedEventDetails: failure });
      return;
    case 'activity':
      draft.record(frame, { type: 'ActivityFailed', activityFailedEventDetails: failure });
      return;
    case 'service':
      draft.record(frame, {
        type: 'TaskFailed',
        taskFailedEventDetails: { ...taskName(resource), ...failure },
      });
  }
}

export function recordTimedOut(draft: Draft, frame: Frame, resource: Resource, failure: Failure): void {
  switch (resource.family) {
    case 'lambda':
      draft.record(frame, { type: 'LambdaFunctionTimedOut', lambdaFunctionTimedOutEventDetails: failure });
      return;
    case 'activity':
      draft.record(frame, { type: 'ActivityTimedOut', activityTimedOutEventDetails: failure });
      return;
    case 'service':
      draft.record(frame, {
        type: 'TaskTimedOut',
        taskTimedOutEventDetails: { ...taskName(resource), ...failure },
      });
  }
}

const taskName = ({ resourceType, resource }: Resource & { family: 'service' }) => ({
  resourceType,
  resource,
});

/** The execution's own. */
function regionOf({ execution }: Draft): string {
  const id = execution.context.Execution.Id;
  return (typeof id === 'string' ? id.split(':')[3] : undefined) ?? '';
}

/** A sign of life: the heartbeat's time begins again. */
export function moveHeartbeat(draft: Draft, frame: Frame, task: RunningTask): void {
  const { heartbeatTimer, heartbeatSeconds } = task;
  if (heartbeatTimer === undefined || heartbeatSeconds === undefined) return;
  const dueAt = draft.at + heartbeatSeconds * 1000;
  draft.setTimer(heartbeatTimer, dueAt, { kind: 'heartbeat', frame: frame.path, dueAt });
}

export function stopTimers(draft: Draft, { timeoutTimer, heartbeatTimer }: RunningTask): void {
  draft.cancel(timeoutTimer);
  draft.cancel(heartbeatTimer);
}
