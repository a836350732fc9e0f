import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { newId } from '../../shared/ids.js';
import { AuditLog, type Actor } from '../access/index.js';
import { DeliveryStore, type DeliveryRow } from './deliveries.store.js';
import { TRIED_FOR_MS } from './domain/delivery.js';
import type { Message } from './domain/message.js';
import { LaneWake } from './lane-wake.js';
import { LaneStore } from './lanes.store.js';

/** Deliveries that somebody asks for and waits for: they pass what is still to be put together, and nothing that is under way. */
@Injectable()
export class DirectDeliveries {
  constructor(
    private readonly database: Database,
    private readonly lanes: LaneStore,
    private readonly store: DeliveryStore,
    private readonly wake: LaneWake,
    private readonly audit: AuditLog,
  ) {}

  /** @returns their ids, one for each channel */
  async add(tx: Tx, actor: Actor, channelIds: readonly string[], message: Message): Promise<string[]> {
    const { tenantId } = actor;
    await this.lanes.add(
      tx,
      tenantId,
      channelIds.map((channelId) => ({ channelId })),
    );
    const ids: string[] = [];
    for (const channelId of channelIds) {
      const id = newId('dlv');
      ids.push(id);
      const delivery = {
        ...{ id, tenantId, lane: channelId, channelId, target: null, message, told: 0 },
        ...{ ruleId: null, threadKey: null, correlationId: correlation.id() },
      };
      await this.store.insert(tx, delivery, TRIED_FOR_MS);
      await this.audit.write(tx, actor, {
        ...{ action: 'notification.sent_by_hand', targetType: 'notification_delivery', targetId: id },
        after: { channelId, kind: message.kind, title: message.title },
      });
    }
    this.database.onCommit(tx, () => this.wake.now());
    return ids;
  }

  async read(tenantId: string, ids: readonly string[]): Promise<DeliveryRow[]> {
    return this.database.withTenant(tenantId, (tx) => this.store.some(tx, tenantId, ids));
  }
}
