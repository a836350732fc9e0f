import type { ApprovalAnswer, ApprovalSummary } from './approvals.schemas.js';
import type { ApprovalRow } from './approvals.store.js';
import { hasExpired } from './domain/approval.js';

/** @param executionArn null: the execution is not kept any more */
export function approvalSummaryOf(row: ApprovalRow, executionArn: string | null): ApprovalSummary {
  const { id, status, title, level, quorum, defaultDecision, requestedBy, claimedBy } = row;
  const { workflowType, executionId, createdAt, expiresAt, decidedAt } = row;
  return {
    ...{ id, status, title, level, quorum, defaultDecision, requestedBy, claimedBy },
    ...{ workflowType, executionId, executionArn, createdAt, expiresAt, decidedAt },
    expired: hasExpired(row, row.decisions),
    decisions: row.decisions.map(({ decision, comment, decidedBy, decidedAt: at }) => ({
      ...{ decision, comment, decidedBy },
      decidedAt: at,
    })),
  };
}

export const approvalAnswerOf = (row: ApprovalRow, executionArn: string | null): ApprovalAnswer => ({
  ...approvalSummaryOf(row, executionArn),
  details: row.details,
});
