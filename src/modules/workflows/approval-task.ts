import { Injectable } from '@nestjs/common';
import { Database, type Prisma } from '../../platform/database/index.js';
import { ANSWERED_LATER, Task, TaskFailure, type TaskContext } from '../../platform/tasks/index.js';
import { newId } from '../../shared/ids.js';
import { ApprovalTold } from './approval-told.js';
import { approvalRequest, type ApprovalRequest } from './approvals.schemas.js';
import { ApprovalStore } from './approvals.store.js';

/**
 * Puts a definition's question to people; ApprovalDeciding answers the task, on either engine. The token is not kept
 * with the question: the task is answered by its ids, so no row that people read holds a secret.
 */
@Injectable()
export class ApprovalTask {
  constructor(
    private readonly database: Database,
    private readonly store: ApprovalStore,
    private readonly told: ApprovalTold,
  ) {}

  /** Run twice it asks once: a task has one approval. */
  @Task('request-approval', approvalRequest)
  async ask(
    asked: ApprovalRequest,
    { tenantId, execution, token }: TaskContext,
  ): Promise<typeof ANSWERED_LATER> {
    if (execution === undefined || token === undefined) {
      throw new TaskFailure(
        'INVALID',
        'Ask for an approval by sqs:sendMessage.waitForTaskToken, with taskToken',
      );
    }
    const { expiresInSeconds, requestedBy: claimedBy, details, ...rest } = asked;
    await this.database.withTenant(tenantId, async (tx) => {
      const asking = await this.store.execution(tx, tenantId, execution.id);
      if (asking === null) throw new TaskFailure('NOT_FOUND', `No execution ${execution.id}`);
      const now = await this.database.now(tx);
      const approval = {
        ...{ id: newId('apr'), executionId: execution.id, taskId: execution.taskId },
        ...{ ...rest, ...asking, claimedBy: claimedBy ?? null },
        details: details as Prisma.InputJsonObject,
        createdAt: now,
        expiresAt: new Date(now.getTime() + expiresInSeconds * 1000),
      };
      if (await this.store.insert(tx, tenantId, approval)) await this.told.requested(tx, tenantId, approval);
    });
    return ANSWERED_LATER;
  }
}
