import { Injectable } from '@nestjs/common';
import { deleteWhere, olderThanDays, Retains, type Sweep } from '../../platform/retention/index.js';

/** What people have decided outlives the execution that asked, for auditors, and ends by itself. */
@Injectable()
export class ApprovalRetention {
  @Retains()
  sweeps(): readonly Sweep[] {
    return [
      {
        table: 'approvals',
        with: ['approval_decisions'],
        days: 'RECORD_RETENTION_DAYS',
        text: deleteWhere('approvals', `o.status <> 'pending' AND ${olderThanDays('o.decided_at')}`),
        batch: 1000,
      },
    ];
  }
}
