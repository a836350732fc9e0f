import { Injectable } from '@nestjs/common';
import type { QueueMessage } from '../../platform/aws/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { TrailFileError, TrailFiles } from './aws/trail-files.js';
import type { TrailFile } from './domain/trail-files.js';
import { unwrap, unwrapRecord, type Piece } from './domain/messages.js';
import { readPiece, unreadable, type Unreadable } from './domain/reading.js';
import type { IncomingEvent } from './domain/incoming.js';
import { EventPoison, type PoisonedPart } from './event-poison.service.js';
import { EventReading } from './event-reading.js';
import { EventTaking } from './event-taking.js';
import { messageCounts } from './message-counts.js';

/** An event with its place in its message. */
interface Placed {
  place: string;
  event: IncomingEvent;
}

/** What a message holds. */
interface Opened {
  message: QueueMessage;
  events: Placed[];
  files: { place: string; file: TrailFile }[];
  bad: PoisonedPart[];
  pieces: number;
}

/** With more of them a file is no file of records. */
const MOST_BAD = 1_000;

/** Turns messages into events, and sees to what is none. */
@Injectable()
export class EventInbox {
  constructor(
    private readonly reading: EventReading,
    private readonly taking: EventTaking,
    private readonly files: TrailFiles,
    private readonly poison: EventPoison,
    private readonly logger: Logger,
  ) {}

  /**
   * Sees to a batch. Each message goes to `done` once all that it holds is committed; a file in S3 keeps none of the
   * others waiting. What is not done comes again.
   * @throws when the database cannot be reached, or what `done` throws
   */
  async take(
    queueUrl: string,
    messages: readonly QueueMessage[],
    done: (messages: QueueMessage[]) => Promise<void>,
  ): Promise<void> {
    const all = messages.map((message) => this.#open(message));
    const problems = await this.taking.take(all.flatMap(({ events }) => events.map(({ event }) => event)));
    for (const one of all) one.bad.push(...badOf(one.events, problems));
    await done(
      await this.#settle(
        queueUrl,
        all.filter(({ files }) => files.length === 0),
      ),
    );
    const withFiles = all.filter(({ files }) => files.length > 0);
    const ends = await Promise.allSettled(
      withFiles.map(async (one) => {
        const [isDone, wrong] = await this.#takeFiles(queueUrl, one);
        if (wrong !== undefined)
          await done(await this.poison.see(queueUrl, [{ ...wrong, message: one.message }]));
        else if (isDone) await done([one.message]);
      }),
    );
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  #open(message: QueueMessage): Opened {
    const pieces = unwrap(message.body);
    const opened: Opened = { message, events: [], files: [], bad: [], pieces: pieces.length };
    pieces.forEach((piece, index) => this.#sort(piece, String(index), opened));
    if (pieces.every(({ kind }) => kind === 'nothing')) messageCounts.add({ outcome: 'nothing' });
    return opened;
  }

  #sort(piece: Piece, place: string, into: Pick<Opened, 'events' | 'files' | 'bad'>): void {
    switch (piece.kind) {
      case 'event':
      case 'record': {
        const read = readPiece(piece, (event) => this.reading.read(event));
        if ('event' in read) into.events.push({ place, event: read.event });
        else into.bad.push({ place, problem: read.unreadable });
        return;
      }
      case 'file':
        into.files.push({ place, file: piece.file });
        return;
      case 'poison':
        into.bad.push({ place, problem: unreadable(piece.reason, piece.body) });
        return;
      case 'nothing':
        return;
    }
  }

  /** @returns those that may be deleted */
  async #settle(queueUrl: string, opened: readonly Opened[]): Promise<QueueMessage[]> {
    const isWhole = ({ bad, pieces }: Opened) => bad.length > 0 && bad.length === pieces;
    const gone = await this.poison.see(queueUrl, opened.filter(isWhole).map(wholeOf));
    const rest = opened.filter((one) => !isWhole(one));
    for (const { message, bad } of rest) await this.poison.seeParts(queueUrl, message.messageId, bad);
    return [...rest.map(({ message }) => message), ...gone];
  }

  /** @returns whether the message may be deleted, and what is wrong with it as a whole */
  async #takeFiles(
    queueUrl: string,
    { message, files, bad, pieces }: Opened,
  ): Promise<[boolean, { reason: string; account: string }?]> {
    try {
      for (const { place, file } of files)
        await this.#takeFile(queueUrl, message.messageId, file, pieces === 1 ? '' : `${place}.`);
      await this.poison.seeParts(queueUrl, message.messageId, bad);
      return [true];
    } catch (error) {
      if (!(error instanceof TrailFileError)) throw error;
      if (error.isLasting) return [false, { reason: `file: ${error.message}`, account: '-' }];
      messageCounts.add({ outcome: 'later' });
      this.logger.warn('A file of CloudTrail cannot be read now', { error: error.message });
      return [false];
    }
  }

  async #takeFile(queueUrl: string, messageId: string, file: TrailFile, prefix: string): Promise<void> {
    let [count, countBad] = [0, 0];
    await this.files.read(file, async (records) => {
      const chunk: Pick<Opened, 'events' | 'files' | 'bad'> = { events: [], files: [], bad: [] };
      for (const record of records) {
        for (const piece of unwrapRecord(record)) this.#sort(piece, `${prefix}${count}`, chunk);
        count += 1;
      }
      const problems = await this.taking.take(chunk.events.map(({ event }) => event));
      const bad = onePerPlace([...chunk.bad, ...badOf(chunk.events, problems)]);
      countBad += bad.length;
      if (countBad > MOST_BAD)
        throw new TrailFileError(
          `s3://${file.bucket}/${file.key}: over ${MOST_BAD} of its records are bad`,
          true,
        );
      await this.poison.seeParts(queueUrl, messageId, bad);
    });
  }
}

/** The events that the database does not take. */
const badOf = (events: readonly Placed[], problems: ReadonlyMap<IncomingEvent, string>): PoisonedPart[] =>
  events.flatMap(({ place, event }) => {
    const problem = problems.get(event);
    return problem === undefined ? [] : [{ place, problem: unreadable(problem, event.envelope) }];
  });

const onePerPlace = (bad: readonly PoisonedPart[]): PoisonedPart[] => [
  ...new Map(bad.map((one) => [one.place, one])).values(),
];

function wholeOf({ message, bad }: Opened): { message: QueueMessage } & Omit<Unreadable, 'body'> {
  const [first] = bad;
  const more = bad.length > 1 ? ` (and so are ${bad.length - 1} more parts)` : '';
  return {
    message,
    reason: `${first?.problem.reason ?? ''}${more}`,
    account: first?.problem.account ?? '-',
  };
}
