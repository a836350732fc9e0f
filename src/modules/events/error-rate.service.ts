import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { correlation, Logger } from '../../platform/telemetry/index.js';
import { enoughProcessed, tooMany } from './domain/error-rate.js';
import { ErrorRateStore } from './error-rate.store.js';
import { errorRateHigh } from './facts.js';
import { OwnEvents } from './own-events.service.js';

const MINUTES = 15;

/** Alerts where too many events of a tenant fail (specs/1). */
@Injectable()
export class ErrorRateService {
  constructor(
    private readonly config: Config,
    private readonly store: ErrorRateStore,
    private readonly events: OwnEvents,
    private readonly outbox: Outbox,
    private readonly logger: Logger,
  ) {}

  async check(): Promise<void> {
    for (const { tenantId, failed } of await this.store.failing(MINUTES))
      await correlation.run(correlation.id(), () => this.#check(tenantId, failed));
  }

  async #check(tenantId: string, failed: number): Promise<void> {
    const thresholdPercent = this.config.get('EVENT_ERROR_RATE_PERCENT');
    const most = enoughProcessed(failed, thresholdPercent);
    const { count: processed, now } = await this.store.processed(tenantId, MINUTES, most);
    const high = tooMany({ failed, processed }, thresholdPercent);
    if (high !== undefined)
      await this.#alert(tenantId, { failed, processed, thresholdPercent, ...high }, now);
  }

  /** Once in an hour of the clock, however many processes look: the event's id is the hour. */
  async #alert(
    tenantId: string,
    seen: { failed: number; processed: number; percent: number; thresholdPercent: number },
    now: Date,
  ): Promise<void> {
    const eventId = `error-rate-high-${now.toISOString().slice(0, 13)}`;
    const payload = { eventId, ...seen, minutes: MINUTES, until: now.toISOString() };
    const event = {
      ...{ eventId, eventType: 'error-rate-high' as const, eventTime: now, detail: payload, who: null },
      ...{ correlationId: correlation.id(), disposition: 'processed' as const, reason: 'alerted' },
    };
    const written = await this.events.record(tenantId, [event], (tx) =>
      this.outbox.write(tx, tenantId, errorRateHigh, [{ key: eventId, payload }]),
    );
    if (written.length > 0) this.logger.warn('Too many events fail', { tenantId, ...payload });
  }
}
