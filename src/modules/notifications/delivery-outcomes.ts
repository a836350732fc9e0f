import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import { Channels } from './channels.service.js';
import { DeliveryStore } from './deliveries.store.js';
import {
  afterFailure,
  TRIED_FOR_MS,
  type AfterFailure,
  type AttemptOutcome,
  type Failure,
} from './domain/delivery.js';
import { sendPaceMs } from './domain/send-pace.js';
import { LaneStore, type Claim } from './lanes.store.js';
import { attempts, dimensions, notificationsFailed, notificationsSent } from './metrics.js';
import type { Outgoing, Sent } from './sending.js';

export type FailedAttempt = Failure & { error: string };

const LONGEST_ERROR = 1_000;
/** A receiver that refuses a message is asked as often as one that takes it. */
const REFUSED_PACE_MS = 1_000;

/** Writes down how an attempt ended, unless another worker has the lane by now: then it is that one's to say. */
@Injectable()
export class DeliveryOutcomes {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly lanes: LaneStore,
    private readonly deliveries: DeliveryStore,
    private readonly channels: Channels,
  ) {}

  /** @returns false: another has the lane, and nothing was changed */
  async sent(claim: Claim, { tenantId, deliveryId: id, attempt }: Outgoing, sent: Sent): Promise<boolean> {
    return this.database.withTenant(tenantId, async (tx) => {
      if ((await this.lanes.hold(tx, claim)) === undefined) return false;
      await this.deliveries.sent(tx, tenantId, id, sent);
      await this.deliveries.endAttempt(tx, { tenantId, id, number: attempt }, 'sent', null);
      await this.lanes.answered(tx, claim, sendPaceMs[sent.channelType]);
      this.#count(tx, 'sent', 'sent');
      return true;
    });
  }

  /** @returns what becomes of it; undefined: another has the lane, and nothing was changed */
  async failed(
    claim: Claim,
    { tenantId, deliveryId: id, attempt, recipient }: Outgoing,
    failure: FailedAttempt,
  ): Promise<AfterFailure | undefined> {
    const error = failure.error.slice(0, LONGEST_ERROR);
    return this.database.withTenant(tenantId, async (tx) => {
      if ((await this.lanes.hold(tx, claim)) === undefined) return undefined;
      const standing = await this.deliveries.standing(tx, tenantId, id);
      if (standing === undefined) return undefined;
      const isChannel = 'channelId' in recipient;
      const after = afterFailure(failure, { ...standing, isChannel });
      const outcome = failure.kind === 'unforeseen' ? 'retry' : failure.kind;
      await this.deliveries.endAttempt(tx, { tenantId, id, number: attempt }, outcome, error);
      if (after.status === 'pending') {
        await this.deliveries.postpone(tx, tenantId, id, 'pending', after.delayMs, error);
      } else if (after.status === 'waiting') {
        await this.deliveries.postpone(tx, tenantId, id, 'waiting', 0, error);
        if (isChannel) await this.channels.pause(tx, tenantId, recipient.channelId, error);
      } else {
        await this.deliveries.giveUp(tx, tenantId, id, after.status, error);
      }
      if (after.status === 'refused') await this.lanes.answered(tx, claim, REFUSED_PACE_MS);
      else await this.lanes.failed(tx, claim, Math.min(failure.retryAfterMs ?? 0, TRIED_FOR_MS));
      this.#count(tx, outcome, after.status);
      return after;
    });
  }

  #count(tx: Tx, outcome: AttemptOutcome, status: AfterFailure['status'] | 'sent'): void {
    const of = dimensions(this.config.get('ENVIRONMENT'));
    this.database.onCommit(tx, () => {
      attempts.add({ outcome });
      if (status === 'sent') notificationsSent.add(of);
      else if (status !== 'pending') notificationsFailed.add(of);
    });
  }
}
