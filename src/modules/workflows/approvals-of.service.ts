import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { ApprovalStore, type ApprovalRow } from './approvals.store.js';
import { hasExpired } from './domain/approval.js';

/** More than any workflow of ours asks. */
const MOST = 100;

/** A question that an execution has put to people, and what they said. */
export type ExecutionApproval = Pick<
  ApprovalRow,
  'id' | 'status' | 'title' | 'level' | 'quorum' | 'details' | 'createdAt' | 'expiresAt' | 'decidedAt'
> & {
  /** It was closed by its default, and not by people. */
  expired: boolean;
  decisions: Pick<ApprovalRow['decisions'][number], 'decision' | 'comment' | 'decidedBy' | 'decidedAt'>[];
};

/** What other modules read of the approvals of executions that are theirs. */
@Injectable()
export class ApprovalsOf {
  constructor(private readonly store: ApprovalStore) {}

  /** In the order in which they were asked. */
  async of(tx: Tx, tenantId: string, executionId: string): Promise<ExecutionApproval[]> {
    const rows = await this.store.list(tx, tenantId, { executionId }, { after: undefined, take: MOST });
    return rows.reverse().map((row) => ({
      ...{ id: row.id, status: row.status, title: row.title, level: row.level, quorum: row.quorum },
      ...{ details: row.details, createdAt: row.createdAt, expiresAt: row.expiresAt },
      ...{ decidedAt: row.decidedAt, expired: hasExpired(row, row.decisions) },
      decisions: row.decisions.map(({ decision, comment, decidedBy, decidedAt }) => ({
        ...{ decision, comment, decidedBy, decidedAt },
      })),
    }));
  }
}
