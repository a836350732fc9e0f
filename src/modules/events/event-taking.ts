import { Injectable } from '@nestjs/common';
import { Batcher } from '../../shared/batcher.js';
import type { IncomingEvent } from './domain/incoming.js';
import { EventIntake } from './event-intake.service.js';
import { IntakeLoad } from './intake-load.js';

/** PostgreSQL's classes of errors about what was given to it: data, integrity, too complex (appendix-errcodes). */
const ABOUT_DATA = /^(?:22|23|54)\w{3}$/;

const RECEIVES_TOGETHER = 8;

/** Gives events to the intake, so that one that the database does not take never stops the others. */
@Injectable()
export class EventTaking {
  /** What several receives bring at once is one statement. */
  readonly #batches: Batcher<readonly IncomingEvent[], undefined>;

  constructor(
    private readonly intake: EventIntake,
    private readonly load: IntakeLoad,
  ) {
    this.#batches = new Batcher(
      async (lists) => {
        await this.intake.take(lists.flat());
        return lists.map(() => undefined);
      },
      { items: RECEIVES_TOGETHER, atOnce: 2 },
    );
  }

  /** @returns why, of those that are not taken. @throws when the database cannot be reached */
  async take(events: readonly IncomingEvent[]): Promise<Map<IncomingEvent, string>> {
    const problems = new Map<IncomingEvent, string>();
    if (events.length === 0) return problems;
    this.load.note(events.length);
    try {
      await this.#batches.add(events);
    } catch (error) {
      if (!isAboutData(error)) throw error;
      for (const event of events) await this.#takeAlone(event, problems);
    }
    return problems;
  }

  async #takeAlone(event: IncomingEvent, problems: Map<IncomingEvent, string>): Promise<void> {
    try {
      await this.intake.take([event]);
    } catch (error) {
      if (!isAboutData(error)) throw error;
      problems.set(event, `not_stored: ${String((error as { message?: unknown }).message)}`);
    }
  }
}

function isAboutData(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false;
  if ('code' in error && typeof error.code === 'string' && ABOUT_DATA.test(error.code)) return true;
  return 'cause' in error && isAboutData(error.cause, depth + 1);
}
