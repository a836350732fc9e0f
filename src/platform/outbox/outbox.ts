import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { newId } from '../../shared/ids.js';
import type { Prisma, Tx } from '../database/index.js';
import { job, Jobs } from '../queue/index.js';
import { correlation } from '../telemetry/index.js';
import type { FactDefinition } from './fact.js';
import { OutboxStore } from './outbox.store.js';
import { Subscribers } from './subscribers.js';

const DELIVERY_ATTEMPTS = 10;

/** One per fact and subscriber: the delivery row, gone when the subscriber has acknowledged. */
export const deliverFact = job('outbox.deliver', z.object({ factId: z.string(), subscriber: z.string() }), {
  maxAttempts: DELIVERY_ATTEMPTS,
});

/** Where use cases write what happened, in the transaction of what they tell. */
@Injectable()
export class Outbox {
  constructor(
    private readonly store: OutboxStore,
    private readonly jobs: Jobs,
    private readonly subscribers: Subscribers,
  ) {}

  /** Writes facts of one kind; where nobody subscribed, there is nobody to tell and nothing is kept. */
  async write<P>(
    tx: Tx,
    tenantId: string,
    definition: FactDefinition<P>,
    facts: { key: string; payload: P }[],
  ): Promise<void> {
    const names = this.subscribers.of(definition.name);
    if (names.length === 0 || facts.length === 0) return;
    const rows = facts.map(({ key, payload }) => ({
      id: newId('fact'),
      tenantId,
      name: definition.name,
      key,
      payload: definition.schema.parse(payload) as Prisma.InputJsonValue,
      correlationId: correlation.id(),
    }));
    await this.store.insert(tx, rows);
    const deliveries = rows.flatMap((row) => names.map((subscriber) => ({ factId: row.id, subscriber })));
    await this.jobs.enqueueAll(tx, tenantId, deliverFact, deliveries);
  }
}
