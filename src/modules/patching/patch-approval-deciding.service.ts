import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { TaskFailure } from '../../platform/tasks/index.js';
import { AuditLog, type Actor } from '../access/index.js';
import { ApprovalsOf } from '../workflows/index.js';
import type { ApprovalKind, PatchApprovalStatus } from './domain/patch-approval.js';
import { patchQuestion, type PatchQuestion } from './domain/patch-approval-question.js';
import { PatchPolicies } from './patch-approval-policy.service.js';
import { PatchApprovalStore, type Decided, type PatchApprovalRow } from './patch-approval.store.js';
import type { DecideInput } from './patch-approval.schemas.js';

const HOUR_MS = 3_600_000;

/** Decides about what was evaluated: by the policy what it lets through, and by people the rest. */
@Injectable()
export class PatchApprovalDeciding {
  constructor(
    private readonly database: Database,
    private readonly store: PatchApprovalStore,
    private readonly policies: PatchPolicies,
    private readonly audit: AuditLog,
    private readonly approvals: ApprovalsOf,
  ) {}

  /** Approves by the policy, and says what is to be asked. Safe to run twice. */
  async process(
    actor: Actor,
    executionId: string,
    kind: ApprovalKind,
  ): Promise<{ approvedByPolicy: number; isAsked: boolean; question: PatchQuestion | null }> {
    const { tenantId } = actor;
    return this.database.withTenant(tenantId, async (tx) => {
      const rows = await this.#rows(tx, tenantId, executionId, kind);
      const now = await this.database.now(tx);
      const policy = await this.policies.of(tx, tenantId);
      const [byPolicy, byPeople] = [rows.find(isBy('policy')), rows.find(isBy('people'))];
      if (byPolicy?.status === 'pending') {
        const decidedBy = [`the patch policy, saved by ${policy.savedBy ?? 'nobody'}`];
        await this.#decide(tx, actor, byPolicy, { status: 'approved', decidedBy, decidedAt: now });
      }
      const answer = { approvedByPolicy: byPolicy?.patchCount ?? 0 };
      if (byPeople === undefined) return { ...answer, isAsked: false, question: null };
      const expiresAt = new Date(now.getTime() + policy.approvalExpiresInHours * HOUR_MS);
      await this.store.change(tx, tenantId, byPeople.id, { status: 'pending', expiresAt });
      return { ...answer, isAsked: true, question: patchQuestion({ ...byPeople, expiresAt }, now) };
    });
  }

  /**
   * Notes what people have said, or that nobody has: by the approval itself, since what a definition says of it may be
   * anything.
   * @throws TaskFailure PRECONDITION_FAILED
   */
  async decide(actor: Actor, executionId: string, { kind, decision }: DecideInput) {
    const { tenantId } = actor;
    return this.database.withTenant(tenantId, async (tx) => {
      const row = (await this.#rows(tx, tenantId, executionId, kind)).find(isBy('people'));
      const { approvalId, decidedBy, expired, decision: said } = decision;
      const status: PatchApprovalStatus = expired ? 'expired' : said;
      const isNew = row !== undefined && row.approvalId !== approvalId;
      if (isNew) {
        await this.#mustBeSaid(tx, tenantId, executionId, row, { approvalId, said });
        const decidedAt = await this.database.now(tx);
        await this.#decide(tx, actor, row, { status, approvalId, decidedBy, decidedAt });
      }
      return { status, patchCount: row?.patchCount ?? 0, decidedBy };
    });
  }

  async #mustBeSaid(
    tx: Tx,
    tenantId: string,
    executionId: string,
    row: PatchApprovalRow,
    { approvalId, said }: { approvalId: string; said: string },
  ): Promise<void> {
    const asked = (await this.approvals.of(tx, tenantId, executionId)).find(({ id }) => id === approvalId);
    const details = asked?.details as { patchApprovalId?: unknown } | null | undefined;
    if (asked?.status !== said || details?.patchApprovalId !== row.id) throw nobodySaid(row, said);
    // a yes that nobody gave in time is nobody's
    if (said === 'approved' && asked.expired) throw nobodySaid(row, said);
  }

  /** The execution fails: what nobody has answered is nobody's any more. */
  async abandon(tenantId: string, executionId: string): Promise<void> {
    await this.database.withTenant(tenantId, async (tx) =>
      this.store.abandon(tx, tenantId, [executionId], await this.database.now(tx)),
    );
  }

  async #rows(
    tx: Tx,
    tenantId: string,
    executionId: string,
    kind: ApprovalKind,
  ): Promise<PatchApprovalRow[]> {
    const rows = await this.store.ofExecution(tx, tenantId, executionId);
    return rows.filter((row) => row.kind === kind);
  }

  async #decide(tx: Tx, actor: Actor, row: PatchApprovalRow, to: Decided & { status: PatchApprovalStatus }) {
    await this.store.change(tx, actor.tenantId, row.id, to);
    const { id: targetId, kind, by, patchCount, instanceCount } = row;
    await this.audit.write(tx, actor, {
      ...{ action: `patch_approval.${to.status}`, targetType: 'patch_approval', targetId },
      before: { status: row.status },
      after: { status: to.status, kind, by, patchCount, instanceCount, decidedBy: to.decidedBy },
    });
  }
}

const nobodySaid = ({ id }: PatchApprovalRow, said: string) =>
  new TaskFailure('PRECONDITION_FAILED', `Nobody has said ${said} to ${id}`);

const isBy =
  (by: PatchApprovalRow['by']) =>
  (row: PatchApprovalRow): boolean =>
    row.by === by;
