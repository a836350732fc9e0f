import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { Jobs } from '../../platform/queue/index.js';
import { conflict } from '../../shared/app-error.js';
import type { RemediationStatus } from './domain/remediation.js';
import { RemediationAccess } from './remediation-access.js';
import { rollBack } from './remediations.jobs.js';
import { RemediationsStore, type RemediationRow } from './remediations.store.js';

/** Writes that a remediation is to be taken back: with it goes the job that does it. */
@Injectable()
export class RollbackRequests {
  constructor(
    private readonly database: Database,
    private readonly store: RemediationsStore,
    private readonly jobs: Jobs,
    private readonly access: RemediationAccess,
  ) {}

  /** @throws AppError CONFLICT where it has gone on in the meantime */
  async write(
    caller: Caller,
    { id, status: before }: RemediationRow,
    { force, reason: given }: { force: boolean; reason?: string | undefined },
  ): Promise<RemediationStatus> {
    const { tenantId, owner, keyId } = caller;
    const reason = given ?? null;
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.lock(tx, tenantId, id);
      if (row?.status === 'rolling_back' || row?.status === 'rolled_back') return row.status;
      if (row?.status !== before) throw conflict(`The remediation is ${row?.status ?? 'gone'} by now`);
      const requestedAt = (await this.database.now(tx)).toISOString();
      const rollback = { requestedBy: owner, requestedByKey: keyId, requestedAt, reason, force, left: [] };
      await this.store.step(tx, row, { status: 'rolling_back', rollback });
      await this.jobs.enqueue(tx, tenantId, rollBack, { remediationId: id });
      await this.access.audit.write(tx, caller, {
        ...{ action: 'remediation.rollback_requested', targetType: 'remediation', targetId: id },
        ...{ before: { status: before }, after: { status: 'rolling_back', force, reason } },
      });
      return 'rolling_back';
    });
  }
}
