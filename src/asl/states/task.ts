import type { Failure } from '../draft.js';
import { secondsField } from '../fields.js';
import { argumentsOf, effectiveInput, fill, leaveWith } from '../flow.js';
import { isObject } from '../json.js';
import { isTooLarge, parametersTooLarge, resultTooLarge } from '../limits.js';
import { then, type Maybe } from '../maybe.js';
import type { TaskState } from '../program.js';
import { nameOf, resourceOf } from '../resource.js';
import {
  recordFailed,
  recordScheduled,
  recordSucceeded,
  recordTimedOut,
  type Scheduling,
} from '../task-run.js';
import type { Move, News, StateKind, Visit } from '../visit.js';

type TaskVisit = Visit<TaskState>;

/** Task: work outside, with its timers; its result comes back as an event. */
export const task: StateKind<TaskState> = {
  enter(visit) {
    const { draft, frame, state } = visit;
    const id = draft.newId('task');
    // The token stands in the context that Parameters see.
    const token = state.Resource.endsWith('.waitForTaskToken') ? draft.secret(id) : undefined;
    frame.at.task = { id, resource: state.Resource, ...(token !== undefined && { token }) };
    return then(argumentsOf(visit), (parameters) =>
      then(secondsField(visit, 'TimeoutSeconds'), (timeoutSeconds) =>
        then(secondsField(visit, 'HeartbeatSeconds'), (heartbeatSeconds) =>
          then(credentialsOf(visit), (credentials) =>
            schedule(visit, {
              parameters,
              ...(timeoutSeconds !== undefined && { timeoutSeconds }),
              ...(heartbeatSeconds !== undefined && { heartbeatSeconds }),
              ...(credentials && { credentials }),
            }),
          ),
        ),
      ),
    );
  },
  resume(visit, news) {
    const { draft, frame, state } = visit;
    const resource = resourceOf(state.Resource);
    switch (news.type) {
      case 'task-succeeded': {
        if (isTooLarge(draft.text(news.output))) return tooLarge(visit);
        recordSucceeded(draft, frame, resource, news.output);
        return leaveWith(visit, news.output);
      }
      case 'task-failed':
        recordFailed(draft, frame, resource, news.failure);
        return failed(news.failure);
      case 'timed-out':
        recordTimedOut(draft, frame, resource, { error: news.error });
        return failed({ error: news.error });
      default:
        return unexpected(news);
    }
  },
  // Measured: where the failure of a task ends a branch or an iteration, this follows its TaskFailed.
  ended({ draft, frame }) {
    if (frame.parent !== undefined) draft.recordAside(frame, { type: 'TaskStateAborted' });
  },
};

function schedule(visit: TaskVisit, scheduling: Scheduling): Move {
  const { draft, frame, state } = visit;
  const { task: begun, name, retryCount } = frame.at;
  if (!begun) throw new Error(`The task of ${name} has no id`);
  const { parameters, timeoutSeconds, heartbeatSeconds } = scheduling;
  if (isTooLarge(draft.text(parameters))) throw parametersTooLarge(name);
  recordScheduled(draft, frame, resourceOf(state.Resource), scheduling);
  draft.await(begun.id, { kind: 'task', frame: frame.path });
  const times = {
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(heartbeatSeconds !== undefined && { heartbeatSeconds }),
  };
  draft.commands.push({
    type: 'task',
    id: begun.id,
    stateName: name,
    path: frame.path,
    resource: state.Resource,
    input: parameters,
    ...(begun.token !== undefined && { token: begun.token }),
    ...times,
    attempt: retryCount + 1,
  });
  frame.at.task = {
    ...begun,
    ...(heartbeatSeconds !== undefined && { heartbeatSeconds }),
    ...(timeoutSeconds !== undefined && { timeoutTimer: timer(visit, 'timeout', timeoutSeconds) }),
    ...(heartbeatSeconds !== undefined && { heartbeatTimer: timer(visit, 'heartbeat', heartbeatSeconds) }),
  };
  return { to: 'stay' };
}

function timer({ draft, frame }: TaskVisit, kind: 'timeout' | 'heartbeat', seconds: number): string {
  const id = draft.newId(kind);
  const dueAt = draft.at + seconds * 1000;
  draft.setTimer(id, dueAt, { kind, frame: frame.path, ...(kind === 'heartbeat' && { dueAt }) });
  return id;
}

/** The role that the task takes: `Credentials: { RoleArn }`, a path to it, or an expression. */
function credentialsOf(visit: TaskVisit): Maybe<{ roleArn: string } | undefined> {
  const { Credentials } = visit.state;
  if (Credentials === undefined) return undefined;
  return then(fill(visit, Credentials, 'Credentials', { input: effectiveInput(visit) }), (filled) =>
    isObject(filled) && typeof filled.RoleArn === 'string' ? { roleArn: filled.RoleArn } : undefined,
  );
}

function tooLarge(visit: TaskVisit): Move {
  const resource = resourceOf(visit.state.Resource);
  const { error, cause } = resultTooLarge(nameOf(resource));
  const failure = { error, ...(cause !== undefined && { cause }) };
  recordFailed(visit.draft, visit.frame, resource, failure);
  return failed(failure);
}

const failed = (failure: Failure): Move => ({ to: 'fail', failure });

function unexpected(news: News): never {
  throw new Error(`A Task does not wait for ${news.type}`);
}
