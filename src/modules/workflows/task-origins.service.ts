import { Injectable } from '@nestjs/common';
import { isObject } from '../../asl/index.js';
import { newId } from '../../shared/ids.js';
import { AwsAdoption } from './aws-adoption.service.js';
import { AwsExecutionStore } from './aws-executions.store.js';
import { tokenHash } from './domain/aws-names.js';
import type { TaskMessage } from './task-messages.schemas.js';

/** On whose behalf a task runs. */
export interface TaskOrigin {
  tenantId: string;
  executionId: string;
  correlationId: string;
  /** Its execution has ended, as far as we have heard. */
  isOver: boolean;
}

/**
 * Whose a task is. An envelope with an execution is that execution's tenant's, and its input must not name another. One
 * without is the tenant's that its input names: that is as good as the queue's policy, which must let only the state
 * machines' role write (docs/operations.md).
 */
@Injectable()
export class TaskOrigins {
  constructor(
    private readonly store: AwsExecutionStore,
    private readonly adoption: AwsAdoption,
  ) {}

  async of({ executionId, input, taskToken }: TaskMessage): Promise<TaskOrigin | { refusal: string }> {
    const named = isObject(input) ? input['tenantId'] : undefined;
    if (executionId !== undefined) return this.#ofExecution(executionId, named);
    if (typeof named !== 'string') return { refusal: 'The task names neither its execution nor its tenant' };
    if (!(await this.adoption.isTenant(named))) return { refusal: `There is no tenant ${named}` };
    return {
      ...{ tenantId: named, executionId: `aws_${tokenHash(taskToken)}` },
      ...{ correlationId: newId('req'), isOver: false },
    };
  }

  async #ofExecution(arn: string, named: unknown): Promise<TaskOrigin | { refusal: string }> {
    const tenantId = await this.adoption.tenantOf(arn);
    const row =
      tenantId === undefined
        ? undefined
        : await this.store.inTenant(tenantId, (tx) => this.store.byArn(tx, tenantId, arn));
    if (row === undefined) return { refusal: `The execution ${arn} is none of ours` };
    if (named !== undefined && named !== row.tenantId) {
      return { refusal: `The input names the tenant ${JSON.stringify(named)}, which is not its execution's` };
    }
    const { tenantId: owner, id, correlationId, status } = row;
    return { tenantId: owner, executionId: id, correlationId, isOver: status !== 'RUNNING' };
  }
}
