import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { TaskFailure, type TaskContext } from '../../platform/tasks/index.js';
import { ExecutionOwners, type ExecutionOwner } from '../workflows/index.js';
import { IncidentStore } from './incident.store.js';

/** The one whose tasks these are. A tenant's own definition could leave out what comes before the containing. */
const WORKFLOW = 'incident-response';

/** Which executions may do something to an incident. */
@Injectable()
export class IncidentExecutions {
  constructor(
    private readonly database: Database,
    private readonly store: IncidentStore,
    private readonly owners: ExecutionOwners,
  ) {}

  /** @throws TaskFailure where another workflow asks */
  async of(context: TaskContext): Promise<ExecutionOwner> {
    const owner = await this.owners.of(context);
    if (owner.workflowType === WORKFLOW) return owner;
    throw new TaskFailure(
      'FORBIDDEN',
      'This task is part of the workflow IncidentResponseWorkflow: start that',
    );
  }

  /** @throws TaskFailure where the execution is none that has opened or joined this incident */
  async ofIncident(context: TaskContext, incidentId: string): Promise<ExecutionOwner> {
    const owner = await this.of(context);
    const { tenantId } = context;
    const isItsOwn = await this.database.withTenant(tenantId, async (tx) => {
      const link = await this.store.linkOf(tx, tenantId, owner.executionId);
      return link?.incidentId === incidentId;
    });
    if (isItsOwn) return owner;
    throw new TaskFailure('FORBIDDEN', `The incident ${incidentId} is not this execution's`);
  }
}
