import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { ChangeRun } from './change-pacing.js';
import { isTouched, isUnderWay, type RemediationStatus } from './domain/remediation.js';
import { leftInWords } from './domain/rollback.js';
import { RemediationEnds } from './remediation-ends.service.js';
import type { Standing } from './remediation-rows.js';
import { isHalfDone, RemediationTakingBack, type TakenBack } from './remediation-taking-back.service.js';
import { RemediationsStore } from './remediations.store.js';

/** What is done when a remediation does not go on. Nothing is ever left between two calls of a change. */
@Injectable()
export class RemediationFailures {
  constructor(
    private readonly database: Database,
    private readonly store: RemediationsStore,
    private readonly takingBack: RemediationTakingBack,
    private readonly ends: RemediationEnds,
  ) {}

  /** Takes back all that was done, in reverse. restored: all of it was; failed: not all, or there was nothing. */
  async restore({ row, changes }: Standing, run: ChangeRun, why: string): Promise<Standing> {
    await this.#restoring(row);
    const taken = await this.takingBack.takeBack(row, { ...run, force: false });
    const isRestored = taken.left.length === 0 && changes.some(isTouched);
    return this.#end(row, taken, isRestored ? 'restored' : 'failed', why);
  }

  /** Leaves what was done to the end as it is, and takes back what was not. */
  async leave(
    { row }: Standing,
    run: ChangeRun,
    status: 'failed' | 'aborted',
    why: string,
  ): Promise<Standing> {
    const taken = await this.takingBack.takeBack(row, { ...run, force: false }, isHalfDone);
    return this.#end(row, taken, status, why);
  }

  /** The kill switch has fallen: nothing is called any more, so nothing is taken back. */
  stop({ row }: Standing): Promise<Standing> {
    return this.#end(row, { left: [], stopped: 'The kill switch is engaged' }, 'stopped', '');
  }

  #end(
    { tenantId, id }: Standing['row'],
    { left, stopped }: TakenBack,
    status: RemediationStatus,
    why: string,
  ): Promise<Standing> {
    return this.ends.end(tenantId, id, isUnderWay, ({ changes }) => {
      if (stopped === null) {
        const reason = [why, leftInWords(left)].filter((text) => text !== null).join('. ');
        return { status, reason: reason.slice(0, MOST_REASON) };
      }
      const half = changes.find((change) => change.status === 'stopped');
      return { status: 'stopped', reason: half?.reason ?? stopped };
    });
  }

  async #restoring({ tenantId, id }: Standing['row']): Promise<void> {
    await this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.lock(tx, tenantId, id);
      if (row !== undefined && isUnderWay(row.status))
        await this.store.step(tx, row, { status: 'restoring' });
    });
  }
}

const MOST_REASON = 4000;
