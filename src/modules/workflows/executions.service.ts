import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { invalid, notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage } from '../../shared/paging.js';
import { ExecutionAnswers } from './execution-answer.js';
import { ExecutionFiguresStore } from './execution-figures.store.js';
import { ExecutionProgress } from './execution-progress.js';
import type {
  ExecutionQuery,
  ListedExecution,
  WorkflowMetrics,
  WorkflowStatus,
} from './executions.schemas.js';
import { ExecutionStore } from './executions.store.js';

/** Executions as they stand. */
@Injectable()
export class ExecutionsService {
  constructor(
    private readonly database: Database,
    private readonly store: ExecutionStore,
    private readonly figures: ExecutionFiguresStore,
    private readonly progress: ExecutionProgress,
    private readonly answers: ExecutionAnswers,
  ) {}

  /** @throws AppError NOT_FOUND */
  async status(tenantId: string, executionArn: string): Promise<WorkflowStatus> {
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.findByArn(tx, tenantId, executionArn);
      if (row === null) throw notFound('execution', executionArn);
      const isPending = row.status === 'PENDING_START';
      return this.answers.status(row, {
        progress: await this.progress.of(tx, row),
        queue: isPending ? { position: await this.store.place(tx, row) } : null,
      });
    });
  }

  async list(
    tenantId: string,
    query: Omit<ExecutionQuery, 'tenantId'>,
  ): Promise<{ executions: ListedExecution[]; nextCursor: string | null }> {
    const { workflowType, status, limit } = query;
    const filter = { workflowType, status, after: lastShown(query.cursor), take: limit + 1 };
    const rows = await this.database.withTenant(tenantId, (tx) => this.store.list(tx, tenantId, filter));
    const page = toPage(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id]);
    return { executions: page.items.map((row) => this.answers.listed(row)), nextCursor: page.nextCursor };
  }

  async metrics(tenantId: string, workflowType?: string): Promise<WorkflowMetrics> {
    return this.database.withTenant(tenantId, (tx) => this.figures.of(tx, tenantId, workflowType));
  }
}

function lastShown(cursor: string | undefined): { createdAt: Date; id: string } | undefined {
  const [at = '', id = ''] = decodeCursor(cursor, 2) ?? [];
  if (cursor === undefined) return undefined;
  const createdAt = new Date(at);
  // as toISOString writes it, between 1970 and 9999: what no row can hold is no cursor of ours
  if (!/^\d{4}-/.test(at) || Number.isNaN(createdAt.getTime()) || createdAt.getTime() < 0) {
    throw invalid([{ path: 'cursor', message: 'is not a cursor of this list' }]);
  }
  return { createdAt, id };
}
