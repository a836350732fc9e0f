import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../../platform/database/index.js';
import type { DiscoveryOutcome, DiscoveryStatus } from '../domain/discovery.js';
import type { VerificationStatus } from '../domain/verification.js';

type Stored = Prisma.AccountDiscoveryGetPayload<object>;

export interface DiscoveryError {
  reason: string;
  message: string;
}

export interface DiscoveryRow extends Omit<Stored, 'status' | 'error'> {
  status: DiscoveryStatus;
  error: DiscoveryError | null;
}

export type NewDiscovery = Pick<
  DiscoveryRow,
  'id' | 'tenantId' | 'dryRun' | 'externalId' | 'requestedBy' | 'requestedByKey'
>;

export interface FoundAccount {
  discoveryId: string;
  tenantId: string;
  accountId: string;
  name: string;
  state: string;
  outcome: DiscoveryOutcome;
  verification: VerificationStatus | null;
  message: string | null;
}

/** How many of an outcome and a verification there are. */
export type FoundCount = Pick<FoundAccount, 'outcome' | 'verification'> & { count: number };

/** Discoveries of a tenant that are kept beside the one that the next is compared with. */
const KEPT = 10;

/** The rows of discoveries and of what they found. Each method runs in its use case's transaction. */
@Injectable()
export class DiscoveryStore {
  async tenantExists(tx: Tx, tenantId: string): Promise<boolean> {
    return (await tx.tenant.findUnique({ where: { id: tenantId }, select: { id: true } })) !== null;
  }

  /** Undefined where one of the tenant is under way. */
  async insert(tx: Tx, discovery: NewDiscovery): Promise<DiscoveryRow | undefined> {
    const rows = await tx.accountDiscovery.createManyAndReturn({ data: discovery, skipDuplicates: true });
    return rows[0] === undefined ? undefined : toRow(rows[0]);
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<DiscoveryRow | undefined> {
    const row = await tx.accountDiscovery.findFirst({ where: { tenantId, id } });
    return row === null ? undefined : toRow(row);
  }

  async last(tx: Tx, tenantId: string, where: { dryRun?: boolean; status?: DiscoveryStatus } = {}) {
    const row = await tx.accountDiscovery.findFirst({
      where: { tenantId, ...where },
      orderBy: { id: 'desc' },
    });
    return row === null ? undefined : toRow(row);
  }

  /** False where it has ended. */
  async begin(tx: Tx, tenantId: string, id: string): Promise<boolean> {
    const count = await tx.$executeRaw`
      UPDATE account_discoveries SET status = 'running', started_at = coalesce(started_at, app_now())
       WHERE tenant_id = ${tenantId} AND id = ${id} AND status IN ('queued', 'running')`;
    return count === 1;
  }

  async listed(tx: Tx, of: { tenantId: string; id: string }, total: number, organizationId: string | null) {
    await tx.accountDiscovery.updateMany({
      where: { tenantId: of.tenantId, id: of.id },
      data: { accountsTotal: total, organizationId },
    });
  }

  /** False where it had ended already. */
  async end(tx: Tx, tenantId: string, id: string, error: DiscoveryError | null): Promise<boolean> {
    const count = await tx.$executeRaw`
      UPDATE account_discoveries
         SET status = ${error === null ? 'completed' : 'failed'}, ended_at = app_now(),
             error = ${error === null ? null : JSON.stringify(error)}::jsonb
       WHERE tenant_id = ${tenantId} AND id = ${id} AND status IN ('queued', 'running')`;
    return count === 1;
  }

  /** Deletes old ones, but never the one that the next is compared with. */
  async prune(tx: Tx, tenantId: string): Promise<void> {
    await tx.$executeRaw`
      DELETE FROM account_discoveries d
       WHERE d.tenant_id = ${tenantId} AND d.status IN ('completed', 'failed')
         AND d.id NOT IN (SELECT id FROM account_discoveries WHERE tenant_id = ${tenantId} ORDER BY id DESC LIMIT ${KEPT})
         AND d.id IS DISTINCT FROM (SELECT max(id) FROM account_discoveries
                                     WHERE tenant_id = ${tenantId} AND status = 'completed' AND NOT dry_run)`;
  }

  /** What is there already stays as it is. */
  async addFound(tx: Tx, found: readonly FoundAccount[]): Promise<void> {
    await tx.discoveredAccount.createMany({ data: [...found], skipDuplicates: true });
  }

  async saveVerification(
    tx: Tx,
    { tenantId, discoveryId, accountId }: FoundAccount,
    verification: VerificationStatus,
    message: string | null,
  ): Promise<void> {
    await tx.discoveredAccount.updateMany({
      where: { tenantId, discoveryId, accountId },
      data: { verification, message },
    });
  }

  async found(
    tx: Tx,
    tenantId: string,
    discoveryId: string,
    filter: {
      outcome?: DiscoveryOutcome | undefined;
      verification?: VerificationStatus | undefined;
      after?: string | undefined;
      take?: number | undefined;
    } = {},
  ): Promise<FoundAccount[]> {
    const { outcome, verification, after, take } = filter;
    const rows = await tx.discoveredAccount.findMany({
      where: {
        tenantId,
        discoveryId,
        outcome,
        verification,
        ...(after === undefined ? {} : { accountId: { gt: after } }),
      },
      orderBy: { accountId: 'asc' },
      take,
    });
    return rows as FoundAccount[];
  }

  async counts(tx: Tx, tenantId: string, discoveryId: string): Promise<FoundCount[]> {
    const groups = await tx.discoveredAccount.groupBy({
      by: ['outcome', 'verification'],
      where: { tenantId, discoveryId },
      _count: true,
    });
    return groups.map(({ outcome, verification, _count: count }) => ({
      outcome: outcome as DiscoveryOutcome,
      verification: verification as VerificationStatus | null,
      count,
    }));
  }
}

const toRow = ({ status, error, ...rest }: Stored): DiscoveryRow => ({
  ...rest,
  status: status as DiscoveryStatus,
  error: error as DiscoveryError | null,
});
