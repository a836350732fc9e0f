import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { AuditLog, type Actor } from '../access/index.js';
import { ApprovalStore, type ApprovalRow, type NewApproval } from './approvals.store.js';
import type { ApprovalOutcome, ApprovalStatus } from './domain/approval.js';
import { Arns } from './arns.js';
import { approvalDecided, approvalRequested } from './facts.js';

type Told = Pick<
  ApprovalRow,
  'id' | 'executionId' | 'workflowType' | 'title' | 'level' | 'quorum' | 'requestedBy' | 'expiresAt'
> & { details: unknown };

/** Whom an approval concerns: the readers of its facts, and the audit log. All in the transaction of the change. */
@Injectable()
export class ApprovalTold {
  constructor(
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
    private readonly store: ApprovalStore,
    private readonly arns: Arns,
  ) {}

  async requested(tx: Tx, tenantId: string, approval: NewApproval): Promise<void> {
    const { id, executionId, title, level, quorum, defaultDecision, expiresAt, claimedBy } = approval;
    const payload = await this.#told(tx, tenantId, approval);
    await this.outbox.write(tx, tenantId, approvalRequested, [{ key: id, payload }]);
    const actor = { tenantId, owner: approval.requestedBy, keyId: approval.requestedByKey };
    const after = { executionId, title, level, quorum, defaultDecision, expiresAt, claimedBy };
    await this.#audit(tx, actor, 'approval.requested', approval, { after });
  }

  /** What one person has said, and what the approval is by it. */
  async voted(
    tx: Tx,
    actor: Actor,
    approval: ApprovalRow,
    vote: { decision: 'approved' | 'rejected'; comment: string | null },
    status: ApprovalStatus,
  ): Promise<void> {
    const after = { status, comment: vote.comment };
    await this.#audit(tx, actor, `approval.${vote.decision}`, approval, {
      before: { status: 'pending' },
      after,
    });
  }

  /** It is closed without anybody having said so. */
  async closed(
    tx: Tx,
    actor: Actor,
    approval: ApprovalRow,
    how: 'expired' | 'cancelled',
    status: ApprovalStatus,
  ) {
    await this.#audit(tx, actor, `approval.${how}`, approval, {
      before: { status: 'pending' },
      after: { status },
    });
  }

  async decided(
    tx: Tx,
    approval: ApprovalRow,
    { decision, expired, decidedBy }: ApprovalOutcome,
  ): Promise<void> {
    const asked = await this.#told(tx, approval.tenantId, approval);
    const payload = { ...asked, decision, isExpired: expired, decidedBy };
    await this.outbox.write(tx, approval.tenantId, approvalDecided, [{ key: approval.id, payload }]);
  }

  async #told(tx: Tx, tenantId: string, { executionId, details, ...approval }: Told) {
    const [execution] = await this.store.executionNames(tx, tenantId, [executionId]);
    const { id: approvalId, workflowType, title, level, quorum, requestedBy, expiresAt } = approval;
    return {
      ...{ approvalId, executionId, workflowType, title, level, quorum, requestedBy },
      expiresAt: expiresAt.toISOString(),
      details: details as Record<string, unknown>, // approvalRequest takes nothing else
      executionArn: execution ? this.arns.execution(execution.stateMachine, execution.name) : null,
    };
  }

  async #audit(
    tx: Tx,
    actor: Actor,
    action: string,
    { id }: { id: string },
    change: { before?: unknown; after?: unknown },
  ): Promise<void> {
    await this.audit.write(tx, actor, { action, targetType: 'approval', targetId: id, ...change });
  }
}
