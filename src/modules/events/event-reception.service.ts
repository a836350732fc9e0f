import { Injectable } from '@nestjs/common';
import type { QueueMessage } from '../../platform/aws/index.js';
import { Database } from '../../platform/database/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { EventQueues } from './event-queues.service.js';
import { EventInbox } from './event-inbox.service.js';
import { messageCounts } from './message-counts.js';

/** What was received longer ago says nothing of how late events come in now. */
const LAG_KNOWN_FOR_MS = 30_000;

/** Receives messages with events, keeps them while they are seen to, and deletes what is done. */
@Injectable()
export class EventReception {
  #received: { at: number; lagSeconds: number } | undefined;

  constructor(
    private readonly queues: EventQueues,
    private readonly inbox: EventInbox,
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  get queueUrls(): readonly string[] {
    return this.queues.urls;
  }

  /** How long the oldest of those received of late had been in its queue; null: none has come. */
  get lagSeconds(): number | null {
    const isFresh = this.#received !== undefined && performance.now() - this.#received.at < LAG_KNOWN_FOR_MS;
    return isFresh ? (this.#received?.lagSeconds ?? null) : null;
  }

  /** Resolves when what was received could be seen to. */
  ready(): Promise<void> {
    return this.database.ping();
  }

  /** Waits up to 20 s; gives up to 10. */
  async receive(url: string, signal: AbortSignal): Promise<QueueMessage[]> {
    const messages = await this.queues.at(url).receive(signal);
    if (messages.length > 0) messageCounts.add({ outcome: 'received' }, messages.length);
    this.#noteAge(messages);
    return messages;
  }

  /** @throws when the database or SQS cannot be reached; what was not deleted comes again */
  async handle(url: string, messages: readonly QueueMessage[]): Promise<void> {
    const inHand = new Set(messages);
    const stopHolding = await this.#hold(url, inHand);
    try {
      await this.inbox.take(url, messages, async (done) => {
        const gone = await this.queues.at(url).removeAll(done.map(({ receiptHandle }) => receiptHandle));
        for (const message of done) inHand.delete(message);
        if (gone > 0) messageCounts.add({ outcome: 'deleted' }, gone);
      });
    } finally {
      stopHolding();
    }
  }

  /** By the clocks of AWS and of this process: what they differ is no lag. One that was tried before was late before. */
  #noteAge(messages: readonly QueueMessage[]): void {
    const sent = messages.flatMap(({ sentAt, receiveCount }) => (receiveCount > 1 ? [] : [sentAt.getTime()]));
    if (sent.length === 0) return;
    this.#received = {
      at: performance.now(),
      lagSeconds: Math.max(0, (Date.now() - Math.min(...sent)) / 1000),
    };
  }

  /** Every third of the time for which they are nobody else's, that time begins anew. */
  async #hold(url: string, inHand: ReadonlySet<QueueMessage>): Promise<() => void> {
    const { visibilitySeconds } = await this.queues.rulesOf(url);
    const timer = setInterval(
      () => {
        const handles = [...inHand].map(({ receiptHandle }) => receiptHandle);
        if (handles.length === 0) return;
        this.queues
          .at(url)
          .extend(handles, visibilitySeconds)
          .catch((error: unknown) =>
            // another may receive them meanwhile: events are taken once, whoever brings them
            this.logger.warn('Messages with events could not be held', { url, error: String(error) }),
          );
      },
      Math.max(250, (visibilitySeconds * 1_000) / 3),
    );
    return () => clearInterval(timer);
  }
}
