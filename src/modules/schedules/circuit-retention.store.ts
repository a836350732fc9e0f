import { Injectable } from '@nestjs/common';
import { olderThanDays, Retains, type Sweep } from '../../platform/retention/index.js';

/** Targets that failed last and that nothing calls any more. */
const FORGOTTEN = `
DELETE FROM target_circuits c WHERE (c.tenant_id, c.target) IN (
  SELECT o.tenant_id, o.target FROM target_circuits o WHERE ${olderThanDays('o.failed_at')} LIMIT $2::int)`;

@Injectable()
export class CircuitRetention {
  @Retains()
  sweeps(): readonly Sweep[] {
    return [{ table: 'target_circuits', days: 'SCHEDULE_RUN_RETENTION_DAYS', text: FORGOTTEN, batch: 1000 }];
  }
}
