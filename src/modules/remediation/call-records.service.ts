import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { ChangeCallsStore, type CallEnd, type CallToMake } from './change-calls.store.js';
import { ChangeTakenOver } from './change-ends.service.js';
import { ChangesStore } from './changes.store.js';
import type { ChangeCallRow, ChangeRow } from './domain/change-row.js';
import { KillSwitch } from './kill-switch.service.js';

/** Why nothing is called, in a sentence. */
export const switchReason = ({
  reason,
  changedBy,
}: {
  reason: string | null;
  changedBy: string | null;
}): string => `The kill switch is engaged by ${changedBy ?? '?'}: ${reason ?? 'no reason given'}`;

/** The record of calls, each write a transaction of its own: what is written before a call is there if it is made. */
@Injectable()
export class CallRecords {
  constructor(
    private readonly database: Database,
    private readonly calls: ChangeCallsStore,
    private readonly changes: ChangesStore,
    private readonly killSwitch: KillSwitch,
  ) {}

  of({ tenantId, id }: Pick<ChangeRow, 'tenantId' | 'id'>): Promise<ChangeCallRow[]> {
    return this.database.withTenant(tenantId, (tx) => this.calls.of(tx, tenantId, id));
  }

  /** @returns how often it has been started, or why it must not be. @throws ChangeTakenOver */
  begin(
    row: ChangeRow,
    call: CallToMake,
  ): Promise<{ attempts: number; startedAt: Date } | { stopped: string }> {
    const { tenantId, id } = row;
    return this.database.withTenant(tenantId, async (tx) => {
      const begun = await this.calls.begin(tx, row, call);
      if (begun !== undefined) return begun;
      const now = await this.changes.find(tx, tenantId, id);
      if (now?.claim !== row.claim || now.status !== row.status) throw new ChangeTakenOver(id);
      const state = await this.killSwitch.state(tx, tenantId);
      // released since that statement: whoever engaged it has still stopped this run
      return { stopped: state.engaged ? switchReason(state) : 'The kill switch was engaged' };
    });
  }

  /** @throws ChangeTakenOver */
  end(row: ChangeRow, call: Pick<CallToMake, 'phase' | 'seq'>, end: CallEnd): Promise<void> {
    return this.database.withTenant(row.tenantId, async (tx) => {
      if (!(await this.calls.end(tx, row, call, end))) throw new ChangeTakenOver(row.id);
    });
  }
}
