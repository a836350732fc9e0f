import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { EventsHistoryStore, type EventRow } from './events-history.store.js';
import type { EventAnswer, EventItem, EventQuery } from './events.schemas.js';

/** What came in, and what became of it. */
@Injectable()
export class EventsHistoryService {
  constructor(
    private readonly database: Database,
    private readonly store: EventsHistoryStore,
  ) {}

  async list({ tenantId }: Caller, query: EventQuery): Promise<Page<EventItem>> {
    const { limit, cursor, tenantId: _, source, resource, ...given } = query;
    const after = decodeCursor(cursor, 1)?.[0];
    const filter = {
      ...given,
      eventSource: given.eventSource ?? source,
      resourceArn: given.resourceArn ?? resource,
    };
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.store.list(tx, tenantId, filter, after, limit + 1),
    );
    const page = toPage(rows, limit, ({ id }) => [id]);
    return { ...page, items: page.items.map(toItem) };
  }

  /** @throws AppError NOT_FOUND */
  async get({ tenantId }: Caller, ref: string): Promise<EventAnswer> {
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.find(tx, tenantId, ref);
      if (row === undefined) throw notFound('event', ref);
      const { outcomes, who, isOwn, settledAt, envelope } = row;
      return {
        ...toItem(row),
        outcomes: outcomes as EventAnswer['outcomes'],
        who: who as EventAnswer['who'],
        ...{ isOwn, settledAt, event: envelope as EventAnswer['event'] },
        ruleRuns: await this.store.runsOf(tx, tenantId, row.id),
      };
    });
  }
}

function toItem(row: EventRow): EventItem {
  const { id, eventId, eventType, tenantId, eventSource, eventName, eventTime, receivedAt } = row;
  const { accountId, region, disposition, reason, rule, resources, correlationId } = row;
  return {
    ...{ id, eventId, eventType, tenantId, eventSource, eventName, eventTime, receivedAt, accountId, region },
    ...{ disposition: disposition as EventItem['disposition'], reason, rule, correlationId },
    resources: resources as EventItem['resources'],
  };
}
