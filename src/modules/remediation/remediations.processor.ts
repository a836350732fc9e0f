import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Tx } from '../../platform/database/index.js';
import { Subscribes, type Fact } from '../../platform/outbox/index.js';
import { Handles, OnExhausted, type Attempt, type JobOf } from '../../platform/queue/index.js';
import { approvalDecided, workflowFinished } from '../workflows/index.js';
import { AbandonedRemediations } from './abandoned-remediations.service.js';
import { RemediationApprovals, type ApprovalDecided } from './remediation-approvals.service.js';
import { closeAbandoned, rollBack } from './remediations.jobs.js';
import { RollbackRun } from './rollback-run.service.js';

const isOurs = ({ workflowType }: { workflowType: string }): boolean => workflowType === 'remediation';

@Injectable()
export class RemediationsProcessor {
  constructor(
    private readonly rollback: RollbackRun,
    private readonly abandoned: AbandonedRemediations,
    private readonly approvals: RemediationApprovals,
  ) {}

  @Handles(rollBack)
  async rollBack({ remediationId }: JobOf<typeof rollBack>, { tenantId, signal }: Attempt): Promise<void> {
    await this.rollback.run(tenantId, remediationId, signal);
  }

  @OnExhausted(rollBack)
  async giveUp({ remediationId }: JobOf<typeof rollBack>, error: string, tx: Tx, tenantId: string) {
    await this.rollback.giveUp(tx, tenantId, remediationId, error);
  }

  @Handles(closeAbandoned)
  async close({ remediationId, status }: JobOf<typeof closeAbandoned>, { tenantId, signal }: Attempt) {
    await this.abandoned.close(tenantId, remediationId, status, signal);
  }

  @Subscribes(workflowFinished, 'remediations', isOurs)
  async finished({ tenantId, payload }: Fact<z.output<typeof workflowFinished.schema>>): Promise<void> {
    await this.abandoned.find(tenantId, payload.executionId, payload.status);
  }

  @Subscribes(approvalDecided, 'remediations', isOurs)
  async decided({ tenantId, payload }: Fact<ApprovalDecided>): Promise<void> {
    await this.approvals.note(tenantId, payload);
  }
}
