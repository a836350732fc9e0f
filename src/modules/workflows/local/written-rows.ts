import { createHash } from 'node:crypto';
import type { FactRows } from '../../../platform/outbox/index.js';
import type { Advance } from '../domain/advance.js';

/** What each row of an execution repeats. */
export interface Owner {
  id: string;
  tenantId: string;
  priority: number;
  correlationId: string;
}

/** A token opens an execution to whoever holds it, so the row keeps its hash alone. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** @param workerId who runs the tasks at once; null: whoever comes */
export const taskRows = (owner: Owner, { tasks }: Advance, at: Date, workerId: string | null) =>
  tasks.map((task) => ({
    execution_id: owner.id,
    task_id: task.id,
    tenant_id: owner.tenantId,
    resource: task.resource,
    state_name: task.stateName,
    input: JSON.stringify(task.input),
    idempotency_key: task.idempotencyKey,
    attempt: task.attempt,
    heartbeat_seconds: task.heartbeatSeconds,
    timer_id: task.heartbeatTimer,
    token_hash: task.token === null ? null : hashOf(task.token),
    priority: owner.priority,
    correlation_id: owner.correlationId,
    worker_id: workerId,
    at,
  }));

export const timerRows = (owner: Owner, { timers }: Advance) =>
  timers.map(({ id, at }) => ({
    execution_id: owner.id,
    timer_id: id,
    tenant_id: owner.tenantId,
    at: new Date(at),
  }));

/** The events of an advance as a row of the history. */
export const historyColumns = ({ events }: Advance) => ({
  first_event_id: events[0]?.id ?? null,
  last_event_id: events.at(-1)?.id ?? null,
  events: events.length === 0 ? null : JSON.stringify(events),
});

/** How an execution stands after an advance. */
export const statusColumns = ({ state, end }: Advance) => ({
  status: end?.status ?? 'RUNNING',
  // a redrive goes on from the state; what has succeeded has no further use for it
  state: end?.status === 'SUCCEEDED' ? null : JSON.stringify(state),
  output: end?.output === undefined ? null : JSON.stringify(end.output),
  error: end?.error ?? null,
  cause: end?.cause ?? null,
});

/** Facts and their deliveries, as the last two parameters of a statement: each with the execution that it tells of. */
export const factRows = (told: readonly { id: string; facts: FactRows | undefined }[]) => ({
  facts: told.flatMap(({ id, facts }) => facts?.facts.map((fact) => ({ ...fact, owner_id: id })) ?? []),
  jobs: told.flatMap(({ id, facts }) => facts?.jobs.map((job) => ({ ...job, owner_id: id })) ?? []),
});
