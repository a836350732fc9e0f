import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { AuditLog } from '../access/index.js';
import { channelAnswerOf } from './channel-answer.js';
import type { ChannelAnswer, ChannelQuery } from './channels.schemas.js';
import { ChannelStore, type ChannelRow } from './channels.store.js';
import { LaneWake } from './lane-wake.js';

/** Reads channels, and sets going again what was paused. */
@Injectable()
export class ChannelListing {
  constructor(
    private readonly database: Database,
    private readonly store: ChannelStore,
    private readonly audit: AuditLog,
    private readonly wake: LaneWake,
  ) {}

  async list({ tenantId }: Caller, query: ChannelQuery): Promise<Page<ChannelAnswer>> {
    const { limit, cursor, type, enabled } = query;
    const after = decodeCursor(cursor, 1)?.[0];
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.store.list(tx, tenantId, { type, enabled, after, take: limit + 1 }),
    );
    const page = toPage(rows, limit, ({ id }) => [id]);
    return { ...page, items: page.items.map(channelAnswerOf) };
  }

  async get({ tenantId }: Caller, id: string): Promise<ChannelAnswer> {
    const row = await this.database.withTenant(tenantId, (tx) => this.store.find(tx, tenantId, id));
    if (row === undefined) throw notFound('channel', id);
    return channelAnswerOf(row);
  }

  /** What waited for it goes out. One that is not paused stays as it is. */
  async resume(caller: Caller, id: string): Promise<ChannelAnswer> {
    const { tenantId } = caller;
    return this.database.withTenant(tenantId, async (tx) => {
      const before = await this.#locked(tx, tenantId, id);
      if (await this.store.setPaused(tx, tenantId, id, null)) {
        const { pausedAt, pausedReason } = before;
        await this.audit.write(tx, caller, {
          ...{ action: 'notification_channel.resumed', targetType: 'notification_channel', targetId: id },
          before: { pausedAt, pausedReason },
        });
        this.database.onCommit(tx, () => this.wake.now());
      }
      return channelAnswerOf({ ...before, pausedAt: null, pausedReason: null });
    });
  }

  async #locked(tx: Tx, tenantId: string, id: string): Promise<ChannelRow> {
    const row = await this.store.findForUpdate(tx, tenantId, id);
    if (row === undefined) throw notFound('channel', id);
    return row;
  }
}
