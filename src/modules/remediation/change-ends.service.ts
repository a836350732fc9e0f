import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import { Timeline } from '../scanning/index.js';
import { ChangeCallsStore } from './change-calls.store.js';
import { ChangesStore, type ChangeStep } from './changes.store.js';
import type { ChangeStatus } from './domain/change.js';
import type { ChangeRow } from './domain/change-row.js';
import { countChange } from './metrics.js';

/** Another run has taken the change over: this one must not touch anything any more. */
export class ChangeTakenOver extends Error {
  constructor(readonly changeId: string) {
    super(`Another run goes on with the change ${changeId}`);
    this.name = 'ChangeTakenOver';
  }
}

/** What the timeline of the resource says of it. */
const TOLD: Partial<Record<ChangeStatus, string>> = {
  verified: 'applied',
  failed: 'failed',
  stopped: 'stopped',
  restored: 'restored',
  restore_failed: 'restore_failed',
};

/** Writes how changes go on: the status, the resource's timeline and the figures, together. */
@Injectable()
export class ChangeEnds {
  constructor(
    private readonly database: Database,
    private readonly store: ChangesStore,
    private readonly calls: ChangeCallsStore,
    private readonly timeline: Timeline,
    private readonly config: Config,
  ) {}

  /** @returns the change as it is then. @throws ChangeTakenOver */
  step(row: ChangeRow, step: ChangeStep): Promise<ChangeRow> {
    return this.database.withTenant(row.tenantId, (tx) => this.stepIn(tx, row, step));
  }

  /** The same in a transaction of the tenant. */
  async stepIn(tx: Tx, row: ChangeRow, step: ChangeStep): Promise<ChangeRow> {
    const now = await this.store.step(tx, row, step);
    if (now === undefined) throw new ChangeTakenOver(row.id);
    const what = TOLD[now.status];
    if (what !== undefined) await this.#tell(tx, now, what);
    this.database.onCommit(tx, () => countChange(this.config.get('ENVIRONMENT'), now.status));
    return now;
  }

  /** What was stopped and cannot be taken back has failed: it would keep its resource from other changes for ever. */
  giveUp(tenantId: string, changeId: string, reason: string): Promise<ChangeRow | undefined> {
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.lock(tx, tenantId, changeId);
      return row?.status === 'stopped' ? this.stepIn(tx, row, { status: 'failed', reason }) : row;
    });
  }

  async #tell(tx: Tx, row: ChangeRow, what: string): Promise<void> {
    const { id: changeId, tenantId, owner, fixId, reason, resourceArn: arn } = row;
    const calls = (await this.calls.of(tx, tenantId, changeId)).length;
    const details = { changeId, owner, fixId, calls, ...(reason === null ? {} : { reason }) };
    await this.timeline.append(tx, tenantId, [{ arn, kind: 'fix', what, details, source: owner.id }]);
  }
}
