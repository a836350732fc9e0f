import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import type { PlanApproval } from './domain/approved-plan.js';
import type { RemediationStatus } from './domain/remediation.js';
import type { Rollback } from './domain/rollback.js';

export interface RemediationRow {
  id: string;
  tenantId: string;
  executionId: string;
  status: RemediationStatus;
  findingIds: string[];
  dryRun: boolean;
  /** As it was asked for; `approval` says what the plan needs. */
  approvalRequired: boolean;
  restoreOnFailure: boolean;
  notificationTargets: string[];
  /** How often it was planned. */
  planVersion: number;
  approval: PlanApproval | null;
  requestedBy: string;
  requestedByKey: string;
  correlationId: string;
  reason: string | null;
  rollback: Rollback | null;
  createdAt: Date;
  endedAt: Date | null;
}

export type NewRemediation = Omit<
  RemediationRow,
  'status' | 'planVersion' | 'approval' | 'reason' | 'rollback' | 'createdAt' | 'endedAt'
>;

/** What of a remediation goes on; what is left out stays. */
export type RemediationStep = Partial<
  Pick<RemediationRow, 'status' | 'planVersion' | 'approval' | 'reason' | 'rollback' | 'endedAt'>
>;

export interface RemediationFilter {
  status?: RemediationStatus | undefined;
  findingId?: string | undefined;
  resourceArn?: string | undefined;
  executionId?: string | undefined;
}

const COLUMNS =
  Prisma.raw(`id, tenant_id AS "tenantId", execution_id AS "executionId", status, finding_ids AS "findingIds",
  dry_run AS "dryRun", approval_required AS "approvalRequired", restore_on_failure AS "restoreOnFailure",
  notification_targets AS "notificationTargets", plan_version AS "planVersion", approval, requested_by AS "requestedBy",
  requested_by_key AS "requestedByKey", correlation_id AS "correlationId", reason, rollback, created_at AS "createdAt",
  ended_at AS "endedAt"`);

/** The rows of remediations. Every method runs in the transaction of its use case. */
@Injectable()
export class RemediationsStore {
  /** @returns false where the execution has one already */
  async insert(tx: Tx, remediation: NewRemediation): Promise<boolean> {
    const data = { ...remediation, status: 'planning' satisfies RemediationStatus };
    return (await tx.remediation.createMany({ data: [data], skipDuplicates: true })).count === 1;
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<RemediationRow | undefined> {
    const [row] = await tx.$queryRaw<RemediationRow[]>`
      SELECT ${COLUMNS} FROM remediations WHERE tenant_id = ${tenantId} AND id = ${id}`;
    return row;
  }

  /** Until the transaction ends nobody else goes on with it. */
  async lock(tx: Tx, tenantId: string, id: string): Promise<RemediationRow | undefined> {
    const [row] = await tx.$queryRaw<RemediationRow[]>`
      SELECT ${COLUMNS} FROM remediations WHERE tenant_id = ${tenantId} AND id = ${id} FOR UPDATE`;
    return row;
  }

  /** Of a locked row. */
  async step(tx: Tx, { tenantId, id }: RemediationRow, step: RemediationStep): Promise<void> {
    const { approval, rollback, ...rest } = step;
    await tx.remediation.updateMany({
      where: { tenantId, id },
      data: {
        ...rest,
        ...(approval === undefined ? {} : { approval: json(approval) }),
        ...(rollback === undefined ? {} : { rollback: json(rollback) }),
      },
    });
  }

  /** Whether a change is the remediation's to make now, and whether another one of it has failed. */
  async beginning(
    tx: Tx,
    tenantId: string,
    id: string,
    changeId: string,
  ): Promise<{ isApplying: boolean; restoreOnFailure: boolean; hasFailed: boolean } | undefined> {
    const [row] = await tx.$queryRaw<
      { isApplying: boolean; restoreOnFailure: boolean; hasFailed: boolean }[]
    >`
      SELECT r.status = 'applying' AS "isApplying", r.restore_on_failure AS "restoreOnFailure",
             EXISTS (SELECT FROM changes f WHERE f.owner_kind = 'remediation' AND f.owner_id = r.id
                        AND f.status = 'failed') AS "hasFailed"
        FROM remediations r JOIN changes c ON c.owner_kind = 'remediation' AND c.owner_id = r.id
       WHERE r.tenant_id = ${tenantId} AND r.id = ${id} AND c.tenant_id = ${tenantId} AND c.id = ${changeId}`;
    return row;
  }

  /** Newest first. */
  async list(
    tx: Tx,
    tenantId: string,
    { status, findingId, resourceArn, executionId }: RemediationFilter,
    { after, take }: { after: string | undefined; take: number },
  ): Promise<RemediationRow[]> {
    const conditions = [
      Prisma.sql`tenant_id = ${tenantId}`,
      ...(status === undefined ? [] : [Prisma.sql`status = ${status}`]),
      ...(executionId === undefined ? [] : [Prisma.sql`execution_id = ${executionId}`]),
      ...(findingId === undefined ? [] : [Prisma.sql`${findingId} = ANY(finding_ids)`]),
      ...(after === undefined ? [] : [Prisma.sql`id < ${after}`]),
      ...(resourceArn === undefined
        ? []
        : [
            Prisma.sql`id IN (SELECT owner_id FROM changes WHERE tenant_id = ${tenantId}
                                 AND resource_arn = ${resourceArn} AND owner_kind = 'remediation')`,
          ]),
    ];
    return tx.$queryRaw`
      SELECT ${COLUMNS} FROM remediations WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY id DESC LIMIT ${take}`;
  }

  /** How many changes of each remediation stand how. */
  async counts(
    tx: Tx,
    tenantId: string,
    ids: readonly string[],
  ): Promise<{ id: string; status: string; count: number }[]> {
    return tx.$queryRaw`
      SELECT owner_id AS id, status, count(*)::int AS count FROM changes
       WHERE tenant_id = ${tenantId} AND owner_kind = 'remediation' AND owner_id = ANY(${[...ids]})
       GROUP BY owner_id, status ORDER BY status`;
  }
}

const json = (value: object | null) =>
  value === null ? Prisma.DbNull : (value as unknown as Prisma.InputJsonObject);
