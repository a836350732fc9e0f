import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { ChangeApplying } from './change-applying.service.js';
import { ChangeCallsStore } from './change-calls.store.js';
import type { ChangeRun } from './change-pacing.js';
import { ChangeStarts } from './change-starts.service.js';
import { ChangeTakingBack } from './change-taking-back.service.js';
import { ChangesStore } from './changes.store.js';
import type { Call } from './domain/call.js';
import type { ChangeOwner, PlannedChange } from './domain/change.js';
import type { ChangeCallRow, ChangeRow } from './domain/change-row.js';

/**
 * Changes of resources: kept, made and taken back. Whatever AWS answers, the row says how it ended; only what stops the
 * run itself is thrown: the signal's reason, and ChangeTakenOver where another run goes on with the change.
 */
@Injectable()
export class Changes {
  constructor(
    private readonly store: ChangesStore,
    private readonly calls: ChangeCallsStore,
    private readonly starts: ChangeStarts,
    private readonly applying: ChangeApplying,
    private readonly takingBack: ChangeTakingBack,
  ) {}

  /** Keeps a plan. It takes the place of what an older one (or the same, kept again) has planned and nobody has begun. */
  add(
    tx: Tx,
    tenantId: string,
    owner: ChangeOwner,
    planVersion: number,
    planned: readonly PlannedChange[],
  ): Promise<void> {
    return this.store.replace(tx, tenantId, owner, planVersion, planned);
  }

  /** In the order in which they were planned. */
  of(tx: Tx, tenantId: string, owner: ChangeOwner): Promise<ChangeRow[]> {
    return this.store.of(tx, tenantId, owner);
  }

  find(tx: Tx, tenantId: string, changeId: string): Promise<ChangeRow | undefined> {
    return this.store.find(tx, tenantId, changeId);
  }

  /** The calls that a change has made, or begun. */
  callsOf(tx: Tx, tenantId: string, changeId: string): Promise<ChangeCallRow[]> {
    return this.calls.of(tx, tenantId, changeId);
  }

  /**
   * Makes a change, or goes on with one that a crash has left, and verifies it. It ends as
   * - verified;
   * - failed: a call was refused, or the control does not pass: `reason`, `verdict`. Nothing is taken back by itself;
   * - refused: by guardrails, by another change of the resource, or because the resource has moved on since the plan
   *   (`verdict.kind` is `moved_on`): nothing was called;
   * - stopped: by the kill switch. Where it fell before the first call (`refusal`), the row stays planned.
   * One that has ended stays as it is.
   *
   * @throws AppError NOT_FOUND
   */
  async apply(tenantId: string, changeId: string, run: ChangeRun): Promise<ChangeRow> {
    const { mine, row } = await this.starts.apply(tenantId, changeId);
    return mine ? this.applying.apply(row, run) : row;
  }

  /**
   * Takes a change back, from wherever it stands: restored, restore_failed or stopped. What was never begun, or is
   * restored, stays as it is. Where it may not be taken back, `refusal` says why, and the row stays as it is.
   *
   * @throws AppError NOT_FOUND
   */
  restore(tenantId: string, changeId: string, run: ChangeRun & { force: boolean }): Promise<ChangeRow> {
    return this.takingBack.restore(tenantId, changeId, run);
  }

  /** Why it cannot be taken back exactly: somebody has changed the resource since. undefined: nobody has. */
  movedOn(tenantId: string, changeId: string, signal: AbortSignal): Promise<string | undefined> {
    return this.takingBack.movedOn(tenantId, changeId, signal);
  }

  /** The calls that taking it back would make. @throws CallFailed where the account cannot be entered */
  restorePlan(tenantId: string, changeId: string, signal: AbortSignal): Promise<readonly Call[]> {
    return this.takingBack.plan(tenantId, changeId, signal);
  }
}
