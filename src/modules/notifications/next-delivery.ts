import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { Channels } from './channels.service.js';
import { Composer } from './composer.js';
import { DeliveryStore, type DeliveryRow } from './deliveries.store.js';
import { TRIED_FOR_MS } from './domain/delivery.js';
import { LaneStore, type Claim, type LaneRow } from './lanes.store.js';
import type { Outgoing } from './sending.js';
import { recipientOf } from './tellings.store.js';

/** `closed`: the recipient is none any more, and what waited for it was ended. */
export type Next = { send: Outgoing } | 'closed' | undefined;

/** What a lane has to send next. All of it commits before anything goes out. */
@Injectable()
export class NextDelivery {
  constructor(
    private readonly database: Database,
    private readonly lanes: LaneStore,
    private readonly deliveries: DeliveryStore,
    private readonly composer: Composer,
    private readonly channels: Channels,
  ) {}

  /**
   * The delivery that is under way, else a new one of what is due, with its attempt counted. Whoever dies after this
   * leaves an attempt without an end, and the next one has the delivery's id.
   */
  async begin(claim: Claim): Promise<Next> {
    const { tenantId, lane } = claim;
    return this.database.withTenant(tenantId, async (tx) => {
      const held = await this.lanes.hold(tx, claim);
      if (held === undefined) return undefined;
      const { isPaused, gone } = await this.#channel(tx, tenantId, held);
      if (isPaused) return undefined;
      if (gone !== undefined) return this.#close(tx, claim, held, gone);
      let open = await this.deliveries.open(tx, tenantId, lane);
      if (open === undefined && (await this.composer.compose(tx, claim, held)) !== undefined)
        open = await this.deliveries.open(tx, tenantId, lane);
      if (open?.isDue !== true) return undefined;
      const attempt = await this.deliveries.begin(tx, open, TRIED_FOR_MS);
      return { send: outgoing(open, attempt) };
    });
  }

  async #channel(
    tx: Tx,
    tenantId: string,
    { channelId }: LaneRow,
  ): Promise<{ isPaused: boolean; gone?: string }> {
    if (channelId === null) return { isPaused: false };
    const channel = (await this.channels.of(tx, tenantId)).find(({ id }) => id === channelId);
    if (channel === undefined) return { isPaused: false, gone: 'The channel was deleted' };
    if (!channel.enabled) return { isPaused: false, gone: 'The channel is disabled' };
    return { isPaused: channel.pausedAt !== null };
  }

  /** What waits ends as deliveries that failed with that reason: people see what they were not told. */
  async #close(tx: Tx, claim: Claim, held: LaneRow, reason: string): Promise<Next> {
    const { tenantId, lane } = claim;
    const made = await this.composer.compose(tx, claim, held);
    const ended = await this.deliveries.giveUpAll(tx, tenantId, lane, reason);
    return made !== undefined || ended > 0 ? 'closed' : undefined;
  }
}

const outgoing = (row: DeliveryRow, attempt: number): Outgoing => ({
  ...{ tenantId: row.tenantId, deliveryId: row.id, recipient: recipientOf(row), message: row.message },
  ...{ threadKey: row.threadKey, correlationId: row.correlationId, attempt },
});
