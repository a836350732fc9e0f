import { Composer } from '../../src/modules/notifications/composer.js';
import type { Channels } from '../../src/modules/notifications/channels.service.js';
import { DeliveryStore } from '../../src/modules/notifications/deliveries.store.js';
import { DeliveryOutcomes } from '../../src/modules/notifications/delivery-outcomes.js';
import { laneOf, type Recipient } from '../../src/modules/notifications/domain/destination.js';
import type { Message } from '../../src/modules/notifications/domain/message.js';
import { LaneRuns } from '../../src/modules/notifications/lane-runs.service.js';
import { LaneWake } from '../../src/modules/notifications/lane-wake.js';
import { LaneStore } from '../../src/modules/notifications/lanes.store.js';
import { NextDelivery } from '../../src/modules/notifications/next-delivery.js';
import { Sending, type Outgoing, type Sent } from '../../src/modules/notifications/sending.js';
import type { NewTelling } from '../../src/modules/notifications/telling.js';
import { TellingsService } from '../../src/modules/notifications/tellings.service.js';
import { TellingStore } from '../../src/modules/notifications/tellings.store.js';
import type { Config } from '../../src/platform/config/index.js';
import { Database, type Tx } from '../../src/platform/database/index.js';
import type { Logger } from '../../src/platform/telemetry/index.js';
import { createTestDatabase } from './database.js';

export const TENANT = 'default';

/** What a receiver was given. */
export interface Received {
  lane: string;
  deliveryId: string;
  attempt: number;
  title: string;
  message: Message;
}

/** Stands for all receivers: takes what comes, unless `answer` throws. */
export class Receiver extends Sending {
  readonly received: Received[] = [];
  /** All attempts, those that failed too. */
  readonly asked: Received[] = [];
  /** Throws for what does not arrive. */
  answer: (outgoing: Outgoing) => void | Promise<void> = () => undefined;
  /** Throws for what arrives while the answer is lost. */
  afterwards: (outgoing: Outgoing) => void = () => undefined;

  async send(outgoing: Outgoing): Promise<Sent> {
    const { deliveryId, attempt, message, recipient } = outgoing;
    const one = { lane: laneOf(recipient), deliveryId, attempt, title: message.title, message };
    this.asked.push(one);
    await this.answer(outgoing);
    this.received.push(one);
    this.afterwards(outgoing);
    return { channelType: 'eventbridge', providerId: `p-${this.received.length}` };
  }

  reset(): void {
    this.received.length = this.asked.length = 0;
    this.answer = () => undefined;
    this.afterwards = () => undefined;
  }

  get titles(): string[] {
    return this.received.map(({ title }) => title);
  }
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined } as unknown as Logger;
const config = { get: () => 'test' } as unknown as Config;

/** Channels as their rows say, without secrets. */
class RowsOfChannels {
  async of(tx: Tx, tenantId: string) {
    return tx.$queryRaw<{ id: string; enabled: boolean; pausedAt: Date | null }[]>`
      SELECT id, name, type, enabled, paused_at AS "pausedAt" FROM notification_channels WHERE tenant_id = ${tenantId}`;
  }

  async pause(tx: Tx, tenantId: string, id: string, reason: string): Promise<void> {
    await tx.$executeRaw`
      UPDATE notification_channels SET paused_at = app_now(), paused_reason = ${reason}
       WHERE tenant_id = ${tenantId} AND id = ${id}`;
  }
}

let made = 0;

