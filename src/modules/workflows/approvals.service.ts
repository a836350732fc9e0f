import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { conflict, forbidden, notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { approvalAnswerOf, approvalSummaryOf } from './approval-answer.js';
import { ApprovalDeciding } from './approval-deciding.js';
import type { ApprovalAnswer, ApprovalQuery, ApprovalSummary } from './approvals.schemas.js';
import { ApprovalStore, type ApprovalRow } from './approvals.store.js';
import { Arns } from './arns.js';
import { hasVoted, howDecided, isOverdue, refusalFor, type Decision } from './domain/approval.js';

/** What people are asked by workflows, and what they answer. */
@Injectable()
export class ApprovalsService {
  constructor(
    private readonly database: Database,
    private readonly store: ApprovalStore,
    private readonly deciding: ApprovalDeciding,
    private readonly arns: Arns,
  ) {}

  async list({ tenantId }: Caller, query: ApprovalQuery): Promise<Page<ApprovalSummary>> {
    const { status, executionId, limit, cursor } = query;
    const [after] = decodeCursor(cursor, 1) ?? [];
    return this.database.withTenant(tenantId, async (tx) => {
      const rows = await this.store.list(tx, tenantId, { status, executionId }, { after, take: limit + 1 });
      const page = toPage(rows, limit, (row) => [row.id]);
      const arns = await this.#arns(tx, tenantId, page.items);
      const items = page.items.map((row) => approvalSummaryOf(row, arns.get(row.executionId) ?? null));
      return { ...page, items };
    });
  }

  async get({ tenantId }: Caller, id: string): Promise<ApprovalAnswer> {
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.find(tx, tenantId, id);
      if (row === undefined) throw notFound('approval', id);
      return this.#shown(tx, row);
    });
  }

  /**
   * Says yes or no in the caller's name. The decision, the answer to the workflow, the fact and the audit entry are one
   * transaction, with what `also` does.
   * @throws AppError NOT_FOUND; FORBIDDEN for the requester and for a role below its level; CONFLICT where it is decided,
   * with how, or the caller has approved already
   */
  async decide(
    caller: Caller,
    id: string,
    decision: Decision,
    comment: string | null,
    also?: (tx: Tx) => Promise<void>,
  ): Promise<ApprovalAnswer> {
    const { tenantId } = caller;
    const decided = await this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.findForUpdate(tx, tenantId, id);
      if (row === undefined) throw notFound('approval', id);
      const refusal = refusalFor(row, caller, decision);
      if (refusal !== undefined) throw forbidden(refusal);
      const isTaken = await this.#try(tx, caller, row, { decision, comment });
      if (isTaken) await also?.(tx);
      const after = await this.store.find(tx, tenantId, id);
      if (after === undefined) throw notFound('approval', id);
      return isTaken ? this.#shown(tx, after) : howDecided(after, after.decisions);
    });
    // thrown after the commit, which keeps that it was closed on the way
    if (typeof decided === 'string') throw conflict(decided);
    return decided;
  }

  /** @returns false where the vote does not count: it is closed, or its time is up, or its workflow has gone on */
  async #try(
    tx: Tx,
    caller: Caller,
    row: ApprovalRow,
    vote: { decision: Decision; comment: string | null },
  ): Promise<boolean> {
    if (row.status !== 'pending') return false;
    if (isOverdue(row, await this.database.now(tx))) {
      await this.deciding.expire(tx, row); // a sweep has not found it yet
      return false;
    }
    if (hasVoted(row.decisions, caller.owner)) {
      throw conflict(`${caller.owner} has approved it already: another person is needed`);
    }
    const level =
      vote.decision === 'approved' ? await this.store.otherLevelOf(tx, row, caller.owner) : undefined;
    if (level !== undefined) {
      throw conflict(`${caller.owner} has approved it at level ${level} already: another person is needed`);
    }
    return (await this.deciding.vote(tx, caller, row, vote)) !== 'cancelled';
  }

  async #shown(tx: Tx, row: ApprovalRow): Promise<ApprovalAnswer> {
    return approvalAnswerOf(row, (await this.#arns(tx, row.tenantId, [row])).get(row.executionId) ?? null);
  }

  async #arns(tx: Tx, tenantId: string, rows: readonly ApprovalRow[]): Promise<Map<string, string>> {
    const ids = [...new Set(rows.map(({ executionId }) => executionId))];
    const names = await this.store.executionNames(tx, tenantId, ids);
    return new Map(names.map(({ id, stateMachine, name }) => [id, this.arns.execution(stateMachine, name)]));
  }
}
