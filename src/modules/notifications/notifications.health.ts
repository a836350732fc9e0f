import { Injectable } from '@nestjs/common';
import {
  counted,
  degraded,
  HealthPart,
  lasting,
  partOf,
  Processes,
  wrongPolls,
  type PartHealth,
} from '../../platform/watch/index.js';
import { NotificationHealthStore } from './notification-health.store.js';

const LATE_SECONDS = 120;

/** Whether messages arrive. */
@Injectable()
export class NotificationsHealth {
  constructor(
    private readonly store: NotificationHealthStore,
    private readonly processes: Processes,
  ) {}

  @HealthPart('notifications')
  async check(): Promise<PartHealth> {
    const [state, processes] = await Promise.all([this.store.state(), this.processes.seen()]);
    const { pausedChannels, failingReceivers, late, latestSeconds, failedLately } = state;
    return partOf(
      'Messages go out on time.',
      [
        ...wrongPolls('notifications', processes),
        pausedChannels > 0 &&
          degraded(
            `${counted(pausedChannels, 'channel is', 'channels are')} paused, and their messages wait: GET /notifications/channels says why, POST /notifications/channels/{id}/resume goes on.`,
          ),
        failingReceivers > 0 &&
          degraded(
            `${counted(failingReceivers, 'receiver does', 'receivers do')} not take messages: GET /notifications/deliveries?status=waiting has each attempt.`,
          ),
        latestSeconds > LATE_SECONDS &&
          degraded(
            `${counted(late, 'message is', 'messages are')} late, the oldest by ${lasting(latestSeconds)}: see whether a worker is alive (workers).`,
          ),
        failedLately > 0 &&
          degraded(
            `${counted(failedLately, 'message was', 'messages were')} given up within the last hour: GET /notifications/deliveries?status=failed says why.`,
          ),
      ],
      { figures: { pausedChannels, failingReceivers, late, failedLately } },
    );
  }
}
