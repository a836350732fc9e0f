import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { ApprovalsOf, ExecutionLookups } from '../workflows/index.js';
import { Changes } from './changes.service.js';
import { countsOf, isTouched } from './domain/remediation.js';
import { approvalAnswerOf, changeAnswerOf, rollbackAnswerOf, summaryAnswerOf } from './remediation-answer.js';
import { ownerOf } from './remediation-rows.js';
import type {
  ChangeAnswer,
  RemediationAnswer,
  RemediationQuery,
  RemediationSummaryAnswer,
} from './remediations.schemas.js';
import { RemediationsStore, type RemediationRow } from './remediations.store.js';

/** Remediations as they stand. */
@Injectable()
export class RemediationsService {
  constructor(
    private readonly database: Database,
    private readonly store: RemediationsStore,
    private readonly changes: Changes,
    private readonly approvals: ApprovalsOf,
    private readonly executions: ExecutionLookups,
  ) {}

  async list({ tenantId }: Caller, query: RemediationQuery): Promise<Page<RemediationSummaryAnswer>> {
    const { status, findingId, resourceArn, executionId, limit, cursor } = query;
    const after = decodeCursor(cursor, 1)?.[0];
    const { page, counts } = await this.database.withTenant(tenantId, async (tx) => {
      const filter = { status, findingId, resourceArn, executionId };
      const rows = await this.store.list(tx, tenantId, filter, { after, take: limit + 1 });
      const found = toPage(rows, limit, ({ id }) => [id]);
      const ids = found.items.map(({ id }) => id);
      return { page: found, counts: await this.store.counts(tx, tenantId, ids) };
    });
    const arns = await this.#arns(tenantId, page.items);
    const countOf = (id: string) =>
      Object.fromEntries(counts.filter((one) => one.id === id).map((one) => [one.status, one.count]));
    const items = page.items.map((row) =>
      summaryAnswerOf(row, countOf(row.id), arns.get(row.executionId) ?? null),
    );
    return { ...page, items };
  }

  /** @throws AppError NOT_FOUND */
  async get({ tenantId }: Caller, id: string): Promise<RemediationAnswer> {
    const read = await this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.find(tx, tenantId, id);
      if (row === undefined) throw notFound('remediation', id);
      const changes = await this.#changes(tx, row);
      return { row, changes, approvals: await this.approvals.of(tx, tenantId, row.executionId) };
    });
    const { row, changes } = read;
    const executionArn = (await this.#arns(tenantId, [row])).get(row.executionId) ?? null;
    const { approval } = row;
    return {
      ...summaryAnswerOf(row, countsOf(changes), executionArn),
      approval: approval && {
        ...{ required: row.status === 'waiting_for_approval', levels: approval.levels },
        ...{ quorum: approval.quorum, why: approval.why },
      },
      approvals: read.approvals.map(approvalAnswerOf),
      ...{ changes, rollback: rollbackAnswerOf(row) },
    };
  }

  async #changes(tx: Tx, { tenantId, id }: RemediationRow): Promise<ChangeAnswer[]> {
    const answers: ChangeAnswer[] = [];
    for (const change of await this.changes.of(tx, tenantId, ownerOf(id))) {
      const calls = isTouched(change) ? await this.changes.callsOf(tx, tenantId, change.id) : [];
      answers.push(changeAnswerOf(change, calls));
    }
    return answers;
  }

  #arns(tenantId: string, rows: readonly RemediationRow[]): Promise<Map<string, string>> {
    return this.executions.arnsOf(
      tenantId,
      rows.map(({ executionId }) => executionId),
    );
  }
}
