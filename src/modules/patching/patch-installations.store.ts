import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import type { PatchOptions } from '../workflows/index.js';
import type {
  ApprovedPatch,
  PatchBatchRow,
  PatchInstallationRow,
  PatchInstanceRow,
} from './domain/installation.js';
import type { InstallationStatus } from './domain/statuses.js';

export type Installation = PatchInstallationRow<PatchOptions>;

export type NewInstallation = Pick<
  Installation,
  | ('id' | 'tenantId' | 'executionId' | 'approvedPatches' | 'options')
  | ('requestedBy' | 'requestedByKey' | 'correlationId')
>;
type NewBatch = Pick<PatchBatchRow, 'id' | 'seq' | 'accountId' | 'region' | 'zone'>;
export type NewInstance = Pick<
  PatchInstanceRow,
  | ('id' | 'batchId' | 'seq' | 'accountId' | 'region' | 'instanceId' | 'zone' | 'groups')
  | ('patches' | 'facts' | 'status' | 'reason' | 'notes')
>;

/** Of approvals that are as old as this nobody may say that they are meant now. */
const APPROVED_WITHIN_DAYS = 30;

/** The rows of installations. Every method runs in the transaction of its use case. */
@Injectable()
export class PatchInstallationStore {
  /** @returns the one of the execution, which another attempt may have written */
  async insert(tx: Tx, row: NewInstallation): Promise<Installation> {
    const { approvedPatches, options, ...rest } = row;
    const data = {
      ...rest,
      status: 'planning',
      approvedPatches: json(approvedPatches),
      options: json(options),
    };
    await tx.patchInstallation.createMany({ data: [data], skipDuplicates: true });
    const { tenantId, executionId } = row;
    return toInstallation(await tx.patchInstallation.findFirstOrThrow({ where: { tenantId, executionId } }));
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<Installation | undefined> {
    const row = await tx.patchInstallation.findFirst({ where: { tenantId, id } });
    return row === null ? undefined : toInstallation(row);
  }

  /** Newest first. */
  async list(
    tx: Tx,
    tenantId: string,
    filter: { status?: InstallationStatus | undefined; executionId?: string | undefined },
    after: string | undefined,
    take: number,
  ): Promise<Installation[]> {
    const rows = await tx.patchInstallation.findMany({
      where: { tenantId, ...filter, ...(after === undefined ? {} : { id: { lt: after } }) },
      orderBy: { id: 'desc' },
      take,
    });
    return rows.map(toInstallation);
  }

  /** Once: what another attempt has planned stays. @returns whether this is the plan */
  async plan(
    tx: Tx,
    { tenantId, id: installationId }: Pick<Installation, 'tenantId' | 'id'>,
    { batches, instances, at }: { batches: readonly NewBatch[]; instances: readonly NewInstance[]; at: Date },
  ): Promise<boolean> {
    const { count } = await tx.patchInstallation.updateMany({
      where: { tenantId, id: installationId, plannedAt: null },
      data: { plannedAt: at, status: 'running' },
    });
    if (count === 0) return false;
    await tx.patchBatch.createMany({
      data: batches.map((batch) => ({ ...batch, tenantId, installationId, status: 'pending' })),
    });
    await tx.patchInstance.createMany({
      data: instances.map(({ patches, facts, ...one }) => ({
        ...{ ...one, tenantId, installationId, patches: json(patches) },
        facts: facts === null ? Prisma.DbNull : json(facts),
      })),
    });
    return true;
  }

  async setApproval(tx: Tx, tenantId: string, id: string, approval: unknown): Promise<void> {
    await tx.patchInstallation.updateMany({ where: { tenantId, id }, data: { approval: json(approval) } });
  }

  /** Once. @returns whether it had not ended before */
  async end(
    tx: Tx,
    tenantId: string,
    id: string,
    to: { status: InstallationStatus; reason: string | null; endedAt: Date },
  ): Promise<boolean> {
    const { count } = await tx.patchInstallation.updateMany({
      where: { tenantId, id, endedAt: null },
      data: to,
    });
    return count > 0;
  }

  /** Those of the patches that nobody has approved of late, neither people nor the tenant's policy. */
  async unapproved(tx: Tx, tenantId: string, patches: readonly ApprovedPatch[]): Promise<ApprovedPatch[]> {
    // not by EXISTS: an approval has up to 20,000 patches, and all of them would be read anew for each patch
    const rows = await tx.$queryRaw<{ seq: number }[]>`
      SELECT w.seq::int AS seq
        FROM jsonb_array_elements(${JSON.stringify(patches)}::jsonb) WITH ORDINALITY AS w(patch, seq)
       WHERE jsonb_build_array(w.patch -> 'accountId', w.patch -> 'region', w.patch -> 'instanceId', w.patch -> 'patchId')
             NOT IN (
               SELECT jsonb_build_array(p -> 'accountId', p -> 'region', p -> 'instanceId', p -> 'patchId')
                 FROM patch_approvals a, jsonb_array_elements(a.patches) AS p
                WHERE a.tenant_id = ${tenantId} AND a.status = 'approved'
                  AND COALESCE(a.decided_at, a.created_at) > app_now() - make_interval(days => ${APPROVED_WITHIN_DAYS}::int))
       ORDER BY w.seq`;
    return rows.flatMap(({ seq }) => patches[seq - 1] ?? []);
  }
}

export const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;

/** The words and the JSON in a row are those that this store has written. */
const toInstallation = (row: Prisma.PatchInstallationGetPayload<object>): Installation =>
  row as unknown as Installation;
