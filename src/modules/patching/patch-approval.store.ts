import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import { DAY_MS } from '../../shared/clock.js';
import type {
  ApprovablePatch,
  ApprovalBy,
  ApprovalKind,
  PatchApprovalStatus,
} from './domain/patch-approval.js';
import type { Installation } from './patch-approvals.schemas.js';

type Row = Prisma.PatchApprovalGetPayload<object>;
export type PatchApprovalRow = Omit<Row, 'kind' | 'by' | 'status' | 'patches' | 'installations'> & {
  kind: ApprovalKind;
  by: ApprovalBy;
  status: PatchApprovalStatus;
  patches: ApprovablePatch[];
  installations: Installation[] | null;
};
export type PatchApprovalHead = Omit<PatchApprovalRow, 'patches'>;

export type NewPatchApproval = Pick<
  PatchApprovalRow,
  | ('id' | 'tenantId' | 'executionId' | 'kind' | 'by' | 'correlationId' | 'vulnerabilityCount')
  | ('patches' | 'patchCount' | 'instanceCount')
>;

export type Decided = Partial<
  Pick<PatchApprovalRow, 'status' | 'decidedBy' | 'approvalId' | 'expiresAt' | 'decidedAt' | 'publishedAt'>
>;

interface Filter {
  status?: PatchApprovalStatus | undefined;
  executionId?: string | undefined;
}

/** An installation is over by then. */
const INSTALLED_WITHIN_DAYS = 30;

/** The rows of patch approvals. Every method runs in the transaction of its use case. */
@Injectable()
export class PatchApprovalStore {
  /** Lets the tenant's executions evaluate one after the other, so that no two take up the same patch. */
  async lock(tx: Tx, tenantId: string): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`patch-approval ${tenantId}`}, 0))`;
  }

  /** Those that are there already stay as they are. */
  async insert(tx: Tx, rows: readonly NewPatchApproval[]): Promise<void> {
    const data = rows.map(({ patches, ...row }) => ({
      ...{ ...row, status: 'pending' },
      patches: patches as unknown as Prisma.InputJsonArray,
    }));
    await tx.patchApproval.createMany({ data, skipDuplicates: true });
  }

  async ofExecution(tx: Tx, tenantId: string, executionId: string): Promise<PatchApprovalRow[]> {
    const rows = await tx.patchApproval.findMany({
      where: { tenantId, executionId },
      orderBy: { id: 'asc' },
    });
    return rows.map(toRow);
  }

  /** What other executions have asked for, or have let be installed of late. */
  async underWay(tx: Tx, tenantId: string, executionId: string, now: Date): Promise<PatchApprovalRow[]> {
    const since = new Date(now.getTime() - INSTALLED_WITHIN_DAYS * DAY_MS);
    const rows = await tx.patchApproval.findMany({
      where: {
        ...{ tenantId, executionId: { not: executionId } },
        OR: [
          { status: 'pending' },
          { status: 'approved', publishedAt: null },
          { status: 'approved', installations: { not: Prisma.AnyNull }, createdAt: { gt: since } },
        ],
      },
    });
    return rows.map(toRow);
  }

  async change(tx: Tx, tenantId: string, id: string, to: Decided): Promise<void> {
    await tx.patchApproval.updateMany({ where: { tenantId, id }, data: to });
  }

  /** @returns whether it was not published before */
  async publish(tx: Tx, tenantId: string, id: string, at: Date): Promise<boolean> {
    const { count } = await tx.patchApproval.updateMany({
      where: { tenantId, id, publishedAt: null },
      data: { publishedAt: at },
    });
    return count > 0;
  }

  async setInstallations(
    tx: Tx,
    tenantId: string,
    ids: readonly string[],
    installations: readonly Installation[],
  ): Promise<void> {
    await tx.patchApproval.updateMany({
      where: { tenantId, id: { in: [...ids] } },
      data: { installations: installations },
    });
  }

  /** Of executions that are over: nobody will answer. */
  async abandon(tx: Tx, tenantId: string, executionIds: readonly string[], at: Date): Promise<void> {
    await tx.patchApproval.updateMany({
      where: { tenantId, executionId: { in: [...executionIds] }, status: 'pending' },
      data: { status: 'abandoned', decidedAt: at },
    });
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<PatchApprovalRow | undefined> {
    const row = await tx.patchApproval.findFirst({ where: { tenantId, id } });
    return row === null ? undefined : toRow(row);
  }

  /** Newest first. */
  async list(
    tx: Tx,
    tenantId: string,
    filter: Filter,
    after: string | undefined,
    take: number,
  ): Promise<PatchApprovalHead[]> {
    const rows = await tx.patchApproval.findMany({
      where: { tenantId, ...filter, ...(after === undefined ? {} : { id: { lt: after } }) },
      orderBy: { id: 'desc' },
      omit: { patches: true },
      take,
    });
    return rows.map((row) => toRow({ ...row, patches: [] }));
  }
}

/** The words in a row are those that this store has written. */
const toRow = (row: Row): PatchApprovalRow => row as unknown as PatchApprovalRow;
