import { Injectable } from '@nestjs/common';
import { Repeater } from '../../../platform/queue/index.js';
import { ChildEnds } from './child-ends.js';
import { EngineStores } from './engine-stores.js';
import { ExecutionRuns } from './execution-runs.js';
import { LocalStarts } from './local-starts.js';
import { TaskRuns } from './task-runs.js';
import { Unhurried } from './unhurried.js';

/** The name of the queue's call for a worker. */
export const WORKFLOW_TASKS = 'workflows.tasks';

const AT_ONCE = 200;
const IDLE_MS = 1_000;
const PATIENCE_MS = 100;

export interface Wakers {
  tasks: () => void;
  timer: (inMs: number) => void;
  pending: () => void;
}

/** What a worker does again and again. Each gives how long to sleep, in milliseconds. */
@Injectable()
export class EngineWork {
  readonly #firing: Unhurried;
  #hasBacklog = false;
  /** Executions waited for a place when we last looked. */
  #someWait = false;

  constructor(
    private readonly on: EngineStores,
    private readonly runs: ExecutionRuns,
    private readonly tasks: TaskRuns,
    private readonly starts: LocalStarts,
    private readonly children: ChildEnds,
  ) {
    this.#firing = new Unhurried(PATIENCE_MS, (error) =>
      on.context.logger.warn('A timer could not be told yet', { error: String(error) }),
    );
  }

  /** Connects commits of this process to its own worker. */
  wakers({ tasks, timer, pending }: Wakers): void {
    const { slots, context } = this.on;
    const { clock } = context;
    context.bus.listen({
      freeTasks: tasks,
      taskEnded: () => {
        if (this.#hasBacklog && slots.room > slots.concurrency) tasks();
      },
      timer: (at) => timer((at - clock.now().getTime()) / clock.speed),
      pending,
      waitsFor: (childId) => void this.children.tell(childId),
      ended: (execution) => {
        if (this.#someWait) pending();
        if (execution.parentId !== null) void this.children.tell(execution.id);
      },
    });
  }

  async takeTasks(): Promise<number> {
    const { tasks, slots } = this.on;
    const limit = Math.min(slots.room, AT_ONCE);
    if (limit === 0) {
      this.#hasBacklog = true;
      return IDLE_MS;
    }
    const rows = await tasks.claim(slots.workerId, limit);
    this.#hasBacklog = rows.length === limit;
    this.tasks.accept(rows);
    return this.#hasBacklog ? 0 : this.#until(await tasks.next());
  }

  async fireTimers(): Promise<number> {
    const due = await this.on.timers.claim(AT_ONCE);
    const at = this.on.context.clock.now().getTime();
    await this.#firing.begin(
      due.map(({ executionId, timerId }) => [
        `${executionId} ${timerId}`,
        () => this.runs.deliver(executionId, { type: 'timer', id: timerId, at }),
      ]),
    );
    return due.length === AT_ONCE ? 0 : this.#until(await this.on.timers.next());
  }

  async beginPending(): Promise<number> {
    this.#someWait = await this.starts.promote();
    return IDLE_MS;
  }

  /** Finds what every other way has missed. */
  async lookAfter(): Promise<void> {
    await this.tasks.compare();
    if ((await this.on.presence.freeStray()) > 0) this.on.context.bus.tell('freeTasks');
    await this.children.sweep();
  }

  async stop(patienceMs: number): Promise<void> {
    await this.tasks.stop(patienceMs);
  }

  #until(next: { at: Date | null; now: Date } | undefined): number {
    if (next?.at == null) return IDLE_MS;
    // what is due but was locked by another worker is looked at again, in a moment
    return Math.max(20, (next.at.getTime() - next.now.getTime()) / this.on.context.clock.speed);
  }
}

/** Calls a worker of the cluster where this process is none. */
@Injectable()
export class EngineCalls {
  constructor(
    { context, slots }: EngineStores,
    private readonly repeater: Repeater,
  ) {
    const call = () => slots.room === 0 && this.repeater.soon(WORKFLOW_TASKS);
    context.bus.listen({ freeTasks: call, pending: call });
  }
}
