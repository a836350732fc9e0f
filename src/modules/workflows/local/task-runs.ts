import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import PQueue from 'p-queue';
import { tracing } from '../../../platform/telemetry/index.js';
import { TaskCalls } from '../task-calls.js';
import type { TaskOutcome } from '../task-outcome.js';
import { EngineContext } from './engine-context.js';
import { ExecutionRuns, type Timed } from './execution-runs.js';
import { TaskStore, type TaskAnswer, type TaskRow } from './tasks.store.js';
import { WorkerSlots } from './worker-slots.js';

const LONGEST_PAUSE_MS = 2_000;
const TELLING_MS = 1_000;
/** Long enough for a list of our tasks that was read before they ended. */
const DONE_KEPT_MS = 30_000;

const MOST_TAKES = 5;
/** What becomes of a task that kills whoever runs it. */
const DEADLY: TaskOutcome = {
  ...{ type: 'failed', error: 'States.TaskFailed', cause: `Its worker died ${MOST_TAKES} times` },
};

interface Running {
  row: TaskRow;
  abort: AbortController;
  /** Before that it waits for its turn. */
  hasBegun: boolean;
  /** What it came to is known, and only to be told. */
  hasEnded: boolean;
}

const keyOf = (executionId: string, taskId: string) => `${executionId} ${taskId}`;
/** A task whose answer has come is another piece of work than the handler that asked for it, and may meet its end. */
const workOf = ({ executionId, taskId, answer }: TaskRow) =>
  keyOf(executionId, taskId) + (answer === null ? '' : ' answer');

/** Runs the tasks that this worker has taken, and tells their executions what came of them. */
@Injectable()
export class TaskRuns {
  readonly #running = new Map<string, Running>();
  readonly #done = new LRUCache<string, true>({ max: 50_000, ttl: DONE_KEPT_MS });
  readonly #queue: PQueue;
  readonly #stop = new AbortController();

  constructor(
    private readonly store: TaskStore,
    private readonly runs: ExecutionRuns,
    private readonly calls: TaskCalls,
    private readonly slots: WorkerSlots,
    private readonly context: EngineContext,
  ) {
    this.#queue = new PQueue({ concurrency: slots.concurrency });
    context.bus.listen({
      tasks: (rows) => this.accept(rows),
      cancelled: (executionId, ids) => this.#cancel(executionId, ids),
    });
  }

