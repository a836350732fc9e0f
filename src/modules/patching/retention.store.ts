import { Injectable } from '@nestjs/common';
import { deleteWhere, olderThanDays, Retains, type Sweep } from '../../platform/retention/index.js';

/** What has had its time, of patching. What waits, for people or for its turn, stays. */
@Injectable()
export class PatchingRetention {
  @Retains()
  sweeps(): readonly Sweep[] {
    const days = 'RECORD_RETENTION_DAYS' as const;
    return [
      {
        table: 'patch_installations',
        with: ['patch_batches', 'patch_instances', 'patch_steps'],
        days,
        text: deleteWhere('patch_installations', olderThanDays('o.ended_at')),
        batch: 20,
      },
      {
        table: 'patch_approvals',
        days,
        text: deleteWhere(
          'patch_approvals',
          `o.status <> 'pending' AND ${olderThanDays('greatest(o.created_at, o.decided_at, o.published_at)')}`,
        ),
        batch: 500,
      },
    ];
  }
}
