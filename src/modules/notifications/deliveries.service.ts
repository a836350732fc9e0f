import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { conflict, notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { AuditLog } from '../access/index.js';
import { Channels } from './channels.service.js';
import { DeliveryStore, type DeliveryRow } from './deliveries.store.js';
import type { DeliveryAnswer, DeliveryDetail, DeliveryQuery } from './deliveries.schemas.js';
import { TRIED_FOR_MS } from './domain/delivery.js';
import { directTarget } from './domain/destination.js';
import type { Message } from './domain/message.js';
import { LaneWake } from './lane-wake.js';

const ATTEMPTS = 100;

/** What people were told, what they were not, and why. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly database: Database,
    private readonly store: DeliveryStore,
    private readonly channels: Channels,
    private readonly audit: AuditLog,
    private readonly wake: LaneWake,
  ) {}

  async list({ tenantId }: Caller, query: DeliveryQuery): Promise<Page<DeliveryAnswer>> {
    const { limit, cursor, tenantId: _, ...filter } = query;
    const after = decodeCursor(cursor, 1)?.[0];
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.store.list(tx, tenantId, filter, after, limit + 1),
    );
    const page = toPage(rows, limit, ({ id }) => [id]);
    return { ...page, items: page.items.map(deliveryAnswerOf) };
  }

  async get({ tenantId }: Caller, id: string): Promise<DeliveryDetail> {
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.#find(tx, tenantId, id);
      const attemptList = await this.store.attempts(tx, tenantId, id, ATTEMPTS);
      return { ...deliveryAnswerOf(row), message: shown(row.message), attemptList };
    });
  }

  /** Has one that was given up or refused tried again, with its id: a receiver that got it can tell. */
  async retry(caller: Caller, id: string): Promise<DeliveryAnswer> {
    const { tenantId } = caller;
    return this.database.withTenant(tenantId, async (tx) => {
      const before = await this.#find(tx, tenantId, id);
      await this.#checkChannel(tx, before);
      if (!(await this.store.revive(tx, tenantId, id, TRIED_FOR_MS)))
        throw conflict(`The delivery is ${before.status}: only what failed or was refused is sent again`);
      const after = await this.#find(tx, tenantId, id);
      await this.audit.write(tx, caller, {
        ...{ action: 'notification.retried', targetType: 'notification_delivery', targetId: id },
        ...{ before: told(before), after: told(after) },
      });
      this.database.onCommit(tx, () => this.wake.now());
      return deliveryAnswerOf(after);
    });
  }

  async #checkChannel(tx: Tx, { tenantId, channelId }: DeliveryRow): Promise<void> {
    if (channelId === null) return;
    const channel = (await this.channels.of(tx, tenantId)).find(({ id }) => id === channelId);
    if (channel === undefined) throw conflict('Its channel was deleted');
    if (!channel.enabled) throw conflict(`Its channel ${channel.name} is disabled: enable it first`);
  }

  async #find(tx: Tx, tenantId: string, id: string): Promise<DeliveryRow> {
    const row = await this.store.find(tx, tenantId, id);
    if (row === undefined) throw notFound('delivery', id);
    return row;
  }
}

const told = ({ status, attempts, lastError }: DeliveryRow) => ({ status, attempts, lastError });

/** A personal link decides in somebody's name: its id is nobody else's business. */
const shown = (message: Message): Message => ({
  ...message,
  links: message.links.map((link) => ({ ...link, to: { ...link.to, personalLinkId: null } })),
});

export function deliveryAnswerOf(row: DeliveryRow): DeliveryAnswer {
  const { id, tenantId, channelId, channelType, ruleId, kind, severity, title, told: count, status } = row;
  const { attempts, expiresAt, lastError, providerId, correlationId, createdAt, sentAt } = row;
  const isOpen = status === 'pending' || status === 'waiting';
  return {
    ...{ id, tenantId, channelId, target: row.target === null ? null : directTarget.parse(row.target) },
    ...{ channelType, ruleId, kind, severity, title, told: count, status, attempts },
    nextAttemptAt: isOpen ? row.nextAttemptAt : null,
    ...{ expiresAt, lastError, providerId, correlationId, createdAt, sentAt },
  };
}
