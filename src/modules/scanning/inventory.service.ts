import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import type { ResourceAnswer, ResourceItem, ResourceQuery } from './inventory.schemas.js';
import { InventoryStore, type ResourceRow } from './inventory.store.js';

const HISTORY = 100;

@Injectable()
export class InventoryService {
  constructor(
    private readonly database: Database,
    private readonly store: InventoryStore,
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
      return {
        ...toItem(row),
        tenantId,
        configuration: row.configuration as ResourceAnswer['configuration'],
        noEvidence: row.noEvidence as ResourceAnswer['noEvidence'],
        relations: row.relations as string[],
        history: (await this.store.changesOf(tx, tenantId, arn, HISTORY)) as ResourceAnswer['history'],
      };
    });
  }
}

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
