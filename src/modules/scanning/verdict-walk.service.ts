import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { readerOf } from './aws/readers.js';
import { CustomRules } from './custom-rules.service.js';
import type { Control } from './domain/control.js';
import type { CustomControl } from './domain/custom-control.js';
import type { Evaluation } from './domain/evaluate.js';
import type { NoEvidence } from './domain/part.js';
import { GLOBAL_REGION } from './domain/resource-type.js';
import { resourceTypeOf } from './domain/resources/index.js';
import {
  asRead,
  type KnownConfiguration,
  type ResourceVerdict,
  type VerdictRules,
  verdictsOf,
  verdictsOnNothing,
} from './domain/verdicts.js';
import { InventoryStore } from './inventory.store.js';
import { ScanRules } from './scan-rules.service.js';
import { TypeReadingStore, type FailedReading } from './type-reading.store.js';

/** What of an inventory is walked through. */
export interface VerdictFilter {
  accountId?: string | undefined;
  region?: string | undefined;
  /** Instead of one: any of these, GLOBAL_REGION among them where what lies in none is wanted. */
  regions?: readonly string[] | undefined;
  /** Resources that have all of these tags. */
  tags?: Readonly<Record<string, string>> | undefined;
  resourceArn?: string | undefined;
  types?: readonly string[] | undefined;
  asks?: ((control: Control) => boolean) | undefined;
  /** Instead of the tenant's own controls: one that is tried. */
  own?: readonly CustomControl[] | undefined;
}

type WalkRules = Omit<VerdictRules, 'own'> & { own: readonly CustomControl[] };

/** Judged between two answers to others: a page takes some 20 ms. */
const PAGE = 200;
/** Behind every ARN. */
const NOWHERE = '~';

/** What the controls say of the inventory, now: nothing of it is stored. */
@Injectable()
export class VerdictWalk {
  constructor(
    private readonly database: Database,
    private readonly inventory: InventoryStore,
    private readonly readings: TypeReadingStore,
    private readonly rules: ScanRules,
    private readonly customs: CustomRules,
  ) {}

  /**
   * Verdicts in the order of ARNs, a page of resources at a time, from the resource `from` on; behind them those of
   * what could not be listed. Each has its place in the order beside it.
   */
  async *verdicts(
    tenantId: string,
    filter: VerdictFilter,
    from = '',
  ): AsyncGenerator<{ key: string; verdicts: ResourceVerdict[] }[]> {
    const { rules, failed } = await this.#begin(tenantId, filter);
    const seen = new Set<string>();
    const { accountId, region, regions, resourceArn: arn, types } = filter;
    let after: string | undefined;
    for (;;) {
      const where = { accountId, region, regions, arn, types, from, after, take: PAGE };
      const page = await this.database.withTenant(tenantId, (tx) =>
        this.inventory.configurations(tx, tenantId, where),
      );
      const own = await this.#own(tenantId, page, rules);
      yield page.flatMap((known) => {
        const type = resourceTypeOf(known.type);
        if (type === undefined) return [];
        const place = placeOf(known);
        seen.add(place);
        if (!hasTags(known, filter)) return [];
        const unlisted = missingOf(failed.get(place), known);
        const verdicts = verdictsOf(type, known, rules, unlisted, own.get(known.arn));
        return verdicts.length === 0 ? [] : [{ key: known.arn, verdicts }];
      });
      after = page.at(-1)?.arn;
      if (page.length < PAGE) break;
    }
    if (arn !== undefined) return;
    yield await this.#unlisted(
      tenantId,
      filter,
      rules,
      from,
      [...failed].filter(([place]) => !seen.has(place)).map(([, one]) => one),
    );
  }

  /** What the tenant's own controls say of a page, by ARN. */
  async #own(
    tenantId: string,
    page: readonly (KnownConfiguration & { type: string })[],
    { own, asks = () => true, now }: WalkRules,
  ): Promise<Map<string, Evaluation[]>> {
    const found = new Map<string, Evaluation[]>();
    const asked = own.filter(asks);
    for (const type of new Set(asked.map((control) => control.type))) {
      const about = asked.filter((control) => control.type === type);
      const resources = page
        .filter((known) => known.type === type)
        .map((known) => ({ ...placed(known), configuration: asRead(known) }));
      const each = await this.customs.decide(tenantId, about, resources, now);
      each.forEach((evaluations, at) => found.set(resources[at]?.arn ?? '', evaluations));
    }
    return found;
  }

  async #begin(tenantId: string, { accountId, asks, own }: VerdictFilter) {
    const tenantRules = await this.rules.ofTenant(tenantId);
    return this.database.withTenant(tenantId, async (tx) => {
      const failed = await this.readings.failed(tx, tenantId, accountId);
      const rules: WalkRules = {
        ...{ ...tenantRules, own: own ?? tenantRules.own ?? [] },
        ...(asks === undefined ? {} : { asks }),
      };
      return { rules, failed: new Map(failed.map((one) => [placeOf(one), one])) };
    });
  }

  /** One without a resource for each control, where nothing of a type could be listed and nothing is known of it. */
  async #unlisted(
    tenantId: string,
    { region, regions, types }: VerdictFilter,
    rules: WalkRules,
    from: string,
    failed: readonly FailedReading[],
  ): Promise<{ key: string; verdicts: ResourceVerdict[] }[]> {
    const found: { key: string; verdicts: ResourceVerdict[] }[] = [];
    for (const one of failed) {
      const type = resourceTypeOf(one.type);
      if (type === undefined || one.missing === null) continue;
      if ((region !== undefined && one.region !== region) || types?.includes(one.type) === false) continue;
      if (regions?.includes(one.region) === false) continue;
      const key = `${NOWHERE}${one.accountId} ${one.region} ${one.type}`;
      if (key < from) continue;
      // a walk that begins further on has not passed the resources before
      const known = await this.database.withTenant(tenantId, (tx) => {
        const isAccountWide = readerOf(one.type)?.scope === 'account';
        const where = { accountId: one.accountId, types: [one.type], take: 1 };
        return this.inventory.configurations(
          tx,
          tenantId,
          isAccountWide ? where : { ...where, region: one.region },
        );
      });
      if (known.length > 0) continue;
      const { accountId, readAt } = one;
      found.push({
        key,
        verdicts: verdictsOnNothing(type, { accountId, region: one.region, readAt }, one.missing, rules),
      });
    }
    return found.sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}

const hasTags = ({ tags }: KnownConfiguration, { tags: wanted = {} }: VerdictFilter): boolean =>
  Object.entries(wanted).every(([key, value]) => Object.hasOwn(tags, key) && tags[key] === value);

const placed = ({ arn, accountId, region }: KnownConfiguration) => ({ arn, accountId, region });

/** Why a resource was not read, where its type could not be listed and nothing has read it in spite of that. */
function missingOf(
  listing: FailedReading | undefined,
  { lastScanId, lastSeenAt }: { lastScanId: string; lastSeenAt: Date },
): NoEvidence | null {
  if (listing === undefined || lastScanId === listing.scanId || lastSeenAt > listing.readAt) return null;
  return listing.missing;
}

/** Where a resource is listed: buckets lie in regions, but are listed for the account. */
function placeOf({ accountId, region, type }: { accountId: string; region: string; type: string }): string {
  const listedIn = readerOf(type)?.scope === 'account' ? GLOBAL_REGION : region;
  return `${accountId} ${listedIn} ${type}`;
}
