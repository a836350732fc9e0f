import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';

export interface OwnerRow {
  requestedBy: string;
  requestedByKey: string;
  workflowType: string;
  status: string;
}

/** What tasks read of executions. */
@Injectable()
export class TaskExecutionStore {
  constructor(private readonly database: Database) {}

  /** Who asked for an execution, and how it stands. */
  async owner(tenantId: string, id: string): Promise<OwnerRow | undefined> {
    const row = await this.database.withTenant(tenantId, (tx) =>
      tx.execution.findFirst({
        where: { tenantId, id },
        select: { requestedBy: true, requestedByKey: true, workflowType: true, status: true },
      }),
    );
    return row ?? undefined;
  }

  /** The input of an execution, as JSON. */
  async input(tenantId: string, id: string): Promise<string | undefined> {
    const row = await this.database.withTenant(tenantId, (tx) =>
      tx.execution.findFirst({ where: { tenantId, id }, select: { input: true } }),
    );
    return row?.input;
  }

  /** The output, as JSON, of the newest execution of a type that has succeeded. */
  async lastOutput(tenantId: string, workflowType: string): Promise<string | undefined> {
    const row = await this.database.withTenant(tenantId, (tx) =>
      tx.execution.findFirst({
        where: { tenantId, workflowType, status: 'SUCCEEDED' },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        select: { output: true },
      }),
    );
    return row?.output ?? undefined;
  }
}
