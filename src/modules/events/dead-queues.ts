import { Injectable } from '@nestjs/common';
import { failureOf } from '../../platform/aws/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import type { EventQueue, LyingMessage } from './aws/event-queue.js';
import { EventQueues } from './event-queues.service.js';

/** A message in a dead-letter queue. */
export interface DeadCopy {
  queue: EventQueue;
  /** Where it came from. */
  queueUrl: string;
  message: LyingMessage;
}

/** Receives that a look takes at most, of up to ten messages each; to find one that is asked for may take more. */
const LOOKS = 5;
const FIND_LOOKS = 30;
/** Others do not see meanwhile what we look at; it is given back at once afterwards. */
const LOOK_SECONDS = 20;

/** Looks into the dead-letter queues: SQS shows nothing without taking it out for a while. */
@Injectable()
export class DeadQueues {
  constructor(
    private readonly queues: EventQueues,
    private readonly logger: Logger,
  ) {}

  /** Up to `most` of those that SQS moved by itself. A queue that cannot be read shows none, and the log says why. */
  async look(most: number): Promise<DeadCopy[]> {
    const found: DeadCopy[] = [];
    for (const [queue, sources] of await this.#all()) {
      const seen: LyingMessage[] = [];
      try {
        for (let looks = 0; looks < LOOKS && found.length < most; looks += 1) {
          const messages = await queue.look(LOOK_SECONDS);
          if (messages.length === 0) break;
          seen.push(...messages);
          const moved = messages.filter(({ sourceMessageId }) => sourceMessageId === undefined);
          found.push(...moved.map((message) => copyOf(queue, sources, message)));
        }
      } catch (error) {
        const { code, message } = failureOf(error);
        this.logger.warn('A dead-letter queue cannot be read', { dlqUrl: queue.url, code, error: message });
      } finally {
        await this.#giveBack(queue, seen);
      }
    }
    return found.slice(0, most);
  }

  /** The copy of a message in the dead-letter queue of `queueUrl`, held; undefined: it was not found. */
  async take(queueUrl: string, messageId: string): Promise<DeadCopy | undefined> {
    const { dlq } = await this.queues.rulesOf(queueUrl);
    return dlq === undefined ? undefined : this.#find(dlq, [queueUrl], messageId);
  }

  /** The same, in any of them. */
  async takeAnywhere(messageId: string): Promise<DeadCopy | undefined> {
    for (const [queue, sources] of await this.#all()) {
      const found = await this.#find(queue, sources, messageId);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async #find(queue: EventQueue, sources: string[], messageId: string): Promise<DeadCopy | undefined> {
    const others: LyingMessage[] = [];
    try {
      for (let looks = 0; looks < FIND_LOOKS; looks += 1) {
        const messages = await queue.look(LOOK_SECONDS);
        if (messages.length === 0) return undefined;
        const index = messages.findIndex((one) => (one.sourceMessageId ?? one.messageId) === messageId);
        others.push(...messages.filter((_, at) => at !== index));
        const message = messages[index];
        if (message !== undefined) return copyOf(queue, sources, message);
      }
      return undefined;
    } finally {
      await this.#giveBack(queue, others);
    }
  }

  /** Each dead-letter queue with the queues that it is of. */
  async #all(): Promise<Map<EventQueue, string[]>> {
    const all = new Map<EventQueue, string[]>();
    for (const url of this.queues.urls) {
      const { dlq } = await this.queues.rulesOf(url);
      if (dlq !== undefined) all.set(dlq, [...(all.get(dlq) ?? []), url]);
    }
    return all;
  }

  /** What is not given back now comes back by itself. */
  async #giveBack(queue: EventQueue, messages: readonly LyingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const handles = messages.map(({ receiptHandle }) => receiptHandle);
    await queue.extend(handles, 0).catch(() => undefined);
  }
}

/** SQS tells the source of what it moved; one that shares its name with another queue's is the first of them. */
function copyOf(queue: EventQueue, sources: readonly string[], message: LyingMessage): DeadCopy {
  const name = message.sourceArn?.split(':').slice(4).join('/');
  const source = sources.find((url) => name !== undefined && url.endsWith(`/${name}`));
  return { queue, queueUrl: source ?? sources[0] ?? '', message };
}
