import { Injectable } from '@nestjs/common';
import { deleteWhere, olderThanDays, Retains, type Sweep } from '../../platform/retention/index.js';

/** A series is never left without its newest score: comparisons begin there. */
const OLD_SCORES = `${olderThanDays('o.at')} AND EXISTS (
  SELECT FROM scores n WHERE n.tenant_id = o.tenant_id AND n.framework_id = o.framework_id
     AND n.account_id = o.account_id AND n.at > o.at)`;

/** The last one before that time stays: it says how the finding stood then, and since. */
const OLD_TRANSITIONS = `${olderThanDays('o.at')} AND EXISTS (
  SELECT FROM finding_transitions n WHERE n.tenant_id = o.tenant_id AND n.finding_id = o.finding_id
     AND n.id > o.id AND ${olderThanDays('n.at')})`;

/**
 * Resources that are gone, with all that is known of them. One of which a finding is open has not been looked at since
 * it went. The row's lock and its second look keep apart the scan that finds it there again.
 */
const GONE = `
WITH gone AS (
  SELECT r.tenant_id, r.arn FROM resources r
   WHERE ${olderThanDays('r.deleted_at')}
     AND NOT EXISTS (SELECT FROM findings f
                      WHERE f.tenant_id = r.tenant_id AND f.resource_arn = r.arn AND f.status = 'open')
   ORDER BY r.deleted_at LIMIT $2::int FOR UPDATE SKIP LOCKED
), found AS (
  DELETE FROM findings f USING gone g WHERE f.tenant_id = g.tenant_id AND f.resource_arn = g.arn
  RETURNING f.tenant_id, f.id
), steps AS (
  DELETE FROM finding_transitions t USING found f WHERE t.tenant_id = f.tenant_id AND t.finding_id = f.id
), sent AS (
  DELETE FROM exported_findings e USING found f WHERE e.tenant_id = f.tenant_id AND e.finding_id = f.id
), told AS (
  DELETE FROM timeline t USING gone g WHERE t.tenant_id = g.tenant_id AND t.arn = g.arn
)
DELETE FROM resources r USING gone g WHERE r.tenant_id = g.tenant_id AND r.arn = g.arn`;

/** What has had its time, of scans and of what they have found. */
@Injectable()
export class ScanningRetention {
  @Retains()
  sweeps(): readonly Sweep[] {
    const timeline = 'TIMELINE_RETENTION_DAYS' as const;
    const inventory = 'INVENTORY_RETENTION_DAYS' as const;
    return [
      {
        ...{ table: 'scans', with: ['scan_units'], days: 'SCAN_RETENTION_DAYS', batch: 50 },
        text: deleteWhere('scans', olderThanDays('o.ended_at')),
      },
      {
        ...{ table: 'scores', days: 'SCORE_RETENTION_DAYS', batch: 1000 },
        text: deleteWhere('scores', OLD_SCORES),
      },
      {
        ...{ table: 'resources', with: ['findings', 'exported_findings'], days: inventory, batch: 200 },
        text: GONE,
      },
      {
        ...{ table: 'vulnerabilities', days: inventory, batch: 2000 },
        text: deleteWhere('vulnerabilities', `o.status = 'closed' AND ${olderThanDays('o.closed_at')}`),
      },
      {
        ...{ table: 'imported_findings', days: inventory, batch: 2000 },
        text: deleteWhere(
          'imported_findings',
          `o.status = 'resolved' AND ${olderThanDays('greatest(o.last_seen_at, o.updated_at)')}`,
        ),
      },
      {
        ...{ table: 'timeline', days: timeline, batch: 5000 },
        text: deleteWhere('timeline', olderThanDays('o.at')),
      },
      {
        ...{ table: 'finding_transitions', days: timeline, batch: 2000 },
        text: deleteWhere('finding_transitions', OLD_TRANSITIONS),
      },
    ];
  }
}
