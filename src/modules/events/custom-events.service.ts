import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { correlation, Logger } from '../../platform/telemetry/index.js';
import { CustomEventWork, failed, type Done } from './custom-event-work.service.js';
import { actorOf, isCustom, planOf } from './domain/own-event.js';
import { assessmentCompleted } from './facts.js';
import { eventSettled } from './metrics.js';
import { assessmentOf } from './trigger.schemas.js';
import { OwnEventStore, type OwnEventRow } from './own-events.store.js';

/** Does what custom events ask for, once, and notes how they ended. */
@Injectable()
export class CustomEvents {
  constructor(
    private readonly database: Database,
    private readonly store: OwnEventStore,
    private readonly work: CustomEventWork,
    private readonly outbox: Outbox,
    private readonly logger: Logger,
  ) {}

  /** Safe to run twice, and at the same time. @throws what is worth another attempt */
  async run(tenantId: string, id: string): Promise<void> {
    const event = await this.database.withTenant(tenantId, (tx) => this.store.find(tx, tenantId, id));
    if (event === undefined || event.disposition !== 'retrying' || !isCustom(event.eventType)) return;
    const plan = planOf(event.eventType, event.envelope.detail);
    await correlation.run(event.correlationId, async () => {
      if (plan.does === 'notify') return this.#notify(tenantId, event);
      const actor = { tenantId, ...actorOf(event.who) };
      const done = await this.work.start(actor, event, plan);
      await this.#end(tenantId, event, done);
    });
  }

  /** For who waits: what fails here is the job's to try again. */
  async tryNow(tenantId: string, id: string): Promise<void> {
    try {
      await this.run(tenantId, id);
    } catch (error) {
      this.logger.warn('An event is processed later', { id, error: String(error) });
    }
  }

  /** No attempt is left: in the transaction that says so. */
  async giveUp(tx: Tx, tenantId: string, id: string, error: string): Promise<void> {
    const event = await this.store.find(tx, tenantId, id);
    if (event !== undefined) await this.#settle(tx, tenantId, event, failed(error));
  }

  async #notify(tenantId: string, event: OwnEventRow): Promise<void> {
    const payload = { ...assessmentOf(event.envelope.detail), eventId: event.eventId };
    const done: Done = { disposition: 'processed', reason: 'notified', outcomes: {} };
    await this.#end(tenantId, event, done, (tx) =>
      this.outbox.write(tx, tenantId, assessmentCompleted, [{ key: event.id, payload }]),
    );
  }

  async #end(
    tenantId: string,
    event: OwnEventRow,
    done: Done,
    also: (tx: Tx) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    await this.database.withTenant(tenantId, async (tx) => {
      if (await this.#settle(tx, tenantId, event, done)) await also(tx);
    });
  }

  async #settle(tx: Tx, tenantId: string, event: OwnEventRow, done: Done): Promise<boolean> {
    if (!(await this.store.settle(tx, tenantId, event, done))) return false;
    const { eventId, eventType, eventTime } = event;
    const lagSeconds = ((await this.database.now(tx)).getTime() - eventTime.getTime()) / 1000;
    this.database.onCommit(tx, () => {
      eventSettled(done.disposition, lagSeconds);
      const said = { eventId, eventType, tenantId, reason: done.reason };
      if (done.disposition === 'failed') this.logger.error('An event could not be processed', said);
      else this.logger.info('An event was processed', said);
    });
    return true;
  }
}
