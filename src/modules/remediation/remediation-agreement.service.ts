import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { ApprovalsOf } from '../workflows/index.js';
import { isApproved, withAgreement } from './domain/approved-plan.js';
import { RemediationRows, type Standing } from './remediation-rows.js';
import { RemediationsStore } from './remediations.store.js';

/** What people have said of plans. */
@Injectable()
export class RemediationAgreement {
  constructor(
    private readonly database: Database,
    private readonly store: RemediationsStore,
    private readonly rows: RemediationRows,
    private readonly approvals: ApprovalsOf,
  ) {}

  /**
   * Lets it go on where people have said yes to this very plan at all levels, by the approvals themselves and not by
   * what a definition says of them; else it waits on.
   */
  async take({ row: { tenantId, id } }: Standing): Promise<Standing> {
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.lock(tx, tenantId, id);
      if (row?.status === 'waiting_for_approval' && row.approval !== null) {
        const questions = await this.approvals.of(tx, tenantId, row.executionId);
        if (isApproved(id, row.approval, questions))
          await this.store.step(tx, row, { status: 'validating', approval: withAgreement(row.approval) });
      }
      return this.rows.read(tx, tenantId, id);
    });
  }

  /** Why people have not agreed: who said no, or that nobody said anything in time. */
  async whyNot({ row: { tenantId, executionId } }: Standing): Promise<string> {
    const questions = await this.database.withTenant(tenantId, (tx) =>
      this.approvals.of(tx, tenantId, executionId),
    );
    const no = questions.findLast(({ status }) => status === 'rejected');
    if (no === undefined) return 'Nobody has agreed to it';
    const level = `level ${no.level}`;
    if (no.expired) return `Nobody decided at ${level} until ${no.expiresAt.toISOString()}`;
    const said = no.decisions.filter(({ decision }) => decision === 'rejected');
    const words = said.map(({ decidedBy, comment }) =>
      comment === null ? decidedBy : `${decidedBy}: ${comment}`,
    );
    return `Rejected at ${level} by ${words.join(', ')}`;
  }
}
