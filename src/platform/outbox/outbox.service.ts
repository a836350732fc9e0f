import { Injectable } from '@nestjs/common';
import { Config } from '../config/index.js';
import { Logger } from '../telemetry/index.js';
import { OutboxStore } from './outbox.store.js';
import { Subscribers } from './subscribers.js';

const BATCH = 10_000;

@Injectable()
export class OutboxService {
  constructor(
    private readonly config: Config,
    private readonly store: OutboxStore,
    private readonly subscribers: Subscribers,
    private readonly logger: Logger,
  ) {}

  /** Hands one fact to one subscriber. @throws what the subscriber throws: the delivery is then tried again */
  async deliver(tenantId: string, factId: string, subscriber: string): Promise<void> {
    const fact = await this.store.find(tenantId, factId);
    if (fact === null) return;
    const handle = this.subscribers.handler(fact.name, subscriber);
    // during a rolling deploy the older version may not know a subscriber yet: it stays for the newer one
    if (handle === undefined) throw new Error(`nobody here is called ${subscriber}`);
    const { id, key, payload, createdAt } = fact;
    await handle({ id, tenantId, key, payload, createdAt });
  }

  async deleteDelivered(): Promise<void> {
    if (!this.config.runsWorker) return;
    try {
      while ((await this.store.deleteDelivered(BATCH)) === BATCH);
    } catch (error) {
      this.logger.error('Old facts could not be deleted; the next hour will try again', { error });
    }
  }
}
