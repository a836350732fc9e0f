import { Injectable } from '@nestjs/common';
import { Database, Prisma, type Tx } from '../../platform/database/index.js';
import type { ApprovalStatus, Decision, Question, Vote } from './domain/approval.js';

type Stored = Prisma.ApprovalGetPayload<object>;

/** A question with what was said to it, in the order in which it was said. */
export interface ApprovalRow extends Omit<Stored, 'status' | 'defaultDecision'>, Question {
  decisions: (Vote & { decidedAt: Date })[];
}

/** A question that is to be put. */
export type NewApproval = Pick<
  Stored,
  | 'id'
  | 'executionId'
  | 'taskId'
  | 'title'
  | 'level'
  | 'quorum'
  | 'defaultDecision'
  | 'claimedBy'
  | 'createdAt'
  | 'expiresAt'
  | 'workflowType'
  | 'requestedBy'
  | 'requestedByKey'
  | 'correlationId'
> & { details: Prisma.InputJsonValue };

/** What an approval must know of the execution that asks. */
export type AskingExecution = Pick<
  Prisma.ExecutionGetPayload<object>,
  'workflowType' | 'requestedBy' | 'requestedByKey' | 'correlationId'
>;

const shown = { include: { decisions: { orderBy: { id: 'asc' } } } } as const;

/** Approvals and what people said. Every method but those of the sweep runs in the transaction of its use case. */
@Injectable()
export class ApprovalStore {
  constructor(private readonly database: Database) {}

  async execution(tx: Tx, tenantId: string, id: string): Promise<AskingExecution | null> {
    return tx.execution.findFirst({
      where: { tenantId, id },
      select: {
        workflowType: true,
        requestedBy: true,
        requestedByKey: true,
        correlationId: true,
      },
    });
  }

  /** The names of executions by their ids. */
  async executionNames(
    tx: Tx,
    tenantId: string,
    ids: readonly string[],
  ): Promise<{ id: string; stateMachine: string; name: string }[]> {
    return tx.execution.findMany({
      where: { tenantId, id: { in: [...ids] } },
      select: { id: true, stateMachine: true, name: true },
    });
  }

  /** @returns false where the task has put its question already */
  async insert(tx: Tx, tenantId: string, approval: NewApproval): Promise<boolean> {
    const data = { ...approval, tenantId, status: 'pending' satisfies ApprovalStatus };
    const { count } = await tx.approval.createMany({ data, skipDuplicates: true });
    return count > 0;
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<ApprovalRow | undefined> {
    return ((await tx.approval.findFirst({ where: { tenantId, id }, ...shown })) ?? undefined) as
      ApprovalRow | undefined;
  }

  /** For a decision: who comes second waits, and sees what the first has decided. */
  async findForUpdate(tx: Tx, tenantId: string, id: string): Promise<ApprovalRow | undefined> {
    const locked = await tx.$queryRaw<object[]>`
      SELECT id FROM approvals WHERE tenant_id = ${tenantId} AND id = ${id} FOR UPDATE`;
    return locked.length === 0 ? undefined : this.find(tx, tenantId, id);
  }

  /** Newest first. */
  async list(
    tx: Tx,
    tenantId: string,
    filter: { status?: ApprovalStatus | undefined; executionId?: string | undefined },
    page: { after: string | undefined; take: number },
  ): Promise<ApprovalRow[]> {
    const rows = await tx.approval.findMany({
      where: { tenantId, ...filter, ...(page.after === undefined ? {} : { id: { lt: page.after } }) },
      orderBy: { id: 'desc' },
      take: page.take,
      ...shown,
    });
    return rows as ApprovalRow[];
  }

  /**
   * The level at which somebody has approved the same question already: an execution that asks one thing at several
   * levels asks it by one title.
   */
  async otherLevelOf(tx: Tx, row: ApprovalRow, owner: string): Promise<number | undefined> {
    const [found] = await tx.$queryRaw<{ level: number }[]>`
      SELECT a.level FROM approvals a JOIN approval_decisions d ON d.tenant_id = a.tenant_id AND d.approval_id = a.id
       WHERE a.tenant_id = ${row.tenantId} AND a.execution_id = ${row.executionId} AND a.title = ${row.title}
         AND a.level <> ${row.level} AND d.decision = 'approved' AND lower(d.decided_by) = lower(${owner})
       LIMIT 1`;
    return found?.level;
  }

  async addDecision(
    tx: Tx,
    approval: ApprovalRow,
    vote: {
      id: string;
      decision: Decision;
      comment: string | null;
      decidedBy: string;
      decidedByKey: string;
      decidedAt: Date;
    },
  ): Promise<void> {
    const { tenantId, id: approvalId } = approval;
    await tx.approvalDecision.create({ data: { ...vote, tenantId, approvalId } });
  }

  async close(
    tx: Tx,
    { tenantId, id }: ApprovalRow,
    status: Exclude<ApprovalStatus, 'pending'>,
    decidedAt: Date,
  ): Promise<void> {
    await tx.approval.updateMany({ where: { tenantId, id, status: 'pending' }, data: { status, decidedAt } });
  }

  /** Questions whose time is up, in the order of their ids. */
  async overdue(after: string, take: number): Promise<{ tenantId: string; id: string }[]> {
    return this.database.acrossTenants(
      'approvals of all tenants expire',
      (tx) => tx.$queryRaw`
        SELECT tenant_id AS "tenantId", id FROM approvals
         WHERE status = 'pending' AND expires_at <= app_now() AND id > ${after} ORDER BY id LIMIT ${take}`,
    );
  }

  /**
   * Questions that no execution seems to wait for any more, in the order of their ids. Of Step Functions it is known
   * when an execution has ended, not always when a state has.
   */
  async abandoned(after: string, take: number): Promise<{ tenantId: string; id: string }[]> {
    return this.database.acrossTenants(
      'approvals of all tenants end with what asked for them',
      (tx) => tx.$queryRaw`
        SELECT a.tenant_id AS "tenantId", a.id FROM approvals a
         WHERE a.status = 'pending' AND a.id > ${after}
           AND NOT EXISTS (SELECT FROM execution_tasks t WHERE t.execution_id = a.execution_id
                              AND t.task_id = a.task_id AND t.answer IS NULL)
           AND NOT EXISTS (SELECT FROM executions e WHERE e.id = a.execution_id
                              AND e.engine = 'aws' AND e.stopped_at IS NULL)
         ORDER BY a.id LIMIT ${take}`,
    );
  }
}
