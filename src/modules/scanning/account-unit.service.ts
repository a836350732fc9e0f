import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Jobs, type Attempt } from '../../platform/queue/index.js';
import { MINUTE_MS } from '../../shared/clock.js';
import { enabledRegions } from './aws/regions.js';
import { importUnitsOf } from './domain/imports/scan-reads.js';
import { reading, ReadFailed } from './reading.js';
import { scanImport, scanPlace } from './scan.jobs.js';
import { ScanUnitStore, type OpenUnit } from './scan-unit.store.js';
import { UnitClients } from './unit-clients.js';
import { UnitPlan } from './unit-plan.service.js';
import { Units } from './units.js';

const ACCOUNTS_KEPT = 1000;

/** The first unit of each account: can it be entered, which regions has it, and so what there is to read. */
@Injectable()
export class AccountUnitService {
  /** What two scans within a minute would both ask. */
  readonly #regions = new LRUCache<string, readonly string[]>({ max: ACCOUNTS_KEPT, ttl: MINUTE_MS });

  constructor(
    private readonly units: Units,
    private readonly clients: UnitClients,
    private readonly store: ScanUnitStore,
    private readonly jobs: Jobs,
    private readonly plan: UnitPlan,
  ) {}

  /** Safe to run twice: units that are there are not made again. @throws ReadFailed to be tried again */
  async run(ids: { scanId: string; unitId: string }, attempt: Attempt): Promise<void> {
    await this.units.run(ids, attempt, async ({ unit, close }) => {
      let regions: readonly string[];
      try {
        regions = await this.#regionsOf(unit, attempt.signal);
      } catch (failed) {
        if (!(failed instanceof ReadFailed) || (failed.again && !attempt.last)) throw failed;
        const error = { ...failed.error, resourceType: null, part: null, count: 1 };
        return close({ status: 'failed', errors: [error] });
      }
      const { tenantId, scanId, accountId } = unit;
      await close({ status: 'completed', errors: [] }, async (tx) => {
        const keys = (await this.plan.of(tx, unit, regions)).map((key) => ({ accountId, ...key }));
        const imports = importUnitsOf(unit.scope, regions).map((key) => ({ accountId, ...key }));
        const importIds = await this.store.insert(tx, tenantId, scanId, imports);
        await this.jobs.enqueueAll(
          tx,
          tenantId,
          scanImport,
          importIds.map((unitId) => ({ scanId, unitId })),
        );
        const made = await this.store.insert(tx, tenantId, scanId, keys);
        if (made.length === 0) return;
        const places = [...new Set(keys.map(({ region }) => region))];
        await this.jobs.enqueueAll(
          tx,
          tenantId,
          scanPlace,
          places.map((region) => ({ scanId, accountId, region })),
        );
      });
    });
  }

  async #regionsOf(unit: OpenUnit, signal: AbortSignal): Promise<readonly string[]> {
    const { aws, regions: chosen } = await this.clients.of(unit, signal);
    if (chosen !== null) return chosen;
    const key = `${unit.tenantId} ${unit.accountId}`;
    const regions = this.#regions.get(key) ?? (await reading(() => enabledRegions(aws), signal));
    this.#regions.set(key, regions, { noUpdateTTL: true });
    return regions;
  }
}
