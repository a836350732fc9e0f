import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { TaskFailure, type TaskContext } from '../../../platform/tasks/index.js';
import type { Actor } from '../../access/index.js';
import { TaskExecutionStore } from './task-executions.store.js';

export interface ExecutionOwner {
  executionId: string;
  workflowType: string;
  /** Who answers for it: what its tasks do is done in their name. */
  actor: Actor;
  /** It has ended, so that nobody will use what its tasks still do. */
  isOver: boolean;
}

/** What a schedule says in the input of what it starts. */
const scheduled = z.object({
  metadata: z.object({
    scheduledExecution: z.literal(true),
    notifyChannels: z.array(z.string().max(128)).max(20).default([]),
  }),
});

/** Whose work a task does. */
@Injectable()
export class ExecutionOwners {
  constructor(private readonly store: TaskExecutionStore) {}

  /** @throws TaskFailure where no execution asks: there is nobody then in whose name it could be done */
  async of({ tenantId, execution }: TaskContext): Promise<ExecutionOwner> {
    const owner = execution && (await this.find(tenantId, execution.id));
    if (owner === undefined)
      throw new TaskFailure('PRECONDITION_FAILED', 'This task is part of a workflow: start that');
    return owner;
  }

  async find(tenantId: string, executionId: string): Promise<ExecutionOwner | undefined> {
    const row = await this.store.owner(tenantId, executionId);
    if (row === undefined) return undefined;
    const { requestedBy: owner, requestedByKey: keyId, workflowType, status } = row;
    return { executionId, workflowType, actor: { tenantId, owner, keyId }, isOver: status !== 'RUNNING' };
  }

  /**
   * Channels that the schedule which started an execution wants to be told of its scan; [] those that the rules say,
   * undefined: no schedule has started it.
   */
  async notifyOf({ executionId, actor }: ExecutionOwner): Promise<string[] | undefined> {
    const input = await this.store.input(actor.tenantId, executionId);
    const read = scheduled.safeParse(JSON.parse(input ?? 'null'));
    return read.success ? read.data.metadata.notifyChannels : undefined;
  }
}

/**
 * Names a piece of an execution's work for ever. It begins with the execution, whichever engine made the key, so that
 * all that an execution has asked for can be found.
 */
export const requestKeyOf = ({ executionId }: ExecutionOwner, { idempotencyKey }: TaskContext): string =>
  idempotencyKey.startsWith(keyPrefixOf(executionId))
    ? idempotencyKey
    : `${keyPrefixOf(executionId)}${idempotencyKey}`;

export const keyPrefixOf = (executionId: string): string => `${executionId}/`;
