import type {
  Command,
  CompleteCommand,
  ExecutionState,
  HistoryEvent,
  StepEvent,
} from '../../../asl/index.js';
import type { Json } from '../../../asl/index.js';

/** What is to be done by somebody, as its row keeps it. */
export interface NewTask {
  id: string;
  stateName: string;
  resource: string;
  input: Json;
  /** The same for each attempt that Retry makes of one visit to the state. */
  idempotencyKey: string;
  attempt: number;
  token: string | null;
  heartbeatSeconds: number | null;
  /** The timer that a heartbeat puts off. */
  heartbeatTimer: string | null;
}

export interface NewTimer {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** What one transaction writes of an execution: from one version to the next. */
export interface Advance {
  state: ExecutionState;
  events: HistoryEvent[];
  tasks: NewTask[];
  timers: NewTimer[];
  /** Ids of tasks and timers that nobody waits for any more. */
  doneTasks: string[];
  doneTimers: string[];
  end: CompleteCommand | undefined;
}

/** Gathers steps that are written together. */
export class AdvanceBuilder {
  readonly #events: HistoryEvent[] = [];
  readonly #tasks = new Map<string, NewTask>();
  readonly #timers = new Map<string, NewTimer>();
  readonly #doneTasks = new Set<string>();
  readonly #doneTimers = new Set<string>();
  #end: CompleteCommand | undefined;

  constructor(private readonly executionId: string) {}

  get isEmpty(): boolean {
    return (
      this.#events.length +
        this.#tasks.size +
        this.#timers.size +
        this.#doneTasks.size +
        this.#doneTimers.size ===
      0
    );
  }

  /** Adds the answer of one step to the event that it was given. */
  add(
    event: StepEvent,
    step: { state: ExecutionState; commands: readonly Command[]; history: readonly HistoryEvent[] },
  ): void {
    for (const entry of step.history) this.#events.push(entry);
    if (event.type === 'task-succeeded' || event.type === 'task-failed') this.#dropTask(event.id);
    if (event.type === 'timer') this.#dropTimer(event.id);
    for (const command of step.commands) this.#command(command, step.state);
  }

  build(state: ExecutionState): Advance {
    return {
      state,
      events: this.#events,
      tasks: [...this.#tasks.values()],
      timers: [...this.#timers.values()],
      doneTasks: [...this.#doneTasks],
      doneTimers: [...this.#doneTimers],
      end: this.#end,
    };
  }

  #command(command: Command, state: ExecutionState): void {
    switch (command.type) {
      case 'task': {
        const stay = state.frames[command.path]?.at;
        this.#tasks.set(command.id, {
          id: command.id,
          stateName: command.stateName,
          resource: command.resource,
          input: command.input,
          idempotencyKey: `${this.executionId}/${stay?.enteredEventId ?? command.id}`,
          attempt: command.attempt,
          token: command.token ?? null,
          heartbeatSeconds: command.heartbeatSeconds ?? null,
          heartbeatTimer: stay?.task?.heartbeatTimer ?? null,
        });
        return;
      }
      case 'timer':
        this.#doneTimers.delete(command.id);
        this.#timers.set(command.id, { id: command.id, at: command.at });
        return;
      case 'cancel':
        this.#dropTask(command.id); // either may be meant
        this.#dropTimer(command.id);
        return;
      case 'complete':
        this.#end = {
          ...command,
          ...(command.error !== undefined && { error: writable(command.error) }),
          ...(command.cause !== undefined && { cause: writable(command.cause) }),
        };
    }
  }

  /** One that was never written needs no deletion. */
  #dropTask(id: string): void {
    if (!this.#tasks.delete(id)) this.#doneTasks.add(id);
  }

  /** One that was moved may have a row from before. */
  #dropTimer(id: string): void {
    this.#timers.delete(id);
    this.#doneTimers.add(id);
  }
}

/** PostgreSQL takes neither NUL nor half a character in a text: what a task answers must not stop its execution. */
const writable = (text: string): string => text.replaceAll(/\0|\p{Surrogate}/gu, '\ufffd');