/** Workers of lanes on a database of their own. Time passes by `pass` alone, as far as anything waits for it. */
export async function startLanes() {
  const own = await createTestDatabase();
  const receiver = new Receiver();
  const databases: Database[] = [];

  /** A process: its own connections. */
  const worker = () => {
    const database = new Database(own.url, 4);
    databases.push(database);
    const channels = new RowsOfChannels() as unknown as Channels;
    const [lanes, deliveries, tellings] = [
      new LaneStore(database),
      new DeliveryStore(database),
      new TellingStore(),
    ];
    const composer = new Composer(database, tellings, deliveries, quiet);
    const next = new NextDelivery(database, lanes, deliveries, composer, channels);
    const outcomes = new DeliveryOutcomes(config, database, lanes, deliveries, channels);
    const runs = new LaneRuns(lanes, next, outcomes, receiver, quiet);
    const told = new TellingsService(database, lanes, tellings, new LaneWake());
    return {
      ...{ database, lanes, deliveries, next, outcomes, runs },
      add: (some: NewTelling[], tenantId = TENANT) =>
        database.withTenant(tenantId, (tx) => told.add(tx, tenantId, some)),
      /** Serves what can be claimed now, lane after lane. */
      once: async (limit = 16) => {
        const claims = await runs.claim(limit);
        await Promise.all(claims.map((claim) => runs.run(claim, new AbortController().signal)));
        return claims.length;
      },
    };
  };
  const first = worker();

  const pass = async (seconds: number) => {
    const by = `- make_interval(secs => ${seconds})`;
    const back = (table: string, ...columns: string[]) =>
      own.query(`UPDATE ${table} SET ${columns.map((column) => `${column} = ${column} ${by}`).join(', ')}`);
    await back('notification_tellings', 'due_at', 'created_at');
    await back(
      'notification_deliveries',
      'next_attempt_at',
      'expires_at',
      'created_at',
      'sent_at',
      'ended_at',
    );
    await back(
      'notification_lanes',
      ...['lease_until', 'claimed_at', 'failing_since', 'recovered_at', 'next_send_at'],
    );
  };

  return {
    ...{ own, receiver, worker, pass, ...first },
    /** All that can be sent without time passing, but for what one recipient takes in a row. */
    settle: async () => {
      for (let quietRounds = 0; quietRounds < 3;) {
        quietRounds = (await first.once()) === 0 ? quietRounds + 1 : 0;
        await new Promise((done) => setTimeout(done, 20));
        await own.query('UPDATE notification_lanes SET next_send_at = NULL');
      }
    },
    channel: async (values: { id?: string; enabled?: boolean } = {}) => {
      made += 1;
      const { id = `channel_${made}`, enabled = true } = values;
      await own.query(
        `INSERT INTO notification_channels (id, tenant_id, name, type, config, enabled, created_by, saved_by)
         VALUES ($1, $2, $1, 'webhook', '{}', $3, 'x', 'x')`,
        [id, TENANT, enabled],
      );
      return id;
    },
    rows: (lane: string) =>
      own.query<{ id: string; status: string; attempts: number; told: number; last_error: string | null }>(
        'SELECT * FROM notification_deliveries WHERE lane = $1 ORDER BY id',
        [lane],
      ),
    /** Nothing is on its way, and the receiver takes what comes. */
    calm: async () => {
      receiver.reset();
      for (const table of ['deliveries', 'tellings', 'lanes', 'channels'])
        await own.query(`DELETE FROM notification_${table}`);
    },
    close: async () => {
      await Promise.all(databases.map((database) => database.close()));
      await own.drop();
    },
  };
}
export type Lanes = Awaited<ReturnType<typeof startLanes>>;

export const messageTitled = (title: string, more: Partial<Message> = {}): Message => ({
  ...{ kind: 'finding', subjectId: title, severity: 'high', title, text: null, fields: [], lists: [] },
  ...{ scan: null, links: [], at: '2026-11-21T12:00:00.000Z' },
  ...more,
});

/** Something to tell that is a group of its own and due now. */
export function telling(recipient: Recipient, title: string, more: Partial<NewTelling> = {}): NewTelling {
  return {
    ...{ recipient, ruleId: 'rule_1', sourceKey: `fact_${title}`, groupKey: title, threadKey: null },
    ...{ dueAt: new Date(Date.now() - 1), isDigest: false, message: messageTitled(title) },
    ...more,
  };
}
