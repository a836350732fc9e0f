import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { notFound } from '../../shared/app-error.js';
import { switchReason } from './call-records.service.js';
import { ChangeCallsStore } from './change-calls.store.js';
import { ChangesStore } from './changes.store.js';
import {
  isNothingLeft,
  type ChangeRefusal,
  type ChangeRow,
  type ChangeVerdict,
} from './domain/change-row.js';
import { Guardrails } from './guardrails.service.js';
import { KillSwitch } from './kill-switch.service.js';

/** Whether a run may go on with a change; `row`: as it is now, with the reason where it may not. */
export interface Start {
  mine: boolean;
  row: ChangeRow;
}

const goesOn = (row: ChangeRow): Start => ({ mine: true, row });
const ends = (row: ChangeRow): Start => ({ mine: false, row });
const told = (row: ChangeRow, kind: ChangeRefusal['kind'], reason: string): ChangeRow => ({
  ...row,
  refusal: { kind, reason },
});

/** Decides who goes on with a change. Each method is one transaction's work, with the change locked. */
@Injectable()
export class ChangeStarts {
  constructor(
    private readonly database: Database,
    private readonly store: ChangesStore,
    private readonly calls: ChangeCallsStore,
    private readonly guardrails: Guardrails,
    private readonly killSwitch: KillSwitch,
  ) {}

  /** A change that was begun goes on; one that has ended stays as it is. */
  apply(tenantId: string, changeId: string): Promise<Start> {
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.#lock(tx, tenantId, changeId);
      if (row.status === 'planned') return this.#begin(tx, row);
      const isUnderWay = row.status === 'applying' || row.status === 'applied';
      return isUnderWay ? goesOn(await this.store.claim(tx, row, row.status)) : ends(row);
    });
  }

  /**
   * @param since when it was looked whether the resource has moved on: what another change has done to it after that
   * nobody has looked at; null: nothing has to be looked at
   */
  restore(tenantId: string, changeId: string, since: Date | null): Promise<Start> {
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.#lock(tx, tenantId, changeId);
      if (isNothingLeft(row.status)) return ends(row);
      const engaged = await this.#engaged(tx, tenantId);
      if (engaged !== undefined) return ends({ ...told(row, 'kill_switch', engaged), status: 'stopped' });
      await this.store.lockResource(tx, row);
      const busy = await this.store.underWay(tx, row, since);
      if (busy !== undefined) return ends(told(row, 'busy', underWay(busy)));
      if (row.status === 'restore_failed') await this.calls.setAside(tx, row);
      return goesOn(await this.store.claim(tx, row, 'restoring'));
    });
  }

  /** What was not begun stays planned where the switch is engaged: nothing of it has to be taken back. */
  async #begin(tx: Tx, row: ChangeRow): Promise<Start> {
    const { tenantId, accountId, region, fixId, tags } = row;
    const engaged = await this.#engaged(tx, tenantId);
    if (engaged !== undefined) return ends({ ...told(row, 'kill_switch', engaged), status: 'stopped' });
    await this.store.lockResource(tx, row);
    const changeId = await this.store.underWay(tx, row);
    if (changeId !== undefined) return this.#refuse(tx, row, underWay(changeId), { kind: 'busy', changeId });
    const attempted = { accountId, region, fixId, tags, now: await this.database.now(tx) };
    const refusal = await this.guardrails.startRefusal(tx, tenantId, attempted);
    if (refusal !== undefined) return this.#refuse(tx, row, refusal, { kind: 'guardrails' });
    return goesOn(await this.store.claim(tx, row, 'applying'));
  }

  async #refuse(tx: Tx, row: ChangeRow, reason: string, verdict: ChangeVerdict): Promise<Start> {
    const refused = await this.store.step(tx, row, { status: 'refused', reason, verdict });
    return ends(refused ?? row);
  }

  async #lock(tx: Tx, tenantId: string, changeId: string): Promise<ChangeRow> {
    const row = await this.store.lock(tx, tenantId, changeId);
    if (row === undefined) throw notFound('change', changeId);
    return row;
  }

  async #engaged(tx: Tx, tenantId: string): Promise<string | undefined> {
    const state = await this.killSwitch.state(tx, tenantId);
    return state.engaged ? switchReason(state) : undefined;
  }
}

const underWay = (changeId: string): string => `Another change of the resource is under way: ${changeId}`;
