import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import type { Found } from './aws/reader.js';
import type { NoEvidence } from './domain/part.js';
import { GLOBAL_REGION, type ResourceType } from './domain/resource-type.js';
import { seesAll } from './domain/scope.js';
import { Gone } from './gone.service.js';
import { InventoryStore } from './inventory.store.js';
import { PageWriter } from './page-writer.js';
import type { PlaceWork, UnitEnd } from './place-units.js';
import type { OpenUnit } from './scan-unit.store.js';
import { TypeReadingStore } from './type-reading.store.js';

const DELETED_AT_ONCE = 1000;

/** What a unit has listed to the end, and what it could not list, or not all of. */
export interface ListedUnit extends UnitEnd {
  listed: readonly ResourceType[];
  missed: readonly { type: ResourceType; missing: NoEvidence }[];
}

/**
 * Without what lies elsewhere (buckets are listed for the whole account, whatever regions a scan is about), and
 * without what lacks the tags that the scan is about.
 */
export function ofThisScan({ scope: { regions, tags = null } }: OpenUnit, found: Found): Found {
  const { type, configurations } = found;
  const inRegion = (one: unknown) =>
    regions === null || type.region === undefined || regions.includes(type.region(one));
  const tagged = (one: unknown) =>
    tags === null || Object.entries(tags).every(([key, value]) => type.tags(one)[key] === value);
  return { ...found, configurations: configurations.filter((one) => inRegion(one) && tagged(one)) };
}

/** What a place writes beside its pages: how types were read, and what complete lists no longer show. */
@Injectable()
export class UnitWriters {
  constructor(
    readonly pages: PageWriter,
    private readonly inventory: InventoryStore,
    private readonly types: TypeReadingStore,
    private readonly absences: Gone,
  ) {}

  /**
   * Notes which types were listed to the end, and why others could not be. Of the former, what was not in the list is
   * gone, and its findings with it.
   */
  async listed(units: readonly ListedUnit[], { write }: PlaceWork): Promise<void> {
    const [first] = units;
    if (first === undefined) return;
    const { tenantId, scanId, accountId, region } = first.unit;
    const readings = units.flatMap(({ listed, missed }) => [
      ...listed.map(({ type }) => ({ type, missing: null })),
      ...missed.map(({ type: { type }, missing }) => ({ type, missing })),
    ]);
    let deleted = 0;
    const deletions = async (tx: Tx) => {
      deleted = await this.#deletions(
        tx,
        first.unit,
        units.flatMap((one) => one.listed),
      );
    };
    await write(async (tx) => {
      await this.types.record(tx, tenantId, scanId, { accountId, region }, readings);
      await deletions(tx);
      return new Map();
    });
    while (deleted === DELETED_AT_ONCE) {
      await write(async (tx) => {
        await deletions(tx);
        return new Map();
      });
    }
  }

  /** One resource that a description no longer finds. */
  async gone(unit: OpenUnit, { write }: PlaceWork, arn: string): Promise<void> {
    const { tenantId, scanId, startedAt } = unit;
    await write(async (tx) => {
      await this.absences.write(tx, tenantId, [{ arn, readAt: startedAt, teller: { source: scanId } }]);
      return new Map();
    });
  }

  /** Some of what complete lists no longer show; how many they were. */
  async #deletions(tx: Tx, unit: OpenUnit, listed: readonly ResourceType[]): Promise<number> {
    const { tenantId, scanId, accountId, startedAt: readAt, scope } = unit;
    const types = listed.map(({ type }) => type);
    if (types.length === 0 || !seesAll(scope)) return 0;
    // a listing of the whole account leaves out what lies in regions that the scan is not about
    const chosen = scope.regions && [...scope.regions, GLOBAL_REGION];
    const regions = unit.region === GLOBAL_REGION ? chosen : [unit.region];
    const where = { accountId, types, regions, readAt, limit: DELETED_AT_ONCE };
    const deleted = await this.inventory.markDeleted(tx, tenantId, where);
    await this.absences.tell(tx, tenantId, deleted, () => ({ source: scanId }));
    return deleted.length;
  }
}
