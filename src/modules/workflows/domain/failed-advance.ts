import type { ExecutionState, HistoryEvent, StepEvent } from '../../../asl/index.js';
import type { Advance } from './advance.js';

const CAUSE = 'An internal error occurred while the execution was advanced';

/**
 * Ends an execution that the interpreter cannot take any further: it would fail on each attempt, so that its tasks
 * would never end.
 */
export function failedAdvance(state: ExecutionState, at: Date, cause = CAUSE): Advance {
  const id = state.lastEventId + 1;
  return {
    state: { ...state, status: 'FAILED', lastEventId: id, pending: {} },
    events: [
      {
        ...{ id, previousEventId: state.lastEventId, timestamp: at.toISOString(), type: 'ExecutionFailed' },
        executionFailedEventDetails: { error: 'States.Runtime', cause },
      },
    ],
    ...{ tasks: [], timers: [] },
    ...{ doneTasks: Object.keys(state.pending), doneTimers: Object.keys(state.pending) },
    end: { type: 'complete', status: 'FAILED', error: 'States.Runtime', cause },
  };
}

type Start = Extract<StepEvent, { type: 'start' }>;

/** An execution whose first step could not be taken: it has failed before its first state, from where it may be redriven. */
export function failedBeginning({ at, input, execution, stateMachine }: Start, cause: string): Advance {
  const { id, name, roleArn, startTime } = execution;
  const time = new Date(at);
  const started: HistoryEvent = {
    ...{ id: 1, previousEventId: 0, timestamp: time.toISOString(), type: 'ExecutionStarted' },
    executionStartedEventDetails: {
      ...{ input: JSON.stringify(input), inputDetails: { truncated: false }, roleArn },
    },
  };
  const begun: ExecutionState = {
    status: 'RUNNING',
    context: {
      Execution: {
        Id: id,
        Input: input,
        StartTime: startTime,
        Name: name,
        RoleArn: roleArn,
        RedriveCount: 0,
      },
      StateMachine: { Id: stateMachine.id, Name: stateMachine.name },
    },
    ...{ lastEventId: 1, lastId: 0, pending: {} },
    frames: {
      '': {
        ...{ path: '', index: 0, machine: '', variables: {}, lastEventId: 0 },
        at: { name: '', input, enteredTime: startTime, enteredEventId: 0, retryCount: 0 },
      },
    },
  };
  const failed = failedAdvance(begun, time, cause);
  return { ...failed, events: [started, ...failed.events] };
}
