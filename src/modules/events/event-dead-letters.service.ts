import { Injectable, type OnModuleInit } from '@nestjs/common';
import { failureOf } from '../../platform/aws/index.js';
import {
  DeadLetterSource,
  DeadLetterSources,
  type DeadMessage,
  type NoteRetry,
} from '../../platform/queue/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { AppError, conflict, notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page, type PageRequest } from '../../shared/paging.js';
import { EventQueues } from './event-queues.service.js';
import { DeadQueues, type DeadCopy } from './dead-queues.js';
import { EventPoisonStore, type PoisonRow } from './event-poison.store.js';

/** What an answer shows of a body. */
const SHOWN_BODY = 64 * 1024;
/** Before the id of SQS, for messages that have no row here. */
const OF_SQS = 'sqs:';

/** The messages of queues with events that were given up: by us, with a row each, and by SQS itself. */
@Injectable()
export class EventDeadLetters extends DeadLetterSource implements OnModuleInit {
  readonly name = 'sqs';

  constructor(
    private readonly store: EventPoisonStore,
    private readonly queues: EventQueues,
    private readonly dead: DeadQueues,
    private readonly sources: DeadLetterSources,
    private readonly logger: Logger,
  ) {
    super();
  }

  onModuleInit(): void {
    this.sources.add(this);
  }

  override owns(id: string): boolean {
    return id.startsWith('psn_') || id.startsWith(OF_SQS);
  }

  /** Those that we gave up ourselves: of what SQS moved, the depth of its dead-letter queue tells. */
  override async count(): Promise<number> {
    return this.store.countDead();
  }

  /** Newest first. The first page ends with what SQS moved by itself, as far as there is room. */
  override async list({ cursor, limit }: PageRequest): Promise<Page<DeadMessage>> {
    const after = decodeCursor(cursor, 1)?.[0];
    const page = toPage(await this.store.list(after, limit + 1), limit, ({ id }) => [id]);
    const room = cursor === undefined ? limit - page.items.length : 0;
    const copies = room > 0 ? await this.dead.look(room) : [];
    return {
      items: [...page.items.map(messageOf), ...(await this.#movedBySqs(copies))],
      nextCursor: page.nextCursor,
    };
  }

  /**
   * Sends the body to its queue again and takes the copy out of the dead-letter queue, where it is found.
   * @throws NOT_FOUND, CONFLICT (it was sent already), UNAVAILABLE (AWS does not take it)
   */
  override async retry(id: string, note: NoteRetry): Promise<void> {
    if (id.startsWith(OF_SQS)) return this.#retryOfSqs(id, note);
    const row = await this.#redrive(id, note);
    if (row.messageId.includes('#')) return; // a record of a message that is done: it never lay there
    await this.dead.take(row.queueUrl, row.messageId).then(
      (copy) => copy?.queue.removeAll([copy.message.receiptHandle]),
      (error: unknown) => this.#left(row.messageId, error),
    );
  }

  async #retryOfSqs(id: string, note: NoteRetry): Promise<void> {
    const messageId = id.slice(OF_SQS.length);
    const [known] = await this.store.ofMessages([messageId], this.queues.urls);
    if (known !== undefined && known.status !== 'received') return this.retry(known.id, note);
    const copy = await this.#asked(() => this.dead.takeAnywhere(messageId));
    if (copy === undefined) throw notFound('dead letter', id);
    await this.#redrive(await this.store.adopt(adopted(copy)), note);
    await copy.queue
      .removeAll([copy.message.receiptHandle])
      .catch((error: unknown) => this.#left(messageId, error));
  }

  async #redrive(id: string, note: NoteRetry): Promise<PoisonRow> {
    const row = await this.store.redrive(id, async (tx, { queueUrl, messageId, body }) => {
      await note(tx, { id, queueUrl, messageId });
      await this.#asked(() => this.queues.at(queueUrl).send(body));
    });
    if (row === undefined) throw notFound('dead letter', id);
    if (row.status === 'received') throw conflict(`${id} is not given up: it is still in its queue`);
    if (row.status === 'redriven') throw conflict(`${id} was sent to its queue already`);
    return row;
  }

  async #movedBySqs(copies: readonly DeadCopy[]): Promise<DeadMessage[]> {
    if (copies.length === 0) return [];
    const ids = copies.map(({ message }) => message.messageId);
    const rows = await this.store.ofMessages(ids, this.queues.urls);
    const known = new Map(rows.map((row) => [row.messageId, row]));
    return copies.flatMap((copy) => {
      const row = known.get(copy.message.messageId);
      // a row that is dead is in the list already, and one that was sent again is none of these
      if (row !== undefined && row.status !== 'received') return [];
      const { body, ...rest } = adopted(copy);
      const reason = row === undefined ? rest.reason : `${row.reason} (${rest.reason})`;
      const id = `${OF_SQS}${rest.messageId}`;
      return [
        { ...rest, id, reason, body: shown(body), lastSeenAt: rest.firstSeenAt, status: 'dead' as const },
      ];
    });
  }

  async #asked<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof AppError) throw error;
      const { code, message } = failureOf(error);
      throw new AppError('UNAVAILABLE', `SQS: ${code}: ${message}`, undefined, { cause: error });
    }
  }

  #left(messageId: string, error: unknown): void {
    const context = { messageId, error: failureOf(error).message };
    this.logger.warn('A message that was sent again still lies in the dead-letter queue', context);
  }
}

const messageOf = ({ id, queueUrl, messageId, reason, body, ...row }: PoisonRow): DeadMessage => ({
  ...{ id, queueUrl, messageId, reason, body: shown(body), receiveCount: row.receiveCount },
  ...{ firstSeenAt: row.firstSeenAt, lastSeenAt: row.lastSeenAt, status: 'dead' },
});

function adopted({ queueUrl, message }: DeadCopy) {
  const { messageId, body, receiveCount, sentAt } = message;
  const reason = `SQS moved it after ${receiveCount} receives`;
  return { queueUrl, messageId, reason, body, receiveCount, firstSeenAt: sentAt };
}

/** Half of a pair at its end is left out. */
const shown = (body: string): string => body.slice(0, SHOWN_BODY).replace(/[\ud800-\udbff]$/, '');
