import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { VulnerabilitiesStore, type VulnerabilityRow } from './vulnerabilities.store.js';
import type { VulnerabilityItem, VulnerabilityQuery } from './vulnerabilities.schemas.js';

/** Vulnerabilities for people. */
@Injectable()
export class VulnerabilitiesService {
  constructor(
    private readonly database: Database,
    private readonly store: VulnerabilitiesStore,
  ) {}

  async list({ tenantId }: Caller, query: VulnerabilityQuery): Promise<Page<VulnerabilityItem>> {
    const { limit, cursor, tenantId: _, ...filter } = query;
    const after = decodeCursor(cursor, 1)?.[0];
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.store.list(tx, tenantId, filter, after, limit + 1),
    );
    const page = toPage(rows, limit, ({ id }) => [id]);
    return { ...page, items: page.items.map(toItem) };
  }
}

const toItem = ({ externalId: _, score, ...row }: VulnerabilityRow): VulnerabilityItem =>
  // words in the row are those that the unit wrote
  ({ ...row, score: score === null ? null : Number(score) }) as unknown as VulnerabilityItem;
