import { Injectable } from '@nestjs/common';
import { deleteWhere, olderThanDays, Retains, type Sweep } from './retains.js';

/** Jobs that nobody has tried again since they failed for good. Facts that they would deliver go after them. */
@Injectable()
export class DeadJobs {
  @Retains()
  sweeps(): readonly Sweep[] {
    return [
      {
        table: 'jobs',
        days: 'DEAD_LETTER_RETENTION_DAYS',
        text: deleteWhere('jobs', `o.status = 'dead' AND ${olderThanDays('o.dead_at')}`),
        batch: 1000,
      },
    ];
  }
}
