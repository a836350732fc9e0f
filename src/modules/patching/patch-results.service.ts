import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { notFound } from '../../shared/app-error.js';
import { endOf, isOver, progressOf, type InstallationStatus } from './domain/statuses.js';
import type { PatchBatchRow } from './domain/installation.js';
import { PatchBatchStore } from './patch-batches.store.js';
import { PatchInstallationStore, type Installation } from './patch-installations.store.js';
import { PatchRules } from './patch-rules.service.js';
import { PatchTold } from './patch-told.js';

/** What the workflow puts out: counts as specs/3 names them. */
export interface Results {
  installationId: string;
  correlation_id: string;
  status: InstallationStatus;
  total_batches: number;
  successful_batches: number;
  failed_batches: number;
  success_rate: number;
  summary: string;
}

/** Ends installations, and tells of it. */
@Injectable()
export class PatchResults {
  constructor(
    private readonly database: Database,
    private readonly installations: PatchInstallationStore,
    private readonly batches: PatchBatchStore,
    private readonly rules: PatchRules,
    private readonly told: PatchTold,
  ) {}

  /** Safe to repeat: it ends once, and is told of once. @throws AppError NOT_FOUND */
  async publish(tenantId: string, installationId: string): Promise<Results> {
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.#find(tx, tenantId, installationId);
      const killed = await this.#close(tx, row);
      const batches = await this.batches.ofInstallation(tx, tenantId, installationId);
      const statuses = batches.map(({ status }) => status);
      const status = row.endedAt === null ? endOf(statuses, row.options, killed) : row.status;
      const results = resultsOf(row, status, batches);
      const end = { status, reason: results.summary, endedAt: await this.database.now(tx) };
      // of what was never begun there is nothing to tell
      if ((await this.installations.end(tx, tenantId, installationId, end)) && batches.length > 0)
        await this.told.ended(tx, row, batches, end.endedAt);
      return results;
    });
  }

  /** People have approved it: who and when is kept. */
  async approved(tenantId: string, installationId: string, approval: unknown): Promise<{ approved: true }> {
    await this.database.withTenant(tenantId, (tx) =>
      this.installations.setApproval(tx, tenantId, installationId, approval),
    );
    return { approved: true };
  }

  /** They have not, or nobody has answered in time. */
  async refused(
    tenantId: string,
    installationId: string,
    approval: Record<string, unknown>,
  ): Promise<{ approved: false }> {
    await this.database.withTenant(tenantId, async (tx) => {
      const endedAt = await this.database.now(tx);
      const reason = approval['expired'] === true ? 'Nobody approved it in time' : 'It was not approved';
      await this.installations.setApproval(tx, tenantId, installationId, approval);
      await this.batches.notStarted(tx, tenantId, { installationId }, reason, endedAt);
      await this.installations.end(tx, tenantId, installationId, { status: 'refused', reason, endedAt });
    });
    return { approved: false };
  }

  async #find(tx: Tx, tenantId: string, id: string): Promise<Installation> {
    const row = await this.installations.find(tx, tenantId, id);
    if (row === undefined) throw notFound('installation', id);
    return row;
  }

  /** Closes what the workflow has left: batches that never began, and those whose work was given up. */
  async #close(tx: Tx, { tenantId, id: installationId }: Installation): Promise<boolean> {
    const at = await this.database.now(tx);
    const killed = await this.rules.isKilled(tx, tenantId);
    const before = await this.batches.ofInstallation(tx, tenantId, installationId);
    const why = killed ? 'The kill switch was engaged' : 'The work was given up before it began';
    await this.batches.notStarted(tx, tenantId, { installationId }, why, at);
    for (const batch of before)
      if (!isOver(batch.status) && batch.status !== 'pending') await this.batches.giveUp(tx, batch, at);
    return killed && before.some(({ status }) => status === 'not_started' || !isOver(status));
  }
}

function resultsOf(
  row: Installation,
  status: InstallationStatus,
  batches: readonly PatchBatchRow[],
): Results {
  const { total, succeeded, failed, notStarted, successRate } = progressOf(batches.map((one) => one.status));
  const [first] = batches.filter(({ reason }) => reason !== null);
  const counted = `${succeeded} of ${total} batches succeeded, ${failed} failed, ${notStarted} never began`;
  const summary = first === undefined ? counted : `${counted}. Batch ${first.seq}: ${first.reason ?? ''}`;
  return {
    ...{ installationId: row.id, correlation_id: row.correlationId, status, total_batches: total },
    ...{ successful_batches: succeeded, failed_batches: failed, success_rate: successRate },
    summary: summary.slice(0, 1000),
  };
}
