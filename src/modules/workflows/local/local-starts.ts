import { Injectable } from '@nestjs/common';
import type { Json } from '../../../asl/index.js';
import { tracing } from '../../../platform/telemetry/index.js';
import { AppError, conflict } from '../../../shared/app-error.js';
import type { Advance } from '../domain/advance.js';
import { LimitsService } from '../limits.service.js';
import { workflowsStarted } from '../metrics.js';
import type { EngineStart, EngineStarted } from '../workflow-engine.js';
import { AdvanceWriter } from './advance-writer.js';
import { firstAdvance } from './first-advance.js';
import type { RunningRow } from './running.store.js';
import { StartNames, StartStores } from './start-parts.js';
import { WorkerSlots } from './worker-slots.js';

/** Begins executions, and those that waited for a place. */
@Injectable()
export class LocalStarts {
  constructor(
    private readonly on: StartStores,
    private readonly limits: LimitsService,
    private readonly writer: AdvanceWriter,
    private readonly names: StartNames,
    private readonly slots: WorkerSlots,
  ) {}

  /** One transaction: the execution, its first states, and what is to be done. @throws AppError CONFLICT */
  async start(request: EngineStart): Promise<EngineStarted> {
    const { id, actor, stateMachine, name, workflowType, priority, correlationId } = request;
    const { tenantId } = actor;
    const pinned = await this.on.programs.pin(tenantId, request.program, request.isOwn);
    const interpret = this.on.evaluators.of(tenantId, pinned);
    const at = this.names.clock.now();
    const beginning = this.names.beginning(request, at);
    const advance = await firstAdvance(interpret, beginning);
    const workerId = this.slots.ownerOf(advance.tasks.length);
    const input = JSON.stringify(request.input);
    const row: RunningRow = {
      ...{ id, tenantId, workflowType, stateMachine, name, status: 'RUNNING', priority, correlationId },
      ...{ programHash: pinned.hash, version: 1, state: advance.state, startedAt: at },
      ...{ parentId: request.parent?.executionId ?? null, parentTaskId: request.parent?.taskId ?? null },
    };
    const facts = this.writer.factsOf(row, advance, at);
    const status = await this.on.starts.insert({
      ...{
        id,
        tenantId,
        stateMachine,
        name,
        workflowType,
        priority,
        correlationId,
        input,
        at,
        advance,
        workerId,
      },
      ...{ programHash: pinned.hash, parent: request.parent, startedBy: request.startedBy },
      ...{ requestedBy: actor.owner, requestedByKey: actor.keyId },
      ...{ facts, limits: await this.limits.of(tenantId, workflowType) },
      audit: this.names.audited(request),
    });
    if (status === undefined) return this.#existing(request, input);
    workflowsStarted.add({ type: workflowType });
    tracing.handOver(id, correlationId, `start ${workflowType}`, { 'shepherd.execution': id });
    if (status === 'PENDING_START') this.names.bus.tell('pending');
    else {
      facts?.wake();
      const begun = { ...row, status };
      this.on.runs.keep({ row: begun, interpret });
      this.writer.begun(begun, advance, workerId, at);
    }
    return { id, status, startedAt: at, isExisting: false };
  }

  /** Begins what has waited, as far as there are places. @returns whether some still wait */
  async promote(): Promise<boolean> {
    const waiting = await this.on.running.pending(PER_TENANT);
    const tenants = new Map<string, Waiting[]>();
    for (const one of waiting) tenants.set(one.tenantId, [...(tenants.get(one.tenantId) ?? []), one]);
    await Promise.all([...tenants.values()].map((ofTenant) => this.#promoteOf(ofTenant)));
    return waiting.length > 0;
  }

  async #promoteOf(waiting: readonly Waiting[]): Promise<void> {
    const full = new Set<string>();
    const began = performance.now();
    for (const { id, tenantId, input } of waiting) {
      // a tenant's own definitions may take long: the other tenants do not wait for that
      if (performance.now() - began > PATIENCE_MS) return;
      const row = await this.on.running.read(id);
      if (row === undefined || row.status !== 'PENDING_START') continue;
      const place = `${row.parentId === null ? tenantId : ''} ${row.workflowType}`;
      if (full.has(place)) continue;
      const pinned = await this.on.programs.read(tenantId, row.programHash);
      const interpret = this.on.evaluators.of(tenantId, pinned);
      const beginning = this.names.beginning(
        { ...row, input: JSON.parse(input) as Json },
        this.names.clock.now(),
      );
      const advance = await this.#firstOf(row, interpret, beginning);
      if (advance === undefined) continue;
      // one that another waits for takes a place of its own: the other keeps one until this has ended
      const limits = row.parentId === null ? await this.limits.of(tenantId, row.workflowType) : NO_LIMITS;
      const begun = await this.writer.promote(row, advance, limits);
      if (begun === undefined) full.add(place);
      else this.on.runs.keep({ row: begun, interpret });
    }
  }

  /** One that cannot begin must not hold up those behind it. */
  async #firstOf(
    { id }: RunningRow,
    ...[interpret, beginning]: Parameters<typeof firstAdvance>
  ): Promise<Advance | undefined> {
    try {
      return await firstAdvance(interpret, beginning);
    } catch (error) {
      if (error instanceof AppError && error.code === 'UNAVAILABLE') return undefined; // the next look tries again
      await this.abortPending(id, { error: 'States.Runtime', cause: `It could not begin: ${String(error)}` });
      return undefined;
    }
  }

  /** @returns whether it waited for a place, and now has ended */
  abortPending(id: string, reason: { error?: string; cause?: string }): Promise<boolean> {
    return this.on.running.abortPending(id, reason);
  }

  /** As StartExecution: the same request is the same execution as long as that runs. */
  async #existing(request: EngineStart, input: string): Promise<EngineStarted> {
    const { id, actor, stateMachine, name, parent } = request;
    const known = await this.on.running.named(actor.tenantId, stateMachine, name);
    const isOpen = known?.status === 'RUNNING' || known?.status === 'PENDING_START';
    // a task that is run again meets the execution that it has started, also when that has ended
    const isOurs =
      known?.id === id ||
      (parent !== null && known?.parentId === parent.executionId && known.parentTaskId === parent.taskId);
    if (known !== undefined && (isOurs || (isOpen && known.input === input))) {
      return { id: known.id, status: known.status, startedAt: known.createdAt, isExisting: true };
    }
    throw conflict(`An execution ${name} of ${stateMachine} exists already, with another input or ended`);
  }
}

const PER_TENANT = 50;
const NO_LIMITS = { tenant: 2_147_483_647, type: 2_147_483_647 };
const PATIENCE_MS = 1_000;

type Waiting = Awaited<ReturnType<StartStores['running']['pending']>>[number];
