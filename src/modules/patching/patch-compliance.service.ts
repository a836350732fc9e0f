import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { PatchCompliance } from '../scanning/index.js';
import { figuresOf } from './domain/compliance.js';
import type { ComplianceItem, ComplianceQuery } from './patch-installations.schemas.js';

/** How well instances are patched, by what scans have read. */
@Injectable()
export class PatchComplianceService {
  constructor(
    private readonly database: Database,
    private readonly known: PatchCompliance,
  ) {}

  async list({ tenantId }: Caller, query: ComplianceQuery): Promise<Page<ComplianceItem>> {
    const { limit, cursor, tenantId: _, ...filter } = query;
    const after = decodeCursor(cursor, 1)?.[0];
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.known.list(tx, tenantId, filter, after, limit + 1),
    );
    const page = toPage(rows, limit, ({ arn }) => [arn]);
    const items = page.items.map(({ arn: resourceArn, patchState, ...row }) => ({
      ...{ ...row, resourceArn, ...figuresOf(patchState) },
    }));
    return { ...page, items };
  }
}
