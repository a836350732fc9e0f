import { Injectable } from '@nestjs/common';
import type { Fact } from '../../platform/outbox/index.js';
import { correlation, Logger } from '../../platform/telemetry/index.js';
import { EventBus } from './aws/event-bus.js';
import { entriesOf, type Published } from './bus-entries.js';
import { fitted } from './domain/bus-entry.js';

/** Tells EventBridge what happens here. */
@Injectable()
export class EventBusService {
  constructor(
    private readonly bus: EventBus,
    private readonly logger: Logger,
  ) {}

  /**
   * One call for each entry, so that one that is refused holds up no other. EventBridge keeps no ids: what is sent
   * twice has the same `factId`, or, as specs/3 prints it, the same correlation_id and timestamp.
   * @throws where EventBridge does not take it: worth another attempt
   */
  async publish(published: Published, fact: Fact<unknown>): Promise<void> {
    for (const entry of entriesOf(published, fact, correlation.id())) {
      const sent = fitted(entry);
      await this.bus.put(sent);
      if (sent.detail['trimmed'] === undefined) continue;
      this.logger.warn('An event for EventBridge was too large and was cut', {
        factId: fact.id,
        detailType: entry.detailType,
        trimmed: sent.detail['trimmed'],
      });
    }
  }
}
