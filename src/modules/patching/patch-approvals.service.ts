import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { PatchApprovalStore, type PatchApprovalHead } from './patch-approval.store.js';
import type {
  PatchApprovalAnswer,
  PatchApprovalQuery,
  PatchApprovalSummary,
} from './patch-approvals.schemas.js';

/** Approvals of patches for people. */
@Injectable()
export class PatchApprovalsService {
  constructor(
    private readonly database: Database,
    private readonly store: PatchApprovalStore,
  ) {}

  async list({ tenantId }: Caller, query: PatchApprovalQuery): Promise<Page<PatchApprovalSummary>> {
    const { limit, cursor, tenantId: _, ...filter } = query;
    const after = decodeCursor(cursor, 1)?.[0];
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.store.list(tx, tenantId, filter, after, limit + 1),
    );
    const page = toPage(rows, limit, ({ id }) => [id]);
    return { ...page, items: page.items.map(summaryOf) };
  }

  /** @throws AppError NOT_FOUND */
  async get({ tenantId }: Caller, id: string): Promise<PatchApprovalAnswer> {
    const row = await this.database.withTenant(tenantId, (tx) => this.store.find(tx, tenantId, id));
    if (row === undefined) throw notFound('patch approval', id);
    return { ...summaryOf(row), patches: row.patches };
  }
}

function summaryOf(row: PatchApprovalHead): PatchApprovalSummary {
  const { id, executionId, kind, by, status, correlationId, vulnerabilityCount, patchCount } = row;
  const { instanceCount, decidedBy, approvalId, expiresAt, decidedAt, publishedAt, installations } = row;
  return {
    ...{ id, executionId, kind, by, status, correlationId, vulnerabilityCount, patchCount, instanceCount },
    ...{ decidedBy, approvalId, expiresAt, decidedAt, publishedAt, installations, createdAt: row.createdAt },
  };
}
