import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import type { Envelope } from './domain/envelope.js';
import { incoming, type EventReader, type IncomingEvent } from './domain/incoming.js';
import { judgeOf } from './domain/judge.js';
import { ruleTables } from './domain/rules/index.js';

/** Reads events by the rules of all services. */
@Injectable()
export class EventReading {
  #reader: EventReader | undefined;

  constructor(private readonly config: Config) {}

  /** Made at first use: it takes some megabytes that a process without events never pays. */
  get reader(): EventReader {
    this.#reader ??= { ...judgeOf(ruleTables), remediationRole: this.config.get('REMEDIATION_ROLE_NAME') };
    return this.#reader;
  }

  /** @throws ZodError where it lacks what every event must have */
  read(event: Envelope): IncomingEvent {
    return incoming(event, this.reader);
  }
}
