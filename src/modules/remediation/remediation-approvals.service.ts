import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Database } from '../../platform/database/index.js';
import { Timeline } from '../scanning/index.js';
import type { approvalDecided } from '../workflows/index.js';
import { remediationIdOf } from './domain/remediation.js';
import { RemediationRows } from './remediation-rows.js';
import { RemediationsStore } from './remediations.store.js';

export type ApprovalDecided = z.output<typeof approvalDecided.schema>;

/** What people say of remediations stands in the timelines of the resources that they are about. */
@Injectable()
export class RemediationApprovals {
  constructor(
    private readonly database: Database,
    private readonly store: RemediationsStore,
    private readonly rows: RemediationRows,
    private readonly timeline: Timeline,
  ) {}

  /** Once, however often it is told. */
  async note(tenantId: string, fact: ApprovalDecided): Promise<void> {
    const { approvalId, executionId, level, title, decision, isExpired, decidedBy } = fact;
    const id = remediationIdOf(executionId);
    await this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.lock(tx, tenantId, id);
      if (!row?.approval || row.approval.noted.includes(approvalId)) return;
      const { changes } = await this.rows.read(tx, tenantId, id);
      const arns = [
        ...new Set(changes.filter(({ plan }) => plan !== null).map(({ resourceArn }) => resourceArn)),
      ];
      const details = { remediationId: id, approvalId, level, title, decidedBy, expired: isExpired };
      const note = { kind: 'approval' as const, what: decision, details, source: id };
      await this.timeline.append(
        tx,
        tenantId,
        arns.map((arn) => ({ arn, ...note })),
      );
      await this.store.step(tx, row, {
        approval: { ...row.approval, noted: [...row.approval.noted, approvalId] },
      });
    });
  }
}
