import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/http/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { conflict } from '../../shared/app-error.js';
import { Clock } from '../../shared/clock.js';
import { AuditLog } from '../access/index.js';
import { CustomEventWork } from './custom-event-work.service.js';
import { CustomEvents } from './custom-events.service.js';
import { planOf, whoOfKey } from './domain/own-event.js';
import { OwnEvents } from './own-events.service.js';
import type { OwnEventRow } from './own-events.store.js';
import { remediatedOf, type TriggerEvent } from './trigger.schemas.js';

/** Takes events that people and other systems tell. */
@Injectable()
export class TriggerService {
  constructor(
    private readonly events: OwnEvents,
    private readonly custom: CustomEvents,
    private readonly work: CustomEventWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * The event commits with a job that does what it asks for; where it is to be processed at once that is tried here,
   * too, and whoever is first settles it.
   * @throws AppError INVALID, CONFLICT, PRECONDITION_FAILED as CustomEventWork.check; CONFLICT where the token is that
   * of another request
   */
  async trigger(caller: Caller, asked: TriggerEvent): Promise<{ eventId: string }> {
    const { tenantId } = caller;
    const eventId = asked.clientToken === undefined ? undefined : idOf(asked.clientToken);
    const earlier = eventId === undefined ? undefined : await this.#earlier(tenantId, eventId, asked);
    if (earlier !== undefined) return earlier;
    const plan = planOf(asked.eventType, asked.parameters);
    await this.work.check(tenantId, plan);
    const arns =
      plan.does === 'reassess' ? await this.work.resourcesOf(tenantId, remediatedOf(asked.parameters)) : [];
    const { eventType, parameters: detail } = asked;
    const event = {
      ...{ eventId, eventType, detail, eventTime: this.clock.now(), more: claimOf(asked) },
      ...{ who: whoOfKey(caller, ''), correlationId: correlation.id() },
      resources: arns.map((arn) => ({ arn, change: 'changed' as const, type: null })),
      ...{ disposition: 'retrying' as const, reason: 'waiting' },
    };
    const [written] = await this.events.record(tenantId, [event], (tx, [added]) =>
      this.audit.write(tx, caller, {
        action: 'event.triggered',
        targetType: 'event',
        targetId: added?.eventId ?? '',
        after: { eventType, parameters: detail, ...claimOf(asked) },
      }),
    );
    if (written === undefined) {
      // another request of the same token was faster
      const first = eventId === undefined ? undefined : await this.#earlier(tenantId, eventId, asked);
      if (first === undefined) throw new Error('an event of our own was not written');
      return first;
    }
    if (asked.processImmediately) await this.custom.tryNow(tenantId, written.id);
    return { eventId: written.eventId };
  }

  /** @throws AppError CONFLICT where it was another request */
  async #earlier(
    tenantId: string,
    eventId: string,
    asked: TriggerEvent,
  ): Promise<{ eventId: string } | undefined> {
    const row = await this.events.find(tenantId, eventId);
    if (row === undefined) return undefined;
    if (!isSame(row, asked)) throw conflict('Another event was triggered with this clientToken');
    return { eventId };
  }
}

/** Sortable ids are for rows: this one says what the token was, so that the same request finds it. */
const idOf = (clientToken: string): string =>
  `evt_${createHash('sha256').update(clientToken).digest('hex').slice(0, 32)}`;

/** As it is kept beside what it tells. */
const claimOf = ({ triggeredBy, processImmediately }: TriggerEvent) => ({
  triggeredBy: triggeredBy ?? null,
  processImmediately,
});

function isSame({ eventType, envelope }: OwnEventRow, asked: TriggerEvent): boolean {
  const { detail, triggeredBy, processImmediately } = envelope;
  const { parameters, eventType: type } = asked;
  return isDeepStrictEqual(
    [eventType, detail, { triggeredBy, processImmediately }],
    [type, parameters, claimOf(asked)],
  );
}
