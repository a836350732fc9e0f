import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';

/** What an assessment knows of its execution and of its report. Every method runs in the transaction of its use case. */
@Injectable()
export class AssessmentStore {
  /** Who answers for an execution; undefined when it is there no more. */
  async requesterOf(tx: Tx, tenantId: string, executionId: string): Promise<string | undefined> {
    const where = { tenantId, id: executionId };
    return (await tx.execution.findFirst({ where, select: { requestedBy: true } }))?.requestedBy;
  }

  /** Whether an earlier attempt has told of this report. */
  async wasTold(tx: Tx, tenantId: string, reportId: string): Promise<boolean> {
    const row = await tx.report.findFirst({ where: { tenantId, id: reportId }, select: { details: true } });
    return (row?.details as { isTold?: unknown } | undefined)?.isTold === true;
  }

  /** @returns whether it was not told of before: who gets true tells, in the same transaction */
  async setTold(tx: Tx, tenantId: string, reportId: string): Promise<boolean> {
    const count = await tx.$executeRaw`
      UPDATE reports SET details = details || '{"isTold": true}'::jsonb
       WHERE tenant_id = ${tenantId} AND id = ${reportId} AND NOT coalesce((details ->> 'isTold')::boolean, false)`;
    return count === 1;
  }
}
