import { Injectable } from '@nestjs/common';
import type { FactRows } from '../../../platform/outbox/index.js';
import { Clock } from '../../../shared/clock.js';
import type { Advance } from '../domain/advance.js';
import { countEnd } from '../metrics.js';
import { WorkflowTold } from '../workflow-told.js';
import { AdvanceStore, type Move } from './advance.store.js';
import { EngineBus } from './engine-bus.js';
import type { RunningRow } from './running.store.js';
import type { TaskRow } from './tasks.store.js';
import { WorkerSlots } from './worker-slots.js';

/** Writes advances, and tells this process what came of them. */
@Injectable()
export class AdvanceWriter {
  constructor(
    private readonly store: AdvanceStore,
    private readonly told: WorkflowTold,
    private readonly slots: WorkerSlots,
    private readonly bus: EngineBus,
    private readonly clock: Clock,
  ) {}

  /** @returns the execution as it is now; undefined where somebody else has written it, and nothing was done */
  async write(row: RunningRow, advance: Advance): Promise<RunningRow | undefined> {
    const move = this.#move(row, advance);
    return (await this.store.move(move)) ? this.#written(row, move) : undefined;
  }

  /** Begins an execution that waited for a place. @returns undefined where there is none */
  async promote(
    row: RunningRow,
    advance: Advance,
    limits: { tenant: number; type: number },
  ): Promise<RunningRow | undefined> {
    const move = this.#move(row, advance);
    return (await this.store.promote(move, limits)) ? this.#written(row, move) : undefined;
  }

  /** What is to be told of an advance that ends its execution. */
  factsOf(row: RunningRow, { state, end }: Advance, at: Date): FactRows | undefined {
    return end && this.told.ended(row, state, end, at);
  }

  /** Tells what was written of an execution that has just begun. */
  begun(row: RunningRow, advance: Advance, workerId: string | null, at: Date): void {
    this.#tell(row, advance, workerId, at);
  }

  #move(row: RunningRow, advance: Advance): Move {
    const at = this.clock.now();
    return {
      owner: row,
      version: row.version,
      from: row.status,
      at,
      advance,
      workerId: this.slots.ownerOf(advance.tasks.length),
      facts: this.factsOf(row, advance, at),
    };
  }

  #written(row: RunningRow, { advance, workerId, facts, at }: Move): RunningRow {
    facts?.wake();
    const now = {
      ...row,
      version: row.version + 1,
      state: advance.state,
      status: advance.end?.status ?? 'RUNNING',
      startedAt: row.startedAt ?? at,
    };
    this.#tell(now, advance, workerId, at);
    return now;
  }

  #tell(row: RunningRow, advance: Advance, workerId: string | null, at: Date): void {
    if (advance.doneTasks.length > 0) this.bus.tell('cancelled', row.id, advance.doneTasks);
    for (const timer of advance.timers) this.bus.tell('timer', timer.at);
    if (advance.tasks.length > 0) {
      if (workerId === null) this.bus.tell('freeTasks');
      else this.bus.tell('tasks', taskRows(row, advance));
    }
    if (advance.end === undefined) return;
    countEnd(row, at);
    this.bus.tell('ended', row);
  }
}

const taskRows = (row: RunningRow, { tasks }: Advance): TaskRow[] =>
  tasks.map((task) => ({
    executionId: row.id,
    taskId: task.id,
    tenantId: row.tenantId,
    resource: task.resource,
    stateName: task.stateName,
    input: task.input,
    idempotencyKey: task.idempotencyKey,
    attempt: task.attempt,
    heartbeatSeconds: task.heartbeatSeconds,
    timerId: task.heartbeatTimer,
    priority: row.priority,
    correlationId: row.correlationId,
    takes: 0,
    answer: null,
  }));
