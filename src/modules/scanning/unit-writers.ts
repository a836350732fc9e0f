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

  /** Without what lies elsewhere: buckets are listed for the whole account, whatever regions a scan is about. */
  ofThisScan({ unit }: UnitWork, found: Found): Found {
    const { type } = found;
    const wanted = unit.scope.regions;
    if (wanted === null || type.region === undefined) return found;
    const isWanted = (one: unknown) => wanted.includes(type.region?.(one) ?? '');
    return { ...found, configurations: found.configurations.filter(isWanted) };
  }

  async page({ unit, write }: UnitWork, found: Found, place: Place, rules: Rules): Promise<void> {
    const { type, configurations: page } = found;
    if (page.length === 0) return;
    await write((tx) => this.pages.write(tx, unit.tenantId, unit.scanId, { type, place, page, rules }));
  }

  /** For types that were listed to the end: what was not in the list is gone, and its findings with it. */
  async deletions({ unit, write }: UnitWork, listed: readonly ResourceType[]): Promise<void> {
    const { tenantId, scanId: source, accountId, startedAt: seenBefore } = unit;
    const isRegional = listed.some((type) => type.region !== undefined);
    const chosen = isRegional ? unit.scope.regions : null;
    const regions = unit.region === GLOBAL_REGION ? chosen : [unit.region];
    const types = listed.map(({ type }) => type);
    if (types.length === 0) return;
    let deleted: string[];
    do {
      deleted = [];
      await write(async (tx) => {
        const where = { accountId, types, regions, seenBefore, limit: DELETED_AT_ONCE };
        deleted = await this.inventory.markDeleted(tx, tenantId, where);
        const changes = deleted.map((arn) => ({ arn, kind: 'deleted' as const, changes: [] }));
        await this.inventory.recordChanges(tx, tenantId, source, changes);
        await this.findings.resolveDeleted(tx, tenantId, source, deleted);
        return { resources: 0, findings: 0 };
      });
    } while (deleted.length === DELETED_AT_ONCE);
  }
}
