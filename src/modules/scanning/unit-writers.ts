import { Injectable } from '@nestjs/common';
import type { Found } from './aws/reader.js';
import { GLOBAL_REGION, type Place, type ResourceType } from './domain/resource-type.js';
import { FindingsWriter } from './findings-writer.js';
import { InventoryStore } from './inventory.store.js';
import { PageWriter, type Rules } from './page-writer.js';
import type { UnitWork } from './units.js';

const DELETED_AT_ONCE = 1000;

/** What a service unit writes: pages, and what a complete list no longer shows. */
@Injectable()
export class UnitWriters {
  constructor(
    private readonly pages: PageWriter,
    private readonly inventory: InventoryStore,
    private readonly findings: FindingsWriter,
  ) {}

  async page(
    { unit, write }: UnitWork,
    { type, configurations }: Found,
    place: Place,
    rules: Rules,
  ): Promise<void> {
    const wanted = unit.scope.regions;
    // buckets are listed for the whole account: those of other regions are not this scan's business
    const isWanted = (one: unknown) =>
      wanted === null || type.region === undefined || wanted.includes(type.region(one));
    const page = configurations.filter(isWanted);
    if (page.length === 0) return;
    await write((tx) => this.pages.write(tx, unit.tenantId, unit.scanId, { type, place, page, rules }));
  }

  /** Called after a complete list only: what is not in it is gone, and its findings with it. */
  async deletions({ unit, write }: UnitWork, type: ResourceType): Promise<void> {
    const { tenantId, scanId: source, accountId, startedAt: seenBefore } = unit;
    const regions =
      unit.region !== GLOBAL_REGION ? [unit.region] : type.region === undefined ? null : unit.scope.regions;
    let deleted: string[];
    do {
      deleted = [];
      await write(async (tx) => {
        const where = { accountId, type: type.type, regions, seenBefore, limit: DELETED_AT_ONCE };
        deleted = await this.inventory.markDeleted(tx, tenantId, where);
        const changes = deleted.map((arn) => ({ arn, kind: 'deleted' as const, changes: [] }));
        await this.inventory.recordChanges(tx, tenantId, source, changes);
        await this.findings.resolveDeleted(tx, tenantId, source, deleted);
        return { resources: 0, findings: 0 };
      });
    } while (deleted.length === DELETED_AT_ONCE);
  }
}
