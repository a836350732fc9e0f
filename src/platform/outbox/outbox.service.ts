import { Injectable } from '@nestjs/common';
import { tracing } from '../telemetry/index.js';
import { OutboxStore } from './outbox.store.js';
import { Subscribers } from './subscribers.js';

const BATCH = 10_000;

@Injectable()
export class OutboxService {
  constructor(
    private readonly store: OutboxStore,
    private readonly subscribers: Subscribers,
  ) {}

  /** Hands one fact to one subscriber. @throws what the subscriber throws: the delivery is then tried again */
  async deliver(tenantId: string, factId: string, subscriber: string): Promise<void> {
    const fact = await this.store.find(tenantId, factId);
    if (fact === null) return;
    const handle = this.subscribers.handler(fact.name, subscriber);
    // during a rolling deploy the older version may not know a subscriber yet: it stays for the newer one
    if (handle === undefined) throw new Error(`nobody here is called ${subscriber}`);
    const { id, key, payload, createdAt } = fact;
    const attributes = { 'shepherd.fact': fact.name, 'shepherd.subscriber': subscriber };
    await tracing.inside(`fact ${fact.name}`, 'internal', attributes, () =>
      handle({ id, tenantId, key, payload, createdAt }),
    );
  }

  async deleteDelivered(): Promise<void> {
    while ((await this.store.deleteDelivered(BATCH)) === BATCH);
  }
}
