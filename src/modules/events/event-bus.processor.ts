import { type FactoryProvider } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { type Fact, Subscribes } from '../../platform/outbox/index.js';
import { publishedFacts } from './bus-entries.js';
import { EventBusService } from './event-bus.service.js';

/** Gets all facts that go out. */
export class EventBusProcessor {
  constructor(readonly bus: EventBusService) {}
}

// a method for each of the facts: a decorator marks one method for one fact
for (const published of publishedFacts) {
  const { name } = published.fact;
  const descriptor: TypedPropertyDescriptor<(fact: Fact<unknown>) => Promise<void>> = {
    value: async function (this: EventBusProcessor, fact: Fact<unknown>): Promise<void> {
      await this.bus.publish(published, fact);
    },
  };
  Subscribes(published.fact, 'event-bus')(EventBusProcessor.prototype, name, descriptor);
  Object.defineProperty(EventBusProcessor.prototype, name, descriptor);
}

/** There is none without a bus, so that nothing is kept for it. */
export const eventBusProcessor: FactoryProvider = {
  provide: EventBusProcessor,
  inject: [Config, EventBusService],
  useFactory: (config: Config, bus: EventBusService) =>
    config.get('EVENT_BUS_NAME') === undefined ? null : new EventBusProcessor(bus),
};
