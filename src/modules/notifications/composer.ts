import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { newId } from '../../shared/ids.js';
import { DeliveryStore } from './deliveries.store.js';
import { combine, digestOf } from './domain/combine.js';
import { nextOf, type Choice } from './domain/composing.js';
import { TRIED_FOR_MS } from './domain/delivery.js';
import type { Message } from './domain/message.js';
import type { Claim, LaneRow } from './lanes.store.js';
import { TellingStore, type WaitingRow } from './tellings.store.js';

/** Of one message at most: what is more comes with the next. */
const TELLINGS = 10_000;
const BYTES = 16 * 1024 * 1024;

/** Makes one delivery of what is due in a lane. */
@Injectable()
export class Composer {
  constructor(
    private readonly database: Database,
    private readonly tellings: TellingStore,
    private readonly deliveries: DeliveryStore,
    private readonly logger: Logger,
  ) {}

  /** In the transaction that holds the lane. @returns the delivery's id; undefined: nothing is due */
  async compose(
    tx: Tx,
    { tenantId, lane }: Claim,
    { channelId, target, recoveredAt }: LaneRow,
  ): Promise<string | undefined> {
    const now = await this.database.now(tx);
    const due = await this.tellings.due(tx, tenantId, lane, TELLINGS);
    const choice = nextOf(due, { now, recoveredAt });
    if (choice === undefined) return undefined;
    const { message, of } = await this.#made(tx, tenantId, choice, now);
    const [first] = of;
    if (first === undefined) return undefined;
    const id = newId('dlv');
    await this.deliveries.insert(
      tx,
      {
        ...{ id, tenantId, lane, channelId, target, message, told: of.length },
        ...{ ruleId: shared(of, 'ruleId'), threadKey: shared(of, 'threadKey') },
        correlationId: first.correlationId,
      },
      TRIED_FOR_MS,
    );
    await this.tellings.hold(
      tx,
      tenantId,
      of.map((one) => one.id),
      id,
    );
    return id;
  }

  async #made(
    tx: Tx,
    tenantId: string,
    { how, of }: Choice<WaitingRow>,
    now: Date,
  ): Promise<{ message: Message; of: WaitingRow[] }> {
    const ids = of.map(({ id }) => id);
    const messages = (await this.tellings.messages(tx, tenantId, ids, BYTES)).map((row) => row.message);
    const taken = of.slice(0, messages.length);
    const [first] = messages;
    if (first === undefined) throw new Error('a telling without a message is in no delivery');
    const from = new Date(Math.min(...taken.map(({ createdAt }) => createdAt.getTime())));
    try {
      if (how === 'digest') return { message: digestOf(messages, { from, to: now }), of: taken };
      return { message: messages.length === 1 ? first : combine(messages), of: taken };
    } catch (error) {
      // one that cannot be put beside others must not keep the lane standing still
      this.logger.error('Messages could not be combined; the first goes by itself', { tenantId, error });
      return { message: first, of: taken.slice(0, 1) };
    }
  }
}

/** What all of them have; null where they differ. */
const shared = (of: readonly WaitingRow[], field: 'ruleId' | 'threadKey'): string | null =>
  of.every((one) => one[field] === of[0]?.[field]) ? (of[0]?.[field] ?? null) : null;
