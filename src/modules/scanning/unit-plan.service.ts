import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Clock, DAY_MS } from '../../shared/clock.js';
import type { Reader } from './aws/reader.js';
import { readerOf, readers, wantOf } from './aws/readers.js';
import { CustomStores } from './custom-stores.js';
import { controls } from './domain/controls/index.js';
import { GLOBAL_REGION, type Service } from './domain/resource-type.js';
import { asksOf } from './domain/scan-asks.js';
import { unitsOf } from './domain/scope.js';
import { InventoryStore } from './inventory.store.js';
import type { OpenUnit, UnitKey } from './scan-unit.store.js';
import { TypeReadingStore } from './type-reading.store.js';

type Place = Pick<UnitKey, 'region' | 'service'>;

/** Which region × service of an account a scan has to look at. */
@Injectable()
export class UnitPlan {
  constructor(
    private readonly inventory: InventoryStore,
    private readonly readings: TypeReadingStore,
    private readonly clock: Clock,
    private readonly customs: CustomStores,
  ) {}

  /**
   * Without services of which no asked control speaks. A scan of single resources looks where they are; an
   * incremental one leaves out what the last listing, within a day, has shown to be empty.
   */
  async of(tx: Tx, unit: OpenUnit, regions: readonly string[]): Promise<Place[]> {
    const { tenantId, accountId, scanType, scope } = unit;
    const own = await this.customs.own(tx, tenantId);
    const asks = asksOf(scanType, scope, own.frameworks);
    const asked = asks === undefined ? null : [...controls, ...own.controls].filter(asks);
    const needed = readers.filter(
      (reader) => reader.lists && wantOf(reader, asked, { byTags: false }) !== undefined,
    );
    const all = unitsOf(scope, regions).filter((place) => needed.some((reader) => isAt(reader, place)));
    const arns = scope.resourceArns ?? null;
    if (arns !== null || scanType === 'reassessment') {
      const where = arns === null ? { withOpenFinding: true } : { arns };
      const places = await this.inventory.places(tx, tenantId, { accountId, ...where });
      return all.filter((place) => places.some((one) => holds(place, one)));
    }
    if (scanType !== 'incremental') return all;
    const places = await this.inventory.places(tx, tenantId, { accountId });
    const since = new Date(this.clock.now().getTime() - DAY_MS);
    const fresh = await this.readings.completeSince(tx, tenantId, accountId, since);
    const isFresh = (type: string, region: string) =>
      fresh.some((one) => one.type === type && one.region === region);
    return all.filter(
      (place) =>
        places.some((one) => holds(place, one)) ||
        !needed
          .filter((reader) => isAt(reader, place))
          .every((reader) => reader.types.every(({ type }) => isFresh(type, place.region))),
    );
  }
}

const isAt = ({ type, scope }: Reader, { region, service }: Place): boolean =>
  type.service === service && scope === (region === GLOBAL_REGION ? 'account' : 'region');

/** Whether a resource is read by the unit of that place: buckets lie in regions, but are read for the account. */
function holds(place: Place, { region, type }: { region: string; type: string }): boolean {
  const reader = readerOf(type);
  if (reader === undefined || reader.type.service !== (place.service as Service)) return false;
  return reader.scope === 'account' ? place.region === GLOBAL_REGION : place.region === region;
}
