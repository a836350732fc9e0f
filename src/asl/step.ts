import { abortExecution, advance, attempt, timeOutExecution } from './advance.js';
import type { Command } from './command.js';
import type { Evaluate } from './data/index.js';
import { Draft } from './draft.js';
import type { Occurrence, StepEvent } from './event.js';
import { redrive } from './fork.js';
import { WHOLE, type HistoryEvent } from './history.js';
import type { Program } from './program.js';
import type { ExecutionState, Frame } from './state.js';
import { moveHeartbeat, recordStarted, recordSubmitted, stopTimers } from './task-run.js';
import { resume } from './transition.js';

export interface Step {
  state: ExecutionState;
  commands: Command[];
  history: HistoryEvent[];
}

/**
 * One event, and all that follows from it without work outside. Pure: the same arguments give the same answer, and
 * none of them is changed. An event that nothing waits for (late, doubled, of an execution that has ended) gives the
 * state back as it is.
 * @param state null for the first event, which has to be `start`
 */
export async function step(
  program: Program,
  state: ExecutionState | null,
  event: StepEvent,
  evaluate: Evaluate,
): Promise<Step> {
  if (state === null) {
    if (event.type !== 'start') throw new Error(`An execution begins with a start, not with ${event.type}`);
    const draft = new Draft(program, begin(event), event, evaluate);
    start(draft, event);
    await advance(draft);
    return result(draft);
  }
  if (event.type === 'start' || !concerns(state, event)) return { state, commands: [], history: [] };
  const draft = new Draft(program, state, event, evaluate);
  const doing = attempt(draft, frameOf(draft, event), () => happen(draft, event));
  if (doing instanceof Promise) await doing;
  if (draft.execution.status === 'RUNNING') await advance(draft);
  return result(draft);
}

const result = (draft: Draft): Step => ({
  state: draft.execution,
  commands: draft.commands,
  history: draft.history,
});

type Start = Extract<Occurrence, { type: 'start' }>;
type Later = Exclude<Occurrence, Start>;

function begin({ input, execution, stateMachine }: Start): ExecutionState {
  const { id, name, roleArn, startTime, redriveCount = 0 } = execution;
  return {
    status: 'RUNNING',
    context: {
      Execution: {
        Id: id,
        Input: input,
        StartTime: startTime,
        Name: name,
        RoleArn: roleArn,
        RedriveCount: redriveCount,
      },
      StateMachine: { Id: stateMachine.id, Name: stateMachine.name },
    },
    lastEventId: 0,
    lastId: 0,
    frames: {},
    pending: {},
  };
}

function start(draft: Draft, { input, execution }: Start): void {
  draft.write(
    {
      type: 'ExecutionStarted',
      executionStartedEventDetails: {
        input: draft.text(input),
        inputDetails: WHOLE,
        roleArn: execution.roleArn,
      },
    },
    0,
  );
  setTimeout(draft);
  const name = draft.program.StartAt;
  draft.add({
    path: '',
    index: 0,
    machine: '',
    variables: {},
    // Recorded: the first state's event names none before it.
    lastEventId: 0,
    at: { name, input, enteredTime: draft.now, enteredEventId: 0, retryCount: 0 },
  });
  draft.errands.push({ do: 'enter', frame: '', name, input });
}

function setTimeout(draft: Draft): void {
  const { TimeoutSeconds } = draft.program;
  if (TimeoutSeconds === undefined) return;
  const id = draft.newId('execution-timeout');
  draft.setTimer(id, draft.at + TimeoutSeconds * 1000, { kind: 'execution-timeout', frame: '' });
}

/** Whether an event changes anything. */
function concerns({ status, pending, frames }: ExecutionState, event: Later): boolean {
  if (event.type === 'redrive') return status !== 'RUNNING' && status !== 'SUCCEEDED';
  if (status !== 'RUNNING') return false;
  if (event.type === 'stop') return true;
  const waiting = Object.hasOwn(pending, event.id) ? pending[event.id] : undefined;
  if (!waiting || (event.type === 'timer') === (waiting.kind === 'task')) return false;
  const task = frames[waiting.frame]?.at.task;
  if (event.type === 'task-started') return task?.told === undefined;
  if (event.type === 'task-submitted') return task?.told !== 'submitted';
  return event.type !== 'task-heartbeat' || task?.heartbeatTimer !== undefined;
}

function happen(draft: Draft, event: Later): void | Promise<void> {
  switch (event.type) {
    case 'stop': {
      const { error, cause } = event;
      return abortExecution(draft, {
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
      });
    }
    case 'redrive':
      return redriveExecution(draft);
    case 'timer':
      return timerFired(draft, frameOf(draft, event), event.id);
    default:
      return taskEvent(draft, frameOf(draft, event), event);
  }
}

function redriveExecution(draft: Draft): void {
  const redriveCount = draft.beginAgain();
  const main = draft.frame('');
  main.lastEventId = draft.write(
    { type: 'ExecutionRedriven', executionRedrivenEventDetails: { redriveCount } },
    draft.execution.lastEventId,
  );
  setTimeout(draft);
  redrive(draft, '');
}

function timerFired(draft: Draft, frame: Frame, id: string): void | Promise<void> {
  const { kind, dueAt } = draft.waitsFor(id) ?? {};
  if (dueAt !== undefined && draft.at < dueAt) {
    // A heartbeat moved it while it went off.
    draft.commands.push({ type: 'timer', id, at: dueAt });
    return;
  }
  draft.letGo(id);
  if (kind === 'execution-timeout') return timeOutExecution(draft);
  delete frame.at.timer;
  if (kind === 'wait') return resume(draft, frame, { type: 'timer' });
  if (kind === 'retry') return draft.errands.push({ do: 'reenter', frame: frame.path });
  const { task } = frame.at;
  if (!task) return;
  draft.cancel(task.id);
  stopTimers(draft, task);
  const error = kind === 'heartbeat' ? 'States.HeartbeatTimeout' : 'States.Timeout';
  return resume(draft, frame, { type: 'timed-out', task, error });
}

function taskEvent(
  draft: Draft,
  frame: Frame,
  event: Extract<Occurrence, { type: `task-${string}` }>,
): void | Promise<void> {
  const { task } = frame.at;
  if (!task) return;
  switch (event.type) {
    case 'task-started':
      recordStarted(draft, frame, task);
      frame.at.task = { ...task, told: 'started' };
      return moveHeartbeat(draft, frame, task);
    case 'task-submitted':
      recordSubmitted(draft, frame, task, event.output);
      frame.at.task = { ...task, told: 'submitted' };
      return moveHeartbeat(draft, frame, task);
    case 'task-heartbeat':
      return moveHeartbeat(draft, frame, task);
    case 'task-succeeded':
      draft.letGo(task.id);
      stopTimers(draft, task);
      return resume(draft, frame, { type: 'task-succeeded', task, output: event.output });
    case 'task-failed': {
      draft.letGo(task.id);
      stopTimers(draft, task);
      const { error, cause } = event;
      const failure = { error, ...(cause !== undefined && { cause }) };
      return resume(draft, frame, { type: 'task-failed', task, failure });
    }
  }
}

/** Whose state the event is for; the main machine where it is for the execution. */
const frameOf = (draft: Draft, event: Later): Frame =>
  draft.frame('id' in event ? (draft.waitsFor(event.id)?.frame ?? '') : '');
