import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { mapConcurrent } from './aws/map-concurrent.js';
import { readerOf, readers } from './aws/readers.js';
import { controls } from './domain/controls/index.js';
import { GLOBAL_REGION, type Place } from './domain/resource-type.js';
import { InventoryStore, type ResourceKey } from './inventory.store.js';
import { reading } from './reading.js';
import { askedBy } from './scan-rules.service.js';
import { noteMissing, orError, type UnitReading } from './unit-reading.js';
import { UnitWriters } from './unit-writers.js';

const AT_ONCE = 10;
const PAGE = 100;

/** Reads single resources of the inventory anew: those that a scan names, or those that have open findings. */
@Injectable()
export class DescribedUnitService {
  constructor(
    private readonly database: Database,
    private readonly inventory: InventoryStore,
    private readonly writers: UnitWriters,
  ) {}

  /** @returns how many could be described. @throws ReadFailed to be tried again */
  async run(unitReading: UnitReading): Promise<number> {
    const { work, rules } = unitReading;
    const asked = askedBy(rules, controls);
    let read = 0;
    let after = '';
    for (;;) {
      const page = await this.#page(unitReading, after);
      const last = page.at(-1);
      if (last === undefined) return read;
      after = last.arn;
      const about = (type: string) => asked === null || asked.some((control) => control.type === type);
      const described = await mapConcurrent(
        page.filter(({ type }) => about(type)),
        (key) => this.#describe(key, unitReading),
        AT_ONCE,
      );
      read += described.filter(Boolean).length;
      work.attempt.signal.throwIfAborted();
    }
  }

  async #page({ unit }: UnitReading, after: string): Promise<ResourceKey[]> {
    const { tenantId, accountId, service, scope, scanType } = unit;
    const isAccountWide = unit.region === GLOBAL_REGION;
    const readAs = isAccountWide ? 'account' : 'region';
    const types = readers.filter(({ type, scope: of }) => type.service === service && of === readAs);
    const where = {
      ...{ accountId, after, take: PAGE, types: types.map(({ type }) => type.type) },
      // what lies in no region is read whatever regions are asked for
      regions: isAccountWide ? scope.regions && [...scope.regions, GLOBAL_REGION] : [unit.region],
      arns: scope.resourceArns ?? null,
      withOpenFinding: scanType === 'reassessment',
    };
    return this.database.withTenant(tenantId, (tx) => this.inventory.keys(tx, tenantId, where));
  }

  /** False where AWS did not answer. */
  async #describe({ arn, name, region, type: typeName }: ResourceKey, from: UnitReading): Promise<boolean> {
    const { unit, work, aws, rules, errors, pages } = from;
    const reader = readerOf(typeName);
    if (reader === undefined) return true; // of a type that this version no longer knows
    const place: Place = {
      partition: aws.account.partition,
      accountId: unit.accountId,
      region: unit.region,
    };
    const answer = await orError(work.attempt, errors, typeName, async () => ({
      configuration: await reading(() => reader.describe(aws, { arn, name, region }), work.attempt.signal),
    }));
    if (answer === undefined) return false;
    const { configuration } = answer;
    if (configuration === null) {
      await this.writers.gone(unit, work, arn);
      return true;
    }
    const found = { type: reader.type, configurations: [configuration], gaps: [] };
    noteMissing(found, errors);
    await pages.add({ ...found, unit, place, rules });
    return true;
  }
}
