import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import type { PatchBatchRow, PatchInstanceRow } from './domain/installation.js';
import type { BatchStatus, InstanceStatus } from './domain/statuses.js';
import { json } from './patch-installations.store.js';

/** Somebody else works at the batch by now: what this one still does is nobody's. */
export class ClaimLost extends Error {
  constructor(batchId: string) {
    super(`Another attempt works at the batch ${batchId}`);
    this.name = 'ClaimLost';
  }
}

/** Who works at a batch. */
export interface Claim {
  tenantId: string;
  batchId: string;
  claim: number;
}

export type InstanceChange = Partial<
  Pick<
    PatchInstanceRow,
    ('status' | 'reason' | 'before' | 'after' | 'restored' | 'health') | ('startedAt' | 'endedAt' | 'facts')
  >
>;

/** The rows of batches and their instances. Every method runs in the transaction of its use case. */
@Injectable()
export class PatchBatchStore {
  /** Takes the batch from whoever had it. undefined: there is none. */
  async claim(tx: Tx, tenantId: string, id: string): Promise<PatchBatchRow | undefined> {
    await tx.patchBatch.updateMany({ where: { tenantId, id }, data: { claim: { increment: 1 } } });
    return this.find(tx, tenantId, id);
  }

  /** Nobody takes it until this transaction has ended. @throws ClaimLost */
  async hold(tx: Tx, { tenantId, batchId, claim }: Claim): Promise<{ killed: boolean }> {
    const [row] = await tx.$queryRaw<{ claim: number; killed: boolean }[]>`
      SELECT claim, EXISTS (SELECT 1 FROM kill_switches k WHERE k.tenant_id = ${tenantId} AND k.engaged) AS killed
        FROM patch_batches WHERE tenant_id = ${tenantId} AND id = ${batchId} FOR SHARE`;
    if (row?.claim !== claim) throw new ClaimLost(batchId);
    return { killed: row.killed };
  }

