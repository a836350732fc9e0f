import { Injectable } from '@nestjs/common';
import { failureOf, type QueueMessage } from '../../platform/aws/index.js';
import { Config } from '../../platform/config/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { EventQueues } from './event-queues.service.js';
import type { Unreadable } from './domain/reading.js';
import { storableText } from './domain/stored-json.js';
import { EventPoisonStore, type NewPoison, type SeenPoison } from './event-poison.store.js';
import { messageCounts } from './message-counts.js';

/** A message that as a whole is no event. */
export interface Poisoned {
  message: QueueMessage;
  reason: string;
  account: string;
}

/** One record of many in a message that is no event. */
export interface PoisonedPart {
  /** Its place in the message. */
  place: string;
  problem: Unreadable;
}

const MOST_BODY = 1024 * 1024;
const AT_ONCE = 200;

/** Keeps what is no event where people find it, and out of the way of what is. */
@Injectable()
export class EventPoison {
  constructor(
    private readonly store: EventPoisonStore,
    private readonly queues: EventQueues,
    private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  /**
   * Notes messages that are no events. Each is left in its queue until it was received EVENTS_MAX_RECEIVES times; then
   * it goes to the dead-letter queue. Where there is none, or it takes nothing, the row alone keeps it. In this order:
   * row, dead-letter queue, row, and the caller deletes; what dies in between is done again, and at worst lies in the
   * dead-letter queue twice.
   * @returns those that may be deleted
   */
  async see(queueUrl: string, poisoned: readonly Poisoned[]): Promise<QueueMessage[]> {
    if (poisoned.length === 0) return [];
    const rows = await this.store.see(
      poisoned.map(({ message, reason, account }) => ({
        ...{ queueUrl, messageId: message.messageId, reason: storableText(reason), accountId: account },
        body: storableText(message.body.slice(0, MOST_BODY)),
      })),
      'received',
    );
    this.#tell(queueUrl, rows, poisoned);
    const byMessage = new Map(rows.map((row) => [row.messageId, row]));
    const ended = await Promise.all(
      poisoned.map(async (one) => {
        const row = byMessage.get(one.message.messageId);
        return row !== undefined && (await this.#end(queueUrl, one, row)) ? one.message : undefined;
      }),
    );
    return ended.filter((message) => message !== undefined);
  }

  /** Notes records of a message whose others are events: the rows alone keep them, as the message will be gone. */
  async seeParts(queueUrl: string, messageId: string, parts: readonly PoisonedPart[]): Promise<void> {
    for (let from = 0; from < parts.length; from += AT_ONCE) {
      const rows = await this.store.see(
        parts.slice(from, from + AT_ONCE).map(({ place, problem }): NewPoison => ({
          ...{ queueUrl, messageId: `${messageId}#${place}`, reason: storableText(problem.reason) },
          ...{ accountId: problem.account, body: textOf(problem.body) },
        })),
        'dead',
      );
      const fresh = rows.filter(({ isNew }) => isNew).length;
      messageCounts.add({ outcome: 'poison' }, fresh);
      messageCounts.add({ outcome: 'dead' }, fresh);
    }
    if (parts.length > 0)
      this.logger.warn('Records of a message are no events', {
        ...{ queueUrl, messageId, count: parts.length, reason: parts[0]?.problem.reason },
      });
  }

  /** @returns whether it may be deleted */
  async #end(queueUrl: string, { message, reason }: Poisoned, row: SeenPoison): Promise<boolean> {
    if (row.status !== 'received') return true; // it was seen to, and only the deletion had failed
    const { dlq, maxReceives, isGuess } = await this.queues.rulesOf(queueUrl);
    const most = this.config.get('EVENTS_MAX_RECEIVES');
    // SQS would move it at the next receive, and nobody would know why
    if (row.receiveCount < most && message.receiveCount < maxReceives) return false;
    if (isGuess) return false;
    try {
      await dlq?.send(message.body, { reason, messageId: message.messageId });
    } catch (error) {
      const { code, message: text } = failureOf(error);
      const context = { queueUrl, dlqUrl: dlq?.url, messageId: message.messageId, code, error: text };
      this.logger.error('The dead-letter queue did not take a message', context);
      if (row.receiveCount < 2 * most) return false;
    }
    await this.store.bury([row.id]);
    messageCounts.add({ outcome: 'dead' });
    return true;
  }

  #tell(queueUrl: string, rows: readonly SeenPoison[], poisoned: readonly Poisoned[]): void {
    const fresh = new Set(rows.filter(({ isNew }) => isNew).map(({ messageId }) => messageId));
    messageCounts.add({ outcome: 'poison' }, fresh.size);
    for (const { message, reason } of poisoned)
      if (fresh.has(message.messageId))
        this.logger.warn('A message is no event', { queueUrl, messageId: message.messageId, reason });
  }
}

function textOf(body: unknown): string {
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
  return storableText(text.slice(0, MOST_BODY));
}
