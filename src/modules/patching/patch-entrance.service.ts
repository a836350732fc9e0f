import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { TaskFailure, type TaskContext } from '../../platform/tasks/index.js';
import { ExecutionOwners, type ExecutionOwner } from '../workflows/index.js';
import type { PatchBatchRow } from './domain/installation.js';
import type { PatchTaskInput } from './patch-installation.schemas.js';
import { PatchReads } from './patch-reads.js';

type Asked = PatchTaskInput['action'];
type Named = Exclude<PatchTaskInput, { action: 'initialize' }>;

/** At what a batch must stand for what is asked of it, also asked again after a crash. Others take any. */
const STANDING: Partial<Record<Asked, readonly PatchBatchRow['status'][]>> = {
  snapshot: ['snapshotting', 'installing'],
  install: ['installing', 'validating'],
  await: ['installing', 'validating'],
  validate: ['validating', 'succeeded'],
};

/**
 * Who may have the tasks of an installation done: its own execution, in their order. Schedules and other definitions
 * can name any task with any input, and so could pass over the approval, the window or the snapshot.
 */
@Injectable()
export class PatchEntrance {
  constructor(
    private readonly database: Database,
    private readonly reads: PatchReads,
    private readonly owners: ExecutionOwners,
  ) {}

  /** @throws TaskFailure PRECONDITION_FAILED */
  async of(input: PatchTaskInput, context: TaskContext): Promise<ExecutionOwner> {
    const owner = await this.owners.of(context);
    if (input.action !== 'initialize') await this.#check(context.tenantId, owner, input);
    return owner;
  }

  async #check(tenantId: string, { executionId }: ExecutionOwner, input: Named): Promise<void> {
    const { batch, installation } = await this.database.withTenant(tenantId, async (tx) => {
      const found =
        'batchId' in input ? await this.reads.batches.find(tx, tenantId, input.batchId) : undefined;
      const id = 'batchId' in input ? (found?.installationId ?? '') : input.installationId;
      return { batch: found, installation: await this.reads.installations.find(tx, tenantId, id) };
    });
    if (installation?.executionId !== executionId)
      throw new TaskFailure('PRECONDITION_FAILED', 'The installation is not of this execution');
    const standing = STANDING[input.action];
    if (batch !== undefined && standing?.includes(batch.status) === false)
      throw new TaskFailure(
        'PRECONDITION_FAILED',
        `The batch ${batch.id} is ${batch.status}: nothing to ${input.action}`,
      );
  }
}
