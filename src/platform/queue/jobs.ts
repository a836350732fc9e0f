import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { MINUTE_MS } from '../../shared/clock.js';
import { newId } from '../../shared/ids.js';
import { Database, type Prisma, type Tx } from '../database/index.js';
import { correlation, Logger, tracing } from '../telemetry/index.js';
import { JobStore } from './job.store.js';
import type { JobDefinition, Lane } from './job.js';
import { WakeQueue } from './wake-queue.js';

/** How a use case asks for work: the job commits with its transaction, the wake-up follows. */
@Injectable()
export class Jobs {
  readonly #said = new LRUCache<string, true>({ max: 100, ttl: MINUTE_MS });

  constructor(
    private readonly database: Database,
    private readonly store: JobStore,
    private readonly queue: WakeQueue,
    private readonly logger: Logger,
  ) {}

  async enqueue<P>(tx: Tx, tenantId: string, job: JobDefinition<P>, payload: P): Promise<void> {
    await this.enqueueAll(tx, tenantId, job, [payload]);
  }

  async enqueueAll<P>(
    tx: Tx,
    tenantId: string,
    job: JobDefinition<P>,
    payloads: readonly P[],
  ): Promise<void> {
    if (payloads.length === 0) return;
    const correlationId = correlation.id();
    const rows = payloads.map((payload) => ({
      id: newId('job'),
      tenantId,
      name: job.name,
      lane: job.lane,
      payload: job.schema.parse(payload) as Prisma.InputJsonValue,
      maxAttempts: job.maxAttempts,
      correlationId,
    }));
    await this.store.insert(tx, rows);
    this.database.onCommit(tx, () => {
      for (const row of rows) {
        tracing.handOver(row.id, correlationId, `enqueue ${job.name}`);
        this.wake(row.lane, row.id, 0, 0);
      }
    });
  }

  /**
   * Wakes a worker without waiting for the queue: a wake-up that is lost is made up for by the sweep. While the queue is
   * away each is lost, by the hundred a second, and once a minute says so.
   */
  wake(lane: Lane, id: string, attempts: number, delayMs: number): void {
    this.queue.wake(lane, id, attempts, delayMs).catch((cause: unknown) => {
      const error = String(cause);
      if (this.#said.has(error)) return;
      this.#said.set(error, true);
      this.logger.warn('A wake-up was lost; the sweep will make up for it', { jobId: id, error });
    });
  }
}
