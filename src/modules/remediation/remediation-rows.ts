import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { TaskFailure, type TaskContext } from '../../platform/tasks/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { ExecutionOwners } from '../workflows/index.js';
import type { RemediationParameters } from './apply-fix.schemas.js';
import { Changes } from './changes.service.js';
import type { ChangeOwner } from './domain/change.js';
import type { ChangeRow } from './domain/change-row.js';
import { isUnderWay, remediationIdOf } from './domain/remediation.js';
import { RemediationsStore, type RemediationRow } from './remediations.store.js';

/** The one whose tasks these are. A tenant's own definition could leave out what comes before the applying. */
const WORKFLOW = 'remediation';

export const ownerOf = (id: string): ChangeOwner => ({ kind: 'remediation', id });

/** A remediation with its changes, in the order in which they were planned. */
export interface Standing {
  row: RemediationRow;
  changes: ChangeRow[];
}

/** The remediation of an execution. */
@Injectable()
export class RemediationRows {
  constructor(
    private readonly database: Database,
    private readonly store: RemediationsStore,
    private readonly owners: ExecutionOwners,
    private readonly changes: Changes,
  ) {}

  /** Makes it where it is not there yet: whoever started the execution may have made it before. */
  async begin(context: TaskContext, parameters: RemediationParameters): Promise<Standing> {
    const { executionId, actor } = await this.#execution(context);
    const { findingIds, ...rest } = parameters;
    await this.database.withTenant(actor.tenantId, (tx) =>
      this.store.insert(tx, {
        ...{ id: remediationIdOf(executionId), tenantId: actor.tenantId, executionId },
        ...{ ...rest, findingIds: [...new Set(findingIds)].sort() },
        ...{ requestedBy: actor.owner, requestedByKey: actor.keyId, correlationId: correlation.id() },
      }),
    );
    return this.of(context);
  }

  /** @throws TaskFailure where another workflow asks, or it was not begun */
  async of(context: TaskContext): Promise<Standing> {
    const { executionId } = await this.#execution(context);
    const { tenantId } = context;
    return this.database.withTenant(tenantId, (tx) => this.read(tx, tenantId, remediationIdOf(executionId)));
  }

  /** The same, while it may still go on. @throws TaskFailure */
  async ofOpen(context: TaskContext): Promise<Standing> {
    const standing = await this.of(context);
    const { id, status } = standing.row;
    if (isUnderWay(status)) return standing;
    throw new TaskFailure('PRECONDITION_FAILED', `The remediation ${id} has ended already: ${status}`);
  }

  /**
   * Whether a change may be begun: not where another one has failed and all is to be taken back.
   * @throws TaskFailure where it is not this remediation's, or people have not agreed to it
   */
  async mayBegin(context: TaskContext, changeId: string): Promise<boolean> {
    const { tenantId } = context;
    const { executionId } = await this.#execution(context);
    const now = await this.database.withTenant(tenantId, (tx) =>
      this.store.beginning(tx, tenantId, remediationIdOf(executionId), changeId),
    );
    if (now?.isApplying !== true)
      throw new TaskFailure('PRECONDITION_FAILED', `The change ${changeId} is not to be made now`);
    return !now.restoreOnFailure || !now.hasFailed;
  }

  /** undefined: there is none. */
  async find(tx: Tx, tenantId: string, id: string): Promise<Standing | undefined> {
    const row = await this.store.find(tx, tenantId, id);
    return row && { row, changes: await this.changes.of(tx, tenantId, ownerOf(id)) };
  }

  /** @throws TaskFailure where there is none */
  async read(tx: Tx, tenantId: string, id: string): Promise<Standing> {
    const found = await this.find(tx, tenantId, id);
    if (found === undefined) throw new TaskFailure('NOT_FOUND', `No remediation ${id}`);
    return found;
  }

  async #execution(context: TaskContext) {
    const owner = await this.owners.of(context);
    if (owner.workflowType === WORKFLOW) return owner;
    throw new TaskFailure('FORBIDDEN', 'This task is part of the workflow RemediationWorkflow: start that');
  }
}
