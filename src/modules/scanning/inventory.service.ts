import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { invalid, notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import type {
  ResourceAnswer,
  ResourceItem,
  ResourceQuery,
  TimelineItem,
  TimelineQuery,
} from './inventory.schemas.js';
import { InventoryStore, type ResourceRow } from './inventory.store.js';
import { TimelineStore, type TimelineRow } from './timeline.store.js';

const HISTORY = 100;

@Injectable()
export class InventoryService {
  constructor(
    private readonly database: Database,
    private readonly store: InventoryStore,
    private readonly timelines: TimelineStore,
  ) {}

  async list({ tenantId }: Caller, query: ResourceQuery): Promise<Page<ResourceItem>> {
    const { limit, cursor, includeDeleted, type, region, accountId, text } = query;
    const filter = { type, region, accountId, text, includeDeleted: includeDeleted === 'true' };
    const after = decodeCursor(cursor, 1)?.[0];
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.store.list(tx, tenantId, { ...filter, after, take: limit + 1 }),
    );
    const page = toPage(rows, limit, (row) => [row.arn]);
    return { ...page, items: page.items.map(toItem) };
  }

  async get({ tenantId }: Caller, arn: string): Promise<ResourceAnswer> {
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.find(tx, tenantId, arn);
      if (row === null) throw notFound('resource', arn);
      const drifts = await this.timelines.of(tx, tenantId, arn, { kind: 'drift', take: HISTORY });
      return {
        ...toItem(row),
        tenantId,
        configuration: row.configuration as ResourceAnswer['configuration'],
        noEvidence: row.noEvidence as ResourceAnswer['noEvidence'],
        relations: row.relations as string[],
        history: drifts.map(
          ({ id, at, what, patch, source }) =>
            ({ id, at, kind: what, patch, source }) as ResourceAnswer['history'][number],
        ),
      };
    });
  }

  /** Also of what the inventory never held, where something happened to it. */
  async timeline(
    { tenantId }: Caller,
    arn: string,
    { kind, limit, cursor }: TimelineQuery,
  ): Promise<Page<TimelineItem>> {
    const after = positionOf(cursor);
    return this.database.withTenant(tenantId, async (tx) => {
      const filter = { kind, take: limit + 1, ...(after === undefined ? {} : { after }) };
      const rows = await this.timelines.of(tx, tenantId, arn, filter);
      if (rows.length === 0 && (await this.store.find(tx, tenantId, arn)) === null) {
        const any = await this.timelines.of(tx, tenantId, arn, { take: 1 });
        if (any.length === 0) throw notFound('resource', arn);
      }
      const page = toPage(rows, limit, ({ at, id }) => [at.toISOString(), id]);
      return { ...page, items: page.items.map(toEntry) };
    });
  }
}

/** @throws AppError INVALID */
function positionOf(cursor: string | undefined): { at: Date; id: string } | undefined {
  const [at, id] = decodeCursor(cursor, 2) ?? [];
  if (at === undefined || id === undefined) return undefined;
  const time = new Date(at);
  if (Number.isNaN(time.getTime()))
    throw invalid([{ path: 'cursor', message: 'is not a cursor of this list' }]);
  return { at: time, id };
}

const toEntry = (row: TimelineRow): TimelineItem => ({
  ...row,
  kind: row.kind as TimelineItem['kind'],
  patch: row.patch as TimelineItem['patch'],
  details: row.details as TimelineItem['details'],
});

const toItem = (row: ResourceRow): ResourceItem => ({
  arn: row.arn,
  type: row.type,
  service: row.service,
  name: row.name,
  accountId: row.accountId,
  region: row.region,
  tags: row.tags as ResourceItem['tags'],
  firstSeenAt: row.firstSeenAt,
  lastSeenAt: row.lastSeenAt,
  changedAt: row.changedAt,
  deletedAt: row.deletedAt,
});
