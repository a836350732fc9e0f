import { Injectable } from '@nestjs/common';
import { deleteWhere, olderThanDays, Retains, type Sweep } from '../../platform/retention/index.js';

/**
 * Lanes to recipients that nobody has told anything for long. Who tells something finds the lane there without
 * locking it, so nobody may begin to between the look and the deletion.
 */
const IDLE_LANES = `
DELETE FROM notification_lanes l WHERE (l.tenant_id, l.lane) IN (
  SELECT o.tenant_id, o.lane FROM notification_lanes o
   WHERE (o.claimed_at IS NULL OR ${olderThanDays('o.claimed_at')})
     AND (o.lease_until IS NULL OR o.lease_until < app_now())
     AND NOT EXISTS (SELECT FROM notification_tellings t
                      WHERE t.tenant_id = o.tenant_id AND t.lane = o.lane AND t.delivery_id IS NULL)
     AND NOT EXISTS (SELECT FROM notification_deliveries d
                      WHERE d.tenant_id = o.tenant_id AND d.lane = o.lane AND d.status IN ('pending', 'waiting'))
   LIMIT $2::int)`;

/** A thread in which nothing was said for long begins anew. */
const OLD_THREADS = `
DELETE FROM notification_threads t WHERE (t.channel_id, t.thread_key) IN (
  SELECT o.channel_id, o.thread_key FROM notification_threads o WHERE ${olderThanDays('o.updated_at')} LIMIT $2::int)`;

/** A deleted rule is kept for the names of what it told; a default one for ever, or it would come back. */
const DELETED_RULES = `${olderThanDays('o.deleted_at')} AND o.default_key IS NULL
  AND NOT EXISTS (SELECT FROM notification_deliveries d WHERE d.tenant_id = o.tenant_id AND d.rule_id = o.id)`;

/** What has had its time, of what people are told; deliveries and what they told are deleted beside them. */
@Injectable()
export class NotificationRetention {
  @Retains()
  sweeps(): readonly Sweep[] {
    const days = 'DELIVERY_RETENTION_DAYS' as const;
    return [
      { table: 'notification_threads', days, text: OLD_THREADS, batch: 2000 },
      { table: 'notification_lanes', days, text: IDLE_LANES, batch: 500, alone: true },
      {
        ...{ table: 'notification_rules', days, batch: 500 },
        text: deleteWhere('notification_rules', DELETED_RULES),
      },
    ];
  }
}
