import { Injectable } from '@nestjs/common';
import { Handles, Repeats, type Attempt, type JobOf } from '../queue/index.js';
import { deliverFact } from './outbox.js';
import { OutboxService } from './outbox.service.js';

const HOUR_MS = 3_600_000;

@Injectable()
export class OutboxProcessor {
  constructor(private readonly service: OutboxService) {}

  @Handles(deliverFact)
  async deliver({ factId, subscriber }: JobOf<typeof deliverFact>, { tenantId }: Attempt): Promise<void> {
    await this.service.deliver(tenantId, factId, subscriber);
  }

  @Repeats({ name: 'outbox.retain', everyMs: HOUR_MS })
  async retain(): Promise<void> {
    await this.service.deleteDelivered();
  }
}
