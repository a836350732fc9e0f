import { Injectable } from '@nestjs/common';
import type { QueueMessage } from '../../platform/aws/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { jsonOf } from '../../shared/json-of.js';
import { FireQueue } from './aws/fire-queue.js';
import { fire } from './fires.schemas.js';
import { FiresService } from './fires.service.js';

/** Takes fires from the queue of EventBridge Scheduler. */
@Injectable()
export class FiresInboxService {
  constructor(
    private readonly queue: FireQueue,
    private readonly fires: FiresService,
    private readonly logger: Logger,
  ) {}

  /**
   * Waits up to 20 s for fires and sees to them. A message is deleted once its row is committed: what dies in between
   * is delivered again.
   * @throws when the queue cannot be read, or when a row could not be written; those messages come again
   */
  async receive(signal: AbortSignal): Promise<void> {
    await this.queue.takeEach(signal, (message) => this.#take(message));
  }

  /**
   * False for what is no fire. It stays in the queue: the queue's redrive policy moves it to where people look, and
   * without one SQS drops it after the retention time. Deleting it here would leave nothing to look at.
   */
  async #take({ body, receiveCount }: QueueMessage): Promise<boolean> {
    const parsed = fire.safeParse(jsonOf(body));
    if (!parsed.success) {
      const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
      this.logger.error('A message on the queue of EventBridge Scheduler is no fire', {
        receiveCount,
        problems,
      });
      return false;
    }
    await this.fires.accept(parsed.data);
    return true;
  }
}
