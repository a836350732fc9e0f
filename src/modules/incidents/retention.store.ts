import { Injectable } from '@nestjs/common';
import { deleteWhere, olderThanDays, Retains, type Sweep } from '../../platform/retention/index.js';

/** What may still be taken back: one that was closed with its resources cut off can be released for ever. */
const STILL_CONTAINED = `EXISTS (SELECT FROM changes c
  WHERE c.tenant_id = o.tenant_id AND c.owner_kind = 'incident' AND c.owner_id = o.id
    AND c.status NOT IN ('planned', 'refused', 'unneeded', 'restored'))`;

/** What has had its time, of incidents. Only a closed one ends. */
@Injectable()
export class IncidentRetention {
  @Retains()
  sweeps(): readonly Sweep[] {
    return [
      {
        table: 'incidents',
        with: ['incident_executions', 'incident_entries', 'incident_evidence'],
        days: 'RECORD_RETENTION_DAYS',
        text: deleteWhere(
          'incidents',
          `o.status = 'closed' AND ${olderThanDays('o.closed_at')} AND NOT ${STILL_CONTAINED}`,
        ),
        batch: 100,
      },
    ];
  }
}