  async isKilled(tx: Tx, tenantId: string): Promise<boolean> {
    return (await tx.killSwitch.findFirst({ where: { tenantId, engaged: true } })) !== null;
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<PatchBatchRow | undefined> {
    const row = await tx.patchBatch.findFirst({ where: { tenantId, id } });
    return row === null ? undefined : toBatch(row);
  }

  async ofInstallation(tx: Tx, tenantId: string, installationId: string): Promise<PatchBatchRow[]> {
    const rows = await tx.patchBatch.findMany({
      where: { tenantId, installationId },
      orderBy: { seq: 'asc' },
    });
    return rows.map(toBatch);
  }

  async instances(
    tx: Tx,
    tenantId: string,
    of: { batchId: string } | { installationId: string },
  ): Promise<PatchInstanceRow[]> {
    const rows = await tx.patchInstance.findMany({ where: { tenantId, ...of }, orderBy: { seq: 'asc' } });
    return rows.map(toInstance);
  }

  /** Writes of whoever works at it. @throws ClaimLost */
  async set(
    tx: Tx,
    held: Claim,
    to: Partial<Pick<PatchBatchRow, 'status' | 'reason' | 'startedAt' | 'endedAt'>>,
  ): Promise<void> {
    await this.hold(tx, held);
    await tx.patchBatch.updateMany({ where: { tenantId: held.tenantId, id: held.batchId }, data: to });
  }

  /** @throws ClaimLost; the database's own error for a second one that is under way */
  async setInstance(tx: Tx, held: Claim, id: string, to: InstanceChange): Promise<void> {
    await this.hold(tx, held);
    const { before, after, restored, health, facts, ...plain } = to;
    const parts = Object.entries({ before, after, restored, health, facts }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value === null ? Prisma.DbNull : json(value)] as const],
    );
    await tx.patchInstance.updateMany({
      where: { tenantId: held.tenantId, id, batchId: held.batchId },
      data: { ...plain, ...Object.fromEntries(parts) },
    });
  }

  /** @throws ClaimLost */
  async note(tx: Tx, held: Claim, id: string, note: string): Promise<void> {
    await this.hold(tx, held);
    await tx.$executeRaw`
      UPDATE patch_instances SET notes = array_append(notes, ${note})
       WHERE tenant_id = ${held.tenantId} AND id = ${id} AND NOT notes @> ARRAY[${note}]`;
  }

  /** Closes what has not begun. */
  async notStarted(
    tx: Tx,
    tenantId: string,
    of: { installationId: string; batchId?: string },
    reason: string,
    at: Date,
  ): Promise<void> {
    const { installationId, batchId } = of;
    const to = { status: 'not_started' satisfies BatchStatus & InstanceStatus, reason, endedAt: at };
    const whose = { tenantId, installationId, status: 'pending' };
    await tx.patchBatch.updateMany({
      where: { ...whose, ...(batchId === undefined ? {} : { id: batchId }) },
      data: to,
    });
    await tx.patchInstance.updateMany({
      where: { ...whose, ...(batchId === undefined ? {} : { batchId }) },
      data: to,
    });
  }

  /** Closes a batch that nobody works at any more: nobody knows whether it was taken back. */
  async giveUp(tx: Tx, { tenantId, id: batchId }: PatchBatchRow, at: Date): Promise<void> {
    const reason = 'The work at it was given up';
    await tx.patchBatch.updateMany({
      where: { tenantId, id: batchId },
      data: { status: 'rollback_failed', reason, endedAt: at, claim: { increment: 1 } },
    });
    await tx.patchInstance.updateMany({
      where: { tenantId, batchId, status: { in: ['pending', 'working', 'rolling_back'] } },
      data: { status: 'rollback_failed', reason, endedAt: at },
    });
  }

  /** Whether something was installed on the instance later than by this row. */
  async isPatchedSince(tx: Tx, row: PatchInstanceRow): Promise<boolean> {
    const { tenantId, accountId, region, instanceId, id, startedAt } = row;
    const newer = await tx.patchInstance.findFirst({
      where: {
        // by when it began: ids are of plans, which wait for people and windows for days
        ...{ tenantId, accountId, region, instanceId, id: { not: id } },
        status: { in: ['working', 'patched', 'failed', 'rolling_back', 'rollback_failed', 'stopped'] },
        startedAt: startedAt === null ? { not: null } : { gt: startedAt },
      },
      select: { id: true },
    });
    return newer !== null;
  }

  /**
   * Whether another installation is at an instance of the batch, or at one that does the same work, and so may yet take
   * it back. Those who ask about an account's region do so one after the other, until their transactions end.
   */
  async isBusy(tx: Tx, batch: PatchBatchRow): Promise<boolean> {
    const { tenantId, id, installationId, accountId, region } = batch;
    const place = `patch-turn ${tenantId} ${accountId} ${region}`;
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${place}, 0))`;
    const [row] = await tx.$queryRaw<{ busy: boolean }[]>`
      SELECT EXISTS (
        SELECT 1 FROM patch_instances mine
          JOIN patch_instances other
            ON other.tenant_id = mine.tenant_id AND other.account_id = mine.account_id AND other.region = mine.region
           AND (other.instance_id = mine.instance_id OR other.groups && mine.groups)
          JOIN patch_batches b ON b.id = other.batch_id AND b.tenant_id = other.tenant_id
         WHERE mine.tenant_id = ${tenantId} AND mine.batch_id = ${id} AND b.installation_id <> ${installationId}
           AND b.status IN ('snapshotting', 'installing', 'validating', 'rolling_back')) AS busy`;
    return row?.busy === true;
  }

  /** For people who take back. @returns false where somebody was faster */
  async beginRollback(tx: Tx, batch: PatchBatchRow, instanceRowIds: readonly string[]): Promise<boolean> {
    const { tenantId, id, status, claim } = batch;
    const { count } = await tx.patchBatch.updateMany({
      where: { tenantId, id, status, claim },
      data: {
        ...{ status: 'rolling_back', reason: null, endedAt: null },
        ...{ claim: { increment: 1 }, rollbacks: { increment: 1 } },
      },
    });
    if (count === 0) return false;
    await tx.patchInstance.updateMany({
      where: { tenantId, batchId: id, id: { in: [...instanceRowIds] } },
      data: { status: 'rolling_back', reason: null },
    });
    return true;
  }
}

/** The words and the JSON in a row are those that this store has written. */
const toBatch = (row: Prisma.PatchBatchGetPayload<object>): PatchBatchRow => row as unknown as PatchBatchRow;
const toInstance = (row: Prisma.PatchInstanceGetPayload<object>): PatchInstanceRow =>
  row as unknown as PatchInstanceRow;
