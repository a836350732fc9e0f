import { Injectable } from '@nestjs/common';
import { callMeter, newCallCount, type CallCount } from '../../platform/aws/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Attempt } from '../../platform/queue/index.js';
import { mapConcurrent } from './aws/map-concurrent.js';
import type { UnitOutcome } from './domain/scan-outcome.js';
import { ScanClosing } from './scan-closing.js';
import { ScanStore } from './scan.store.js';
import { ScanUnitStore, type OpenUnit, type UnitCounts } from './scan-unit.store.js';
import { GIVEN_UP, UnitLost } from './units.js';

/** An account × region of a scan: its units are read together, so that small ones share their transactions. */
export interface PlaceIds {
  scanId: string;
  accountId: string;
  region: string;
}

/** What a place wrote for its units, by unit id. */
export type PlaceCounts = ReadonlyMap<string, { resources: number; findings: number }>;

/** The units of a place in work. Each write fails, and with it the work, once they are no longer ours. */
export interface PlaceWork {
  readonly units: readonly OpenUnit[];
  readonly attempt: Attempt;
  readonly write: (change: (tx: Tx) => Promise<PlaceCounts>) => Promise<void>;
}

/** A unit that was read, with what is to be written when all of the place are. */
export interface UnitEnd {
  unit: OpenUnit;
  outcome: UnitOutcome;
}

/** Units under way at once: each asks another service, and most of their time is waiting for AWS. */
const AT_ONCE = 4;

/** Opens the units of a place, reads them side by side, and closes them together. */
@Injectable()
export class PlaceUnits {
  constructor(
    private readonly database: Database,
    private readonly scans: ScanStore,
    private readonly store: ScanUnitStore,
    private readonly closing: ScanClosing,
  ) {}

  /**
   * Safe to run twice: units that are closed are left alone. One that throws is left open for another attempt, and
   * the others are closed. `finish` writes what belongs to all that could be read.
   * @throws what the first unit threw
   */
  async run<E extends UnitEnd>(
    ids: PlaceIds,
    attempt: Attempt,
    read: (unit: OpenUnit, work: PlaceWork) => Promise<E>,
    finish: (ends: readonly E[], work: PlaceWork) => Promise<void>,
  ): Promise<void> {
    const { tenantId } = attempt;
    const units = await this.database.withTenant(tenantId, async (tx) => {
      await this.scans.begin(tx, tenantId, ids.scanId);
      return this.store.openPlace(tx, tenantId, ids);
    });
    if (units.length === 0) return;
    const counts = new Map(units.map((unit) => [unit.id, newCallCount()]));
    const told = new Map<string, Pick<UnitCounts, 'apiCalls' | 'throttles'>>();
    const work: PlaceWork = { units, attempt, write: (change) => this.#write(units, counts, told, change) };
    try {
      const failures: unknown[] = [];
      const ends: E[] = [];
      await mapConcurrent(
        units,
        async (unit) => {
          const count = counts.get(unit.id) ?? newCallCount();
          try {
            ends.push(await callMeter.run(count, () => read(unit, work)));
          } catch (error) {
            failures.push(error);
          }
        },
        AT_ONCE,
      );
      const lost = failures.find((error) => error instanceof UnitLost);
      if (lost !== undefined) throw lost;
      attempt.signal.throwIfAborted();
      if (ends.length > 0) await finish(ends, work);
      await this.#close(ends, work);
      if (failures.length > 0) throw failures[0];
    } catch (error) {
      if (!(error instanceof UnitLost)) throw error;
      // closed or cancelled: nothing is left to do. Taken over: the job must not end while units are open
      const anyOpen = await this.database.withTenant(tenantId, (tx) =>
        this.store.anyOpenOf(tx, tenantId, units),
      );
      if (anyOpen) throw error;
    }
  }

  /** Closes the units of a place whose job has no attempt left, in the transaction that gives the job up. */
  async giveUp(tx: Tx, tenantId: string, { scanId, accountId, region }: PlaceIds): Promise<void> {
    const open = await this.store.openIdsOf(tx, tenantId, { scanId, accountId, region });
    await this.closing.closeUnits(
      tx,
      { tenantId, scanId },
      open.map((id) => ({ id, attempt: null, outcome: GIVEN_UP })),
    );
  }

  async #write(
    units: readonly OpenUnit[],
    counts: ReadonlyMap<string, CallCount>,
    told: Map<string, Pick<UnitCounts, 'apiCalls' | 'throttles'>>,
    change: (tx: Tx) => Promise<PlaceCounts>,
  ): Promise<void> {
    const [first] = units;
    if (first === undefined) return;
    const { tenantId } = first;
    const now = new Map(
      [...counts].map(([id, { calls, throttles }]) => [id, { apiCalls: calls, throttles }]),
    );
    await this.database.withTenant(tenantId, async (tx) => {
      if (!(await this.store.areMine(tx, tenantId, units))) throw new UnitLost();
      const written = await change(tx);
      const added = units.map(({ id }) => {
        const before = told.get(id) ?? { apiCalls: 0, throttles: 0 };
        const { apiCalls, throttles } = now.get(id) ?? before;
        return {
          ...{ id, apiCalls: apiCalls - before.apiCalls, throttles: throttles - before.throttles },
          ...(written.get(id) ?? { resources: 0, findings: 0 }),
        };
      });
      await this.store.countAll(tx, tenantId, added);
    });
    for (const [id, calls] of now) told.set(id, calls);
  }

  async #close(ends: readonly UnitEnd[], { units, write }: PlaceWork): Promise<void> {
    const [first] = units;
    if (first === undefined) return;
    if (ends.length < units.length) await write(async () => new Map()); // AWS counted the calls of what failed, too
    await this.database.withTenant(first.tenantId, (tx) =>
      this.closing.closeUnits(
        tx,
        first,
        ends.map(({ unit: { id, attempt }, outcome }) => ({ id, attempt, outcome })),
      ),
    );
  }
}
