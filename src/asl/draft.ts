import { createHash } from 'node:crypto';
import type { Command, CompleteCommand } from './command.js';
import type { Evaluate, Randomness } from './data/index.js';
import type { StatesError } from './errors.js';
import type { StepEvent } from './event.js';
import type { HistoryEntry, HistoryEvent } from './history.js';
import type { Json } from './json.js';
import { HISTORY_EVENTS, historyFull } from './limits.js';
import type { Program } from './program.js';
import { Queue } from './queue.js';
import type { ExecutionState, Frame, Pending } from './state.js';

/** What is still to be done within a step. A queue, not calls: a chain of any length needs no stack. */
export type Errand =
  | { do: 'enter'; frame: string; name: string; input: Json }
  /** Once more, after a retry's delay or in a redriven execution. */
  | { do: 'reenter'; frame: string }
  /** A branch or iteration of the frame's state. */
  | { do: 'begin'; frame: string; index: number }
  /** All of them have ended well. */
  | { do: 'join'; frame: string; results: Json }
  /** The frame's state has failed: Retry, Catch, or the end of the frame. */
  | { do: 'recover'; frame: string; failure: Failure }
  /** The frame has ended. */
  | { do: 'end'; frame: string; output: Json }
  | { do: 'fail'; frame: string; failure: Failure };

export interface Failure {
  error?: string;
  cause?: string;
}

/** The history is full: the execution ends, or the child of a distributed Map whose own history it is. */
export class HistoryFull extends Error {
  readonly failure: StatesError = historyFull();
  constructor(readonly child: string | undefined) {
    super('history is full');
  }
}

/**
 * The next state while it is made. What step() was given stays as it is: a frame is copied when it is first written
 * to, and lists inside a frame are replaced, not changed.
 */
export class Draft {
  readonly commands: Command[] = [];
  readonly history: HistoryEvent[] = [];
  readonly errands = new Queue<Errand>();
  readonly at: number;
  readonly now: string;
  private readonly state: ExecutionState;
  private readonly owned = new Set<string>();
  private readonly frames: Record<string, Frame>;
  private readonly pending: Record<string, Pending>;
  private readonly texts = new WeakMap<object, string>();
  private draws = 0;

  constructor(
    readonly program: Program,
    before: ExecutionState,
    private readonly event: StepEvent,
    readonly evaluate: Evaluate,
  ) {
    this.at = event.at;
    this.now = new Date(event.at).toISOString();
    this.frames = { ...before.frames };
    this.pending = { ...before.pending };
    this.state = { ...before, frames: this.frames, pending: this.pending };
  }

  get execution(): ExecutionState {
    return this.state;
  }

  /** The frame, ready to be written to. */
  frame(path: string): Frame {
    const frame = this.find(path);
    if (!frame) throw new Error(`There is no frame ${path}`);
    return frame;
  }

  find(path: string): Frame | undefined {
    const frame = this.frames[path];
    if (!frame || this.owned.has(path)) return frame;
    return this.add({ ...frame, at: { ...frame.at } });
  }

  add(frame: Frame): Frame {
    this.owned.add(frame.path);
    return (this.frames[frame.path] = frame);
  }

  /** The frames below one, of all levels, inner ones first. */
  below(path: string): string[] {
    return Object.keys(this.frames)
      .filter((other) => other.startsWith(`${path}/`))
      .sort((a, b) => b.split('/').length - a.split('/').length);
  }

  remove(path: string): void {
    delete this.frames[path];
  }

  newId(kind: string): string {
    return `${kind}-${++this.state.lastId}`;
  }

  /** An id that is waited for, until it is let go. */
  await(id: string, pending: Pending): void {
    this.pending[id] = pending;
  }

  waitsFor(id: string): Pending | undefined {
    return this.pending[id];
  }

  setTimer(id: string, at: number, pending: Pending): void {
    this.await(id, pending);
    this.commands.push({ type: 'timer', id, at });
  }

  /** What has come needs no cancel. */
  letGo(id: string | undefined): void {
    if (id !== undefined) delete this.pending[id];
  }

  cancel(id: string | undefined): void {
    if (id === undefined || !this.pending[id]) return;
    delete this.pending[id];
    this.commands.push({ type: 'cancel', id });
  }

  /** All that is waited for in a frame. */
  cancelIn(path: string): void {
    for (const [id, { frame }] of Object.entries(this.pending)) if (frame === path) this.cancel(id);
  }

  cancelAll(): void {
    for (const id of Object.keys(this.pending)) this.cancel(id);
  }

  /**
   * Adds to the history, as the next event of the frame.
   * @returns the event's id
   * @throws HistoryFull before the last event that the limit allows: that one tells the failure
   */
  record(frame: Frame, entry: HistoryEntry): number {
    delete frame.asideEventId;
    return (frame.lastEventId = this.append(frame, entry, frame.lastEventId));
  }

  /**
   * Adds an event that the frame's next one does not follow: the StateExited after ParallelStateSucceeded names the last
   * event of a branch (measured).
   */
  recordAside(frame: Frame, entry: HistoryEntry): void {
    frame.asideEventId = this.append(frame, entry, frame.asideEventId ?? frame.lastEventId);
  }

  private append(frame: Frame, entry: HistoryEntry, previousEventId: number): number {
    if (frame.child !== undefined) return this.countInChild(frame.child);
    if (this.state.lastEventId >= HISTORY_EVENTS - 1) throw new HistoryFull(undefined);
    return this.write(entry, previousEventId);
  }

  /** A distributed Map's child is an execution of its own; its history is counted, not kept. */
  private countInChild(child: string): number {
    const root = this.frame(child);
    const events = (root.events ?? 1) + 1;
    if (events >= HISTORY_EVENTS) throw new HistoryFull(child);
    return (root.events = events);
  }

  /** An ended execution runs again. @returns how often it has been redriven */
  beginAgain(): number {
    const { Execution, StateMachine } = this.state.context;
    const redriveCount = Number(Execution.RedriveCount ?? 0) + 1;
    this.state.status = 'RUNNING';
    this.state.context = { Execution: { ...Execution, RedriveCount: redriveCount }, StateMachine };
    return redriveCount;
  }

  complete(command: CompleteCommand): void {
    this.state.status = command.status;
    this.commands.push(command);
  }

  /** An event of the execution itself. */
  write(entry: HistoryEntry, previousEventId: number): number {
    const id = ++this.state.lastEventId;
    this.history.push({ id, previousEventId, timestamp: this.now, ...entry });
    return id;
  }

  /** A value's JSON text; the same value often stands in two events. */
  text(value: Json): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    let text = this.texts.get(value);
    if (text === undefined) this.texts.set(value, (text = JSON.stringify(value)));
    return text;
  }

  /** Chance for one evaluation: no two of a step draw the same. */
  randomness(): Randomness {
    return { now: this.at, seed: `${this.event.seed}:${this.draws++}` };
  }

  /** A name that nobody can guess and a replay makes again: of a task token, a map run. */
  secret(id: string): string {
    return createHash('sha256')
      .update(JSON.stringify([this.event.seed, id]))
      .digest('base64url');
  }
}
