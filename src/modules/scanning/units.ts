import { Injectable } from '@nestjs/common';
import { callMeter, newCallCount, type CallCount } from '../../platform/aws/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Attempt } from '../../platform/queue/index.js';
import type { UnitOutcome } from './domain/scan-outcome.js';
import { ScanClosing } from './scan-closing.js';
import { ScanStore } from './scan.store.js';
import { ScanUnitStore, type OpenUnit, type UnitCounts } from './scan-unit.store.js';

/** How a unit ends whose job has no attempt left. */
export const GIVEN_UP: UnitOutcome = {
  status: 'failed',
  errors: [
    {
      ...{ resourceType: null, part: null, reason: 'failed', code: 'Internal', count: 1 },
      message: 'It failed in each attempt; the log says why, and /dead-letters can try it again',
    },
  ],
};

/** Another worker has the unit, or its scan was cancelled: nothing more is to be written. */
export class UnitLost extends Error {}

type Counts = Pick<UnitCounts, 'resources' | 'findings'>;
const NOTHING: Counts = { resources: 0, findings: 0 };

/** A unit in work: how it is written to. Each write fails, and with it the work, once the unit is no longer ours. */
export interface UnitWork {
  readonly unit: OpenUnit;
  readonly attempt: Attempt;
  readonly write: (change: (tx: Tx) => Promise<Counts>) => Promise<void>;
  readonly close: (outcome: UnitOutcome, also?: (tx: Tx) => Promise<void>) => Promise<void>;
}

/** What all units have in common: opening, fencing, counting calls, and closing. */
@Injectable()
export class Units {
  constructor(
    private readonly database: Database,
    private readonly scans: ScanStore,
    private readonly store: ScanUnitStore,
    private readonly closing: ScanClosing,
  ) {}

  /** Opens a unit and runs `work`, which closes it. One that is done, or whose scan was cancelled, is left alone. */
  async run(
    ids: { scanId: string; unitId: string },
    attempt: Attempt,
    work: (unit: UnitWork) => Promise<void>,
  ): Promise<void> {
    const unit = await this.database.withTenant(attempt.tenantId, async (tx) => {
      await this.scans.begin(tx, attempt.tenantId, ids.scanId);
      return this.store.open(tx, attempt.tenantId, ids.unitId);
    });
    if (unit === undefined) return;
    const count = newCallCount();
    const { report, ...open } = this.#workOn(unit, attempt, count);
    try {
      await callMeter.run(count, () => work(open));
    } catch (error) {
      if (error instanceof UnitLost) {
        // closed or cancelled: nothing is left to do. Taken over: the job must not end while the unit is open
        const isOpen = await this.database.withTenant(unit.tenantId, (tx) =>
          this.store.anyOpenOf(tx, unit.tenantId, [unit]),
        );
        if (!isOpen) return;
        throw error;
      }
      await report().catch(() => undefined); // the error that ended the attempt says more
      throw error;
    }
  }

  /** Closes a unit whose job has no attempt left, in the transaction that gives the job up. */
  async giveUp(tx: Tx, tenantId: string, ids: { scanId: string; unitId: string }): Promise<void> {
    await this.closing.closeUnit(
      tx,
      { tenantId, scanId: ids.scanId, id: ids.unitId, attempt: null },
      GIVEN_UP,
    );
  }

  /** `report` writes down the calls of an attempt that failed: AWS counted them too. */
  #workOn(unit: OpenUnit, attempt: Attempt, count: CallCount): UnitWork & { report: () => Promise<void> } {
    const counted = { calls: 0, throttles: 0 };
    const flush = async (tx: Tx, counts: Counts) => {
      const { calls, throttles } = count;
      const added = { apiCalls: calls - counted.calls, throttles: throttles - counted.throttles };
      await this.store.countAll(tx, unit.tenantId, [{ id: unit.id, ...counts, ...added }]);
      Object.assign(counted, { calls, throttles });
    };
    const mine = async (tx: Tx) => {
      if (!(await this.store.areMine(tx, unit.tenantId, [unit]))) throw new UnitLost();
    };
    return {
      unit,
      attempt,
      write: (change) =>
        this.database.withTenant(unit.tenantId, async (tx) => {
          await mine(tx);
          await flush(tx, await change(tx));
        }),
      close: (outcome, also) =>
        this.database.withTenant(unit.tenantId, async (tx) => {
          await this.scans.lock(tx, unit.tenantId, unit.scanId); // before the unit, as a cancellation locks them
          await mine(tx);
          await also?.(tx);
          await flush(tx, NOTHING);
          await this.closing.closeUnit(tx, unit, outcome);
        }),
      report: () =>
        this.database.withTenant(unit.tenantId, async (tx) => {
          await mine(tx);
          await flush(tx, NOTHING);
        }),
    };
  }
}
