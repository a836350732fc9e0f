import { Injectable } from '@nestjs/common';
import { Database, type Statement } from '../../platform/database/index.js';

export interface NotificationState {
  pausedChannels: number;
  /** Channels and addresses that have not answered since five minutes and more. */
  failingReceivers: number;
  /** Messages whose time has come and that have not been tried since, but for those of paused channels. */
  late: number;
  latestSeconds: number;
  /** Given up within the last hour. */
  failedLately: number;
}

const STATE: Statement = {
  name: 'notifications-state',
  text: `
SELECT (SELECT count(*)::int FROM notification_channels WHERE enabled AND paused_at IS NOT NULL) AS "pausedChannels",
       (SELECT count(*)::int FROM notification_lanes WHERE failing_since < app_now() - interval '5 minutes')
         AS "failingReceivers",
       (SELECT count(*)::int FROM notification_deliveries
         WHERE status = 'failed' AND ended_at > app_now() - interval '1 hour') AS "failedLately",
       l.count AS late, l.seconds AS "latestSeconds"
  FROM (SELECT count(*)::int, coalesce(extract(epoch FROM app_now() - min(next_attempt_at)), 0)::float8 AS seconds
          FROM notification_deliveries d
         WHERE status IN ('pending', 'waiting') AND next_attempt_at < app_now()
           AND NOT EXISTS (SELECT FROM notification_channels c WHERE c.id = d.channel_id AND c.paused_at IS NOT NULL)) l`,
};

/** How messages of all tenants are getting on. */
@Injectable()
export class NotificationHealthStore {
  constructor(private readonly database: Database) {}

  async state(): Promise<NotificationState> {
    const [row] = await this.database.atOnce<NotificationState & Record<string, unknown>>(
      'messages of all tenants are counted',
      STATE,
      [],
    );
    if (row === undefined) throw new Error('the messages were not counted');
    return row;
  }
}
