import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/index.js';
import type { Page, PageRequest } from '../../shared/paging.js';

/** A message of a queue that was given up. */
export interface DeadMessage {
  id: string;
  queueUrl: string;
  messageId: string;
  reason: string;
  /** Its beginning. */
  body: string;
  receiveCount: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
  status: 'dead';
}

/** Writes down that a dead letter is tried again, in the transaction that has it so. What belongs to no tenant has none. */
export type NoteRetry = (
  tx: Tx,
  letter: { id: string; tenantId?: string; name?: string; queueUrl?: string; messageId?: string },
) => Promise<void>;

/** Something that keeps messages which were given up. */
export abstract class DeadLetterSource {
  abstract readonly name: 'sqs';
  /** Whether an id is one of its own. */
  abstract owns(id: string): boolean;
  /** How many it keeps. */
  abstract count(): Promise<number>;
  abstract list(page: PageRequest): Promise<Page<DeadMessage>>;
  /** Tries one again. @throws AppError: NOT_FOUND, CONFLICT (it is being tried already), UNAVAILABLE */
  abstract retry(id: string, note: NoteRetry): Promise<void>;
}

/** The sources beside the jobs; modules add theirs at start. */
@Injectable()
export class DeadLetterSources {
  readonly #sources: DeadLetterSource[] = [];

  add(source: DeadLetterSource): void {
    this.#sources.push(source);
  }

  /** Of a name; without one there is nothing to list. */
  async list(name: DeadLetterSource['name'], page: PageRequest): Promise<Page<DeadMessage>> {
    const source = this.#sources.find((one) => one.name === name);
    return source === undefined ? { items: [], nextCursor: null } : source.list(page);
  }

  /** Of all of them. */
  async count(): Promise<number> {
    const counts = await Promise.all(this.#sources.map((source) => source.count()));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  owning(id: string): DeadLetterSource | undefined {
    return this.#sources.find((one) => one.owns(id));
  }
}