  /** Runs tasks that are ours by their rows; one that we know already goes on as it does. */
  accept(rows: readonly TaskRow[]): void {
    for (const row of rows) {
      const key = workOf(row);
      // one that was broken off, and has come back before it ended, is run again
      if (this.#running.get(key)?.abort.signal.aborted === false) continue;
      const running = { row, abort: new AbortController(), hasBegun: false, hasEnded: false };
      this.#running.set(key, running);
      this.slots.took(1);
      void this.#queue.add(() => this.#run(running), { priority: -row.priority });
    }
  }

  /** Takes up what is ours and has been forgotten, and drops what is not ours any more. */
  async compare(): Promise<void> {
    const before = new Set(this.#running.keys());
    const mine = await this.store.mine(this.slots.workerId);
    const runs = (row: TaskRow) => this.#running.has(keyOf(row.executionId, row.taskId));
    // a handler whose answer came before its end is let go on: its start goes into the history first
    this.accept(mine.filter((row) => !this.#done.has(workOf(row)) && !runs(row)));
    const known = new Set(mine.flatMap((row) => [keyOf(row.executionId, row.taskId), workOf(row)]));
    for (const key of before) if (!known.has(key)) this.#running.get(key)?.abort.abort();
  }

  /** Ends what runs at its next safe point; what has not ended then is somebody else's. */
  async stop(patienceMs: number): Promise<void> {
    this.#queue.pause();
    this.#queue.clear();
    this.#stop.abort();
    const all = [...this.#running.values()];
    for (const { abort } of all) abort.abort();
    const unbegun = all.filter(({ hasBegun }) => !hasBegun).map(({ row }) => row);
    await this.store.release(unbegun, this.slots.workerId).catch((error: unknown) => {
      this.context.logger.warn('Tasks could not be given back yet', { error: String(error) });
    });
    await Promise.race([this.#queue.onIdle(), sleep(patienceMs, undefined, { ref: false })]);
  }

  #cancel(executionId: string, ids: readonly string[]): void {
    for (const id of ids) {
      const running = this.#running.get(keyOf(executionId, id)); // an answer runs nothing
      if (running?.hasEnded === false) running.abort.abort();
    }
  }

  /** Never throws. Gives up its place when the task has ended, though what came of it still waits for its turn. */
  #run(running: Running): Promise<void> {
    return new Promise((resolve) => {
      let hasLeft = false;
      const leave = () => {
        if (hasLeft) return;
        hasLeft = true;
        this.slots.gave(1);
        this.context.bus.tell('taskEnded');
        resolve();
      };
      void this.#work(running, leave).finally(leave);
    });
  }

  async #work(running: Running, leave: () => void): Promise<void> {
    const { row, abort } = running;
    let telling: NodeJS.Timeout | undefined;
    const key = workOf(row);
    let isOver = true;
    try {
      if (abort.signal.aborted) return;
      const isSuspect = row.answer === null && row.takes > 0 && row.takes < MOST_TAKES;
      if (isSuspect && !(await this.store.begin(row, this.slots.workerId))) return;
      running.hasBegun = true;
      const at = this.context.clock.now().getTime();
      const outcome = await this.#outcome(row, abort);
      running.hasEnded = true;
      // broken off: nobody waits for it, or another worker does it; what was done all the same counts
      if (abort.signal.aborted && (outcome.type === 'failed' || outcome.type === 'later')) return;
      telling = setTimeout(leave, TELLING_MS); // steps of a tenant's own definition may have to wait
      await this.#tell(row, outcome, at);
    } catch (error) {
      this.context.logger.error('A task was lost; a worker will take it again', { task: row.taskId, error });
      isOver = false; // where it cannot be given back either, compare() finds it
      await this.store.release([row], this.slots.workerId, 1).catch(() => undefined);
    } finally {
      clearTimeout(telling);
      if (this.#running.get(key) === running) {
        if (isOver) this.#done.set(key, true);
        this.#running.delete(key);
      }
    }
  }

  async #outcome(row: TaskRow, abort: AbortController): Promise<TaskOutcome> {
    if (row.answer !== null) return JSON.parse(row.answer) as TaskAnswer; // as TaskStore.answer wrote it
    if (row.takes >= MOST_TAKES) return DEADLY;
    const { executionId, correlationId, tenantId } = row;
    const attributes = { 'shepherd.execution': executionId, 'shepherd.tenant_id': tenantId };
    return tracing.takeUp({ key: executionId, correlationId, name: 'task', attributes }, async () => {
      const outcome = await this.calls.run(row, {
        signal: abort.signal,
        heartbeat: () => this.#beat(row, abort),
      });
      if (outcome.type === 'failed') tracing.failed('TaskFailed');
      return outcome;
    });
  }

  async #tell(row: TaskRow, outcome: TaskOutcome, startedAt: number): Promise<void> {
    const id = row.taskId;
    if (outcome.type === 'later') {
      await this.store.release([row], this.slots.workerId, outcome.afterSeconds);
      return;
    }
    const at = this.context.clock.now().getTime();
    // told again with an answer: whoever handed the task over may have died before it could tell
    const started: Timed[] = [{ type: 'task-started', id, at: startedAt }];
    const submitted = row.answer === null ? outcome.submitted : this.calls.handedOver(row);
    if (submitted !== undefined) started.push({ type: 'task-submitted', id, output: submitted, at });
    if (outcome.type === 'waits') {
      await this.#deliver(row, started);
      const isWaiting = await this.store.wait(row, this.slots.workerId, outcome.childId ?? null);
      if (!isWaiting)
        this.context.bus.tell('freeTasks'); // answered meanwhile
      else if (outcome.childId !== undefined) this.context.bus.tell('waitsFor', outcome.childId);
      return;
    }
    const end: Timed =
      outcome.type === 'succeeded'
        ? { type: 'task-succeeded', id, output: outcome.output, at }
        : { type: 'task-failed', id, error: outcome.error, cause: outcome.cause, at };
    await this.#deliver(row, [...started, end]);
  }

  /** Until the database has it, or we stop: the outcome is known to nobody else. */
  async #deliver(row: TaskRow, events: readonly Timed[]): Promise<void> {
    for (let pauseMs = 50; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        return await this.runs.deliver(row.executionId, ...events);
      } catch (error) {
        if (this.#stop.signal.aborted) throw error;
        this.context.logger.warn('The outcome of a task could not be written yet', {
          executionId: row.executionId,
          error: String(error),
        });
        await sleep(pauseMs);
      }
    }
  }

  /** @throws Error when nobody waits for the task any more */
  async #beat(row: TaskRow, abort: AbortController): Promise<void> {
    if (await this.store.beat(row, this.slots.workerId)) return;
    abort.abort();
    throw new Error('Nobody waits for this task any more');
  }
}
