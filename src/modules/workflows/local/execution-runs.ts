import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { ExecutionState, Occurrence, StepEvent } from '../../../asl/index.js';
import { Logger } from '../../../platform/telemetry/index.js';
import { AppError } from '../../../shared/app-error.js';
import { AdvanceBuilder, type Advance } from '../domain/advance.js';
import { CutOff } from '../../../platform/sandbox/index.js';
import { failedAdvance } from '../domain/failed-advance.js';
import { AdvanceWriter } from './advance-writer.js';
import { ExecutionLoader, type Loaded } from './execution-loader.js';
import type { RunningRow } from './running.store.js';
import { TaskStore } from './tasks.store.js';

/** What happened, and when (milliseconds since 1970). */
export type Timed = Occurrence & { at: number };

interface Inbox {
  entries: { events: readonly Timed[]; resolve: () => void; reject: (error: unknown) => void }[];
}

const KEPT = 5_000;
/** Others that write the same execution at the same time: each has its own branch. */
const MOST_TRIES = 50;
const REDRIVABLE = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

/**
 * Takes executions from event to event: one turn at a time for each, with all events that have come by then, written
 * as one transaction that is fenced by the version. What is in memory is a copy; whoever finds it stale reads again.
 */
@Injectable()
export class ExecutionRuns {
  readonly #inboxes = new Map<string, Inbox>();
  readonly #loaded = new LRUCache<string, Loaded>({ max: KEPT });

  constructor(
    private readonly loader: ExecutionLoader,
    private readonly tasks: TaskStore,
    private readonly writer: AdvanceWriter,
    private readonly logger: Logger,
  ) {}

  /**
   * Tells an execution what happened. Resolves when that is committed, or when nobody waits for it any more (it came
   * late, or twice).
   * @throws Error when the database does not answer, or too many steps of the tenant's own definitions wait: tell it
   * again
   */
  deliver(executionId: string, ...events: readonly Timed[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const inbox = this.#inboxes.get(executionId);
      if (inbox !== undefined) {
        inbox.entries.push({ events, resolve, reject });
        return;
      }
      const fresh: Inbox = { entries: [{ events, resolve, reject }] };
      this.#inboxes.set(executionId, fresh);
      void this.#work(executionId, fresh);
    });
  }

  /** Remembers an execution that this process has just written. */
  keep(loaded: Loaded): void {
    if (loaded.row.status === 'RUNNING') this.#loaded.set(loaded.row.id, loaded);
  }

  async #work(id: string, inbox: Inbox): Promise<void> {
    while (inbox.entries.length > 0) {
      const entries = inbox.entries.splice(0);
      try {
        await this.#turn(
          id,
          entries.flatMap(({ events }) => events),
        );
        for (const { resolve } of entries) resolve();
      } catch (error) {
        this.#loaded.delete(id); // whether it was written is not known
        for (const { reject } of entries) reject(error);
      }
    }
    this.#inboxes.delete(id);
  }

  async #turn(id: string, events: readonly Timed[]): Promise<void> {
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      const kept = this.#loaded.get(id);
      const loaded = kept ?? (await this.#load(id));
      const live = events.filter((event) => takes(loaded?.row, event));
      const advance = loaded && live.length > 0 ? await this.#steps(loaded, live) : undefined;
      if (loaded === undefined || advance === undefined) {
        if (kept === undefined) return this.tasks.forget(id, idsOf(events));
        this.#loaded.delete(id); // it waits for nothing of this as we know it: others may have taken it further
        continue;
      }
      const row = await this.writer.write(loaded.row, advance);
      if (row === undefined) this.#loaded.delete(id);
      else {
        if (row.status === 'RUNNING') this.#loaded.set(id, { ...loaded, row });
        else this.#loaded.delete(id);
        return;
      }
    }
    throw new Error(`The execution ${id} was written by others ${MOST_TRIES} times in a row`);
  }

  /** @returns undefined where nothing comes of the events */
  async #steps({ row, interpret }: Loaded, events: readonly Timed[]): Promise<Advance | undefined> {
    const builder = new AdvanceBuilder(row.id);
    const before = row.state;
    let state: ExecutionState | null = before;
    try {
      for (const event of events) {
        const given: StepEvent = { ...event, seed: randomUUID() };
        const answer = await interpret(state, given);
        builder.add(given, answer);
        state = answer.state;
      }
    } catch (error) {
      if (error instanceof AppError) throw error; // it was not the definition's turn: tell it again
      const cause = error instanceof CutOff ? error.message : undefined;
      if (cause === undefined) {
        this.logger.error('An execution cannot go on: the interpreter failed', {
          executionId: row.id,
          error,
        });
      }
      return before === null ? undefined : failedAdvance(before, new Date(events[0]?.at ?? 0), cause);
    }
    return state === before || state === null ? undefined : builder.build(state);
  }

  async #load(id: string): Promise<Loaded | undefined> {
    const loaded = await this.loader.load(id);
    if (loaded !== undefined) this.#loaded.set(id, loaded);
    return loaded;
  }
}

/** Whether an execution can take such an event as it stands. */
function takes(row: RunningRow | undefined, event: Timed): boolean {
  if (row === undefined) return false;
  return event.type === 'redrive' ? REDRIVABLE.has(row.status) : row.status === 'RUNNING';
}

const idsOf = (events: readonly Timed[]): string[] =>
  events.flatMap((event) =>
    event.type === 'task-succeeded' || event.type === 'task-failed' || event.type === 'timer'
      ? [event.id]
      : [],
  );
