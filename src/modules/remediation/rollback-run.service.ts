import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { RemediationStatus } from './domain/remediation.js';
import { leftInWords } from './domain/rollback.js';
import { RemediationEnds } from './remediation-ends.service.js';
import { RemediationTakingBack, type TakenBack } from './remediation-taking-back.service.js';
import { RemediationsStore, type RemediationRow } from './remediations.store.js';

/** Takes a remediation back, as somebody has asked for. */
@Injectable()
export class RollbackRun {
  constructor(
    private readonly database: Database,
    private readonly store: RemediationsStore,
    private readonly takingBack: RemediationTakingBack,
    private readonly ends: RemediationEnds,
  ) {}

  /** Goes on where a crash has left it. */
  async run(tenantId: string, id: string, signal: AbortSignal): Promise<void> {
    const row = await this.database.withTenant(tenantId, (tx) => this.store.find(tx, tenantId, id));
    if (row?.status !== 'rolling_back') return;
    const run = { signal, heartbeat: () => Promise.resolve(), force: row.rollback?.force ?? false };
    const taken = await this.takingBack.takeBack(row, run);
    await this.ends.end(tenantId, id, isRollingBack, ({ row: now }) => endingOf(now, taken));
  }

  /** No attempt is left: what is not taken back is for people. */
  async giveUp(tx: Tx, tenantId: string, id: string, error: string): Promise<void> {
    const row = await this.store.lock(tx, tenantId, id);
    if (row?.status === 'rolling_back')
      await this.ends.endIn(tx, row, { status: 'rollback_failed', reason: error });
  }
}

const isRollingBack = (status: RemediationStatus): boolean => status === 'rolling_back';

/** What can never be taken back does not make it fail: it is named. */
function endingOf({ rollback }: RemediationRow, { left, stopped }: TakenBack) {
  const isDone = stopped === null && left.every(({ isIrreversible }) => isIrreversible);
  return {
    status: isDone ? ('rolled_back' as const) : ('rollback_failed' as const),
    reason: stopped ?? leftInWords(left),
    ...(rollback === null ? {} : { rollback: { ...rollback, left } }),
  };
}
