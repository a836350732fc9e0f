import { Injectable } from '@nestjs/common';
import { Database, type Prisma, type Tx } from '../../platform/database/index.js';
import type { FileFormat, ReportKind } from './reports.schemas.js';

/** A file of a report, and where the storage has it. */
export interface ReportFile {
  format: FileFormat;
  contentType: string;
  key: string;
  bytes: number | null;
  sha256: string | null;
}

export interface ReportRow {
  id: string;
  tenantId: string;
  kind: ReportKind;
  status: 'writing' | 'ready';
  title: string;
  subject: string;
  executionId: string | null;
  createdBy: string;
  files: ReportFile[];
  details: Record<string, unknown>;
  createdAt: Date;
}

export interface ReportFilter {
  kind: ReportKind | undefined;
  subject: string | undefined;
  executionId: string | undefined;
  since: Date | undefined;
}

const json = (value: unknown) => value as Prisma.InputJsonValue;

/** The rows of reports; their files lie in the storage. */
@Injectable()
export class ReportStore {
  constructor(private readonly database: Database) {}

  /**
   * Says which files are being written, so that they can be found whatever happens. One that was written already is
   * begun anew, also for due(): whoever does that days later has not died.
   */
  async begin(
    tx: Tx,
    { files, details, ...row }: Omit<ReportRow, 'status' | 'createdAt'>,
    createdAt: Date,
  ): Promise<void> {
    const written = { ...row, files: json(files), details: json(details), status: 'writing', createdAt };
    await tx.report.upsert({ where: { id: row.id }, create: written, update: written });
  }

  /** @returns false where it was deleted meanwhile */
  async finish(tx: Tx, tenantId: string, id: string, files: readonly ReportFile[]): Promise<boolean> {
    const data = { status: 'ready', files: json(files) };
    const { count } = await tx.report.updateMany({ where: { id, tenantId, deletedAt: null }, data });
    return count === 1;
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<ReportRow | undefined> {
    const row = await tx.report.findFirst({ where: { id, tenantId, deletedAt: null } });
    return row === null ? undefined : toReport(row);
  }

  /** Newest first. */
  async list(
    tx: Tx,
    tenantId: string,
    { kind, subject, executionId, since }: ReportFilter,
    page: { after: string | undefined; take: number },
  ): Promise<ReportRow[]> {
    const rows = await tx.report.findMany({
      where: {
        ...{ tenantId, deletedAt: null },
        ...(kind === undefined ? {} : { kind }),
        ...(subject === undefined ? {} : { subject }),
        ...(executionId === undefined ? {} : { executionId }),
        ...(since === undefined ? {} : { createdAt: { gte: since } }),
        ...(page.after === undefined ? {} : { id: { lt: page.after } }),
      },
      orderBy: { id: 'desc' },
      take: page.take,
    });
    return rows.map(toReport);
  }

  /** From now on nobody sees it. @returns false where it was so already */
  async hide(tx: Tx, tenantId: string, id: string, at: Date): Promise<boolean> {
    const { count } = await tx.report.updateMany({
      where: { id, tenantId, deletedAt: null },
      data: { deletedAt: at },
    });
    return count === 1;
  }

  /**
   * Some whose files are to go: deleted ones, those that have had their time, and those that nobody has finished for
   * two days, as whoever wrote them has died.
   */
  async due(retentionDays: number, limit: number): Promise<Pick<ReportRow, 'id' | 'tenantId' | 'files'>[]> {
    return this.database.acrossTenants(
      'retention deletes reports of all tenants',
      (tx) => tx.$queryRaw<Pick<ReportRow, 'id' | 'tenantId' | 'files'>[]>`
        SELECT id, tenant_id AS "tenantId", files FROM reports
         WHERE deleted_at IS NOT NULL
            OR created_at < app_now() - make_interval(days => ${retentionDays}::int)
            OR (status = 'writing' AND created_at < app_now() - interval '2 days')
         ORDER BY id LIMIT ${limit}`,
    );
  }

  async remove(tx: Tx, tenantId: string, id: string): Promise<void> {
    await tx.report.deleteMany({ where: { id, tenantId } });
  }
}

function toReport(row: {
  id: string;
  tenantId: string;
  kind: string;
  status: string;
  title: string;
  subject: string;
  executionId: string | null;
  createdBy: string;
  files: Prisma.JsonValue;
  details: Prisma.JsonValue;
  createdAt: Date;
}): ReportRow {
  const { id, tenantId, title, subject, executionId, createdBy, createdAt } = row;
  return {
    ...{ id, tenantId, title, subject, executionId, createdBy, createdAt },
    kind: row.kind as ReportKind,
    status: row.status as ReportRow['status'],
    files: row.files as unknown as ReportFile[],
    details: row.details as Record<string, unknown>,
  };
}
