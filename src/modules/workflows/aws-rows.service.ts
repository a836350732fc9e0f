import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { conflict } from '../../shared/app-error.js';
import { AuditLog } from '../access/index.js';
import { AwsExecutionStore, type AwsExecutionRow } from './aws-executions.store.js';
import { StateMachines } from './aws/state-machines.js';
import { awsExecutionArn, awsExecutionName } from './domain/aws-names.js';
import type { EngineStart } from './workflow-engine.js';

/** Rows of executions on Step Functions: there before AWS is asked, with the ARN that AWS will give. */
@Injectable()
export class AwsRowsService {
  constructor(
    private readonly store: AwsExecutionStore,
    private readonly machines: StateMachines,
    private readonly audit: AuditLog,
  ) {}

  /**
   * The row of a new execution, or the one that is under way with the same name and input.
   * @throws AppError CONFLICT where the name is taken by another
   */
  async add(request: EngineStart): Promise<{ row: AwsExecutionRow; isExisting: boolean }> {
    const { tenantId } = request.actor;
    const machine = await this.machines.arnOf(request.workflowType, request.stateMachine);
    const awsArn = awsExecutionArn(machine, awsExecutionName(tenantId, request.name));
    return this.store.inTenant(tenantId, async (tx) => {
      const isNew = await this.#insert(tx, request, awsArn);
      const row = await this.store.named(tx, { ...request, tenantId });
      const isSame = row?.status === 'RUNNING' && row.input === JSON.stringify(request.input);
      if (row === undefined || (!isNew && !isSame)) {
        const of = `${request.name} of ${request.stateMachine}`;
        throw conflict(`An execution ${of} exists already, with another input or ended`);
      }
      return { row, isExisting: !isNew };
    });
  }

  async #insert(tx: Tx, request: EngineStart, awsArn: string): Promise<boolean> {
    const { id, actor, workflowType, stateMachine, name, priority, correlationId, startedBy, asked } =
      request;
    const isNew = await this.store.insert(tx, {
      ...{
        id,
        tenantId: actor.tenantId,
        workflowType,
        stateMachine,
        name,
        priority,
        correlationId,
        startedBy,
      },
      ...{
        input: JSON.stringify(request.input),
        awsArn,
        createdAt: await this.store.now(tx),
        startedAt: null,
      },
      ...{ requestedBy: actor.owner, requestedByKey: actor.keyId },
    });
    if (isNew && asked !== undefined) {
      const target = { targetType: 'execution', targetId: awsArn };
      await this.audit.write(tx, actor, { action: 'execution.started', ...target, after: asked });
    }
    return isNew;
  }
}
