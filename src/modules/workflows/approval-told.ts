import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { AuditLog, type Actor } from '../access/index.js';
import type { ApprovalRow, NewApproval } from './approvals.store.js';
import type { ApprovalOutcome, ApprovalStatus } from './domain/approval.js';
import { approvalDecided, approvalRequested } from './facts.js';

type Told = Pick<
  ApprovalRow,
  'id' | 'executionId' | 'workflowType' | 'title' | 'level' | 'quorum' | 'requestedBy' | 'expiresAt'
>;

/** Whom an approval concerns: the readers of its facts, and the audit log. All in the transaction of the change. */
@Injectable()
export class ApprovalTold {
  constructor(
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
  ) {}

  async requested(tx: Tx, tenantId: string, approval: NewApproval): Promise<void> {
    const { id, executionId, title, level, quorum, defaultDecision, expiresAt, claimedBy } = approval;
    await this.outbox.write(tx, tenantId, approvalRequested, [{ key: id, payload: told(approval) }]);
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
    const payload = { ...told(approval), decision, isExpired: expired, decidedBy };
    await this.outbox.write(tx, approval.tenantId, approvalDecided, [{ key: approval.id, payload }]);
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

const told = ({ id, executionId, workflowType, title, level, quorum, requestedBy, expiresAt }: Told) => ({
  ...{ approvalId: id, executionId, workflowType, title, level, quorum, requestedBy },
  expiresAt: expiresAt.toISOString(),
});
