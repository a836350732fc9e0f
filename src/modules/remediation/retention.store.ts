import { Injectable } from '@nestjs/common';
import { deleteWhere, olderThanDays, Retains, type Sweep } from '../../platform/retention/index.js';

/** What has gone on since (a rollback) counts from then. Its changes go with it. */
const OLD_REMEDIATIONS = `
WITH gone AS (
  SELECT r.tenant_id, r.id FROM remediations r
   WHERE ${olderThanDays('r.ended_at')}
     AND NOT EXISTS (SELECT FROM changes c WHERE c.owner_kind = 'remediation' AND c.owner_id = r.id
                        AND c.updated_at >= app_now() - make_interval(days => $1::int))
   ORDER BY r.ended_at LIMIT $2::int FOR UPDATE SKIP LOCKED
), made AS (
  DELETE FROM changes c USING gone g
   WHERE c.owner_kind = 'remediation' AND c.owner_id = g.id AND c.tenant_id = g.tenant_id
)
DELETE FROM remediations r USING gone g WHERE r.id = g.id`;

/** Of incidents that are gone: as long as one is there, its containment may be released by what these tell. */
const LEFT_BY_INCIDENTS = `o.owner_kind = 'incident' AND ${olderThanDays('o.updated_at')}
  AND NOT EXISTS (SELECT FROM incidents i WHERE i.id = o.owner_id)`;

/** What has had its time, of changes. */
@Injectable()
export class RemediationRetention {
  @Retains()
  sweeps(): readonly Sweep[] {
    const days = 'RECORD_RETENTION_DAYS' as const;
    return [
      {
        ...{ table: 'remediations', with: ['changes', 'change_calls'], days, batch: 200 },
        text: OLD_REMEDIATIONS,
      },
      {
        ...{ table: 'changes', with: ['change_calls'], days, batch: 500 },
        text: deleteWhere('changes', LEFT_BY_INCIDENTS),
      },
    ];
  }
}
