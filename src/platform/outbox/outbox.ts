import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { newId } from '../../shared/ids.js';
import type { Prisma, Tx } from '../database/index.js';
import { job, Jobs } from '../queue/index.js';
import { correlation, tracing } from '../telemetry/index.js';
import type { FactRows } from './fact-rows.js';
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

  /** Writes facts of one kind; where nobody wants one, there is nobody to tell and nothing is kept. */
  async write<P>(
    tx: Tx,
    tenantId: string,
    definition: FactDefinition<P>,
    facts: { key: string; payload: P }[],
  ): Promise<void> {
    const told = facts.flatMap((fact) => this.#told(tenantId, definition, fact));
    if (told.length === 0) return;
    await this.store.insert(
      tx,
      told.map(({ row }) => row),
    );
    const deliveries = told.flatMap(({ row, names }) =>
      names.map((subscriber) => ({ factId: row.id, subscriber })),
    );
    await this.jobs.enqueueAll(tx, tenantId, deliverFact, deliveries);
  }

  /**
   * The rows of a fact for a statement that writes more than that (INSERT_FACTS, INSERT_FACT_JOBS); undefined where
   * nobody wants it. Call `wake` after the commit.
   */
  rows<P>(
    tenantId: string,
    definition: FactDefinition<P>,
    fact: { key: string; payload: P },
  ): FactRows | undefined {
    const [told] = this.#told(tenantId, definition, fact);
    if (told === undefined) return undefined;
    const jobs = told.names.map((subscriber) => ({
      ...{ id: newId('job'), tenantId, name: deliverFact.name, lane: deliverFact.lane },
      payload: { factId: told.row.id, subscriber },
      ...{ maxAttempts: deliverFact.maxAttempts, correlationId: told.row.correlationId },
    }));
    return {
      facts: [told.row],
      jobs,
      wake: () =>
        jobs.forEach(({ id, lane, correlationId }) => {
          tracing.handOver(id, correlationId, `enqueue ${deliverFact.name}`);
          this.jobs.wake(lane, id, 0, 0);
        }),
    };
  }

  #told<P>(tenantId: string, definition: FactDefinition<P>, { key, payload }: { key: string; payload: P }) {
    const names = this.subscribers.of(definition.name, payload, tenantId);
    if (names.length === 0) return [];
    const row = {
      ...{ id: newId('fact'), tenantId, name: definition.name, key },
      payload: definition.schema.parse(payload) as Prisma.InputJsonValue,
      correlationId: correlation.id(),
    };
    return [{ row, names }];
  }
}
