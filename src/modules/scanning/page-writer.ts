import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { CustomPages } from './custom-pages.js';
import type { CustomEvaluation } from './custom-rules.service.js';
import type { Control, ControlContext } from './domain/control.js';
import type { CustomControl } from './domain/custom-control.js';
import { evaluate, type Evaluation, type ExemptTag } from './domain/evaluate.js';
import { type Mute, muteOf } from './domain/mute.js';
import type { Place, ResourceType } from './domain/resource-type.js';
import {
  driftOf,
  type Drift,
  regionOf,
  seenResource,
  tellsNothingNew,
  type KnownResource,
  type SeenResource,
} from './domain/seen-resource.js';
import type { Teller } from './domain/timeline.js';
import { FindingsWriter, type ControlRuling } from './findings-writer.js';
import type { Found } from './aws/reader.js';
import type { OpenUnit } from './scan-unit.store.js';
import type { PlaceCounts } from './place-units.js';
import { InventoryStore } from './inventory.store.js';
import { PageDrifts, type PageDrift } from './page-drifts.js';

/** By what a page is judged. */
export interface Rules extends Pick<ControlContext, 'now' | 'thresholds' | 'settings'> {
  exemptTags: readonly ExemptTag[];
  mutes: readonly Mute[];
  /** Which controls this scan asks; undefined: all. */
  asks?: (control: Control) => boolean;
  /** The tenant's own controls that are enabled. */
  own?: readonly CustomControl[];
}

export interface PageCounts {
  resources: number;
  findings: number;
}

/** Configurations of one type as somebody has read them. */
interface Page extends Pick<Found, 'type' | 'configurations'> {
  place: Place;
  rules: Rules;
  /** What the tenant's own controls say, by configuration: judged() asks them. */
  own?: ReadonlyMap<unknown, readonly CustomEvaluation[]>;
}

/** A page of one type as a unit has read it. */
export interface FoundPage extends Page {
  unit: OpenUnit;
}

/** A page with the scan or event that tells it. */
export interface ToldPage extends Page {
  /** When the read began, by the database's clock: what began later is not overwritten. */
  readAt: Date;
  teller: Teller;
  /** Controls are not asked again of what is as it was, also in what changes by itself. */
  skipsUnchanged?: boolean;
}

/** What became of a resource: superseded by a younger reading, or what it changed. */
export type WrittenAs = Drift['what'] | 'unchanged' | 'superseded';

/** A resource of a page on its way into the inventory. */
interface Row {
  page: ToldPage;
  read: unknown;
  seen: SeenResource;
  before: KnownResource | undefined;
  /** Somebody else has just written it first: what that was is not known here. */
  isSecond?: boolean;
}

/** Writes pages of resources: inventory, what changed, and what the controls say, in the caller's transaction. */
@Injectable()
export class PageWriter {
  constructor(
    private readonly inventory: InventoryStore,
    private readonly findings: FindingsWriter,
    private readonly customs: CustomPages,
    private readonly drifts: PageDrifts,
  ) {}

  /** Pages with what the tenant's own controls say of them: to be asked before the transaction, as it takes its time. */
  judged<P extends Page>(tenantId: string, pages: readonly P[]): Promise<P[]> {
    return this.customs.judged(tenantId, pages);
  }

  /** Pages of several types and units as one. */
  async writeAll(tx: Tx, pages: readonly FoundPage[]): Promise<PlaceCounts> {
    const [first] = pages;
    if (first === undefined) return new Map();
    const { tenantId, scanId } = first.unit;
    const told = pages.map(({ unit, ...page }) => ({
      ...{ ...page, readAt: unit.startedAt, teller: { source: scanId } },
    }));
    const each = await this.write(tx, tenantId, told);
    const counts = new Map<string, PageCounts>();
    pages.forEach(({ unit: { id } }, index) => {
      const { resources: before, findings: found } = counts.get(id) ?? { resources: 0, findings: 0 };
      const { resources, findings } = each[index] ?? { resources: 0, findings: 0 };
      counts.set(id, { resources: before + resources, findings: found + findings });
    });
    return counts;
  }

  /**
   * Writes pages, and tells of each how much there was on it and what became of its resources. A resource that a
   * younger reading has told of, be it that it is gone, stays as that one left it.
   */
  async write(
    tx: Tx,
    tenantId: string,
    pages: readonly ToldPage[],
  ): Promise<(PageCounts & { as: ReadonlyMap<string, WrittenAs> })[]> {
    const each = lastOfEach(pages);
    const arns = each.flatMap(({ resources }) => [...resources.keys()]);
    if (arns.length === 0) return each.map(() => ({ resources: 0, findings: 0, as: new Map() }));
    const known = await this.inventory.known(tx, tenantId, arns);
    const rows = each.map(({ page, resources }) =>
      [...resources].map(([arn, read]): Row => ({
        ...{ page, read, before: known.get(arn) },
        seen: seenResource(page.type, page.place, read, page.readAt, known),
      })),
    );
    const current = await this.#upsert(tx, tenantId, rows.flat());
    const drifts = new Map<string, PageDrift>();
    for (const { page, seen, before, isSecond } of current) {
      const drift = driftOf(seen, before, page.type.volatile);
      if (drift !== undefined && isSecond !== true) drifts.set(seen.arn, { ...drift, arn: seen.arn, page });
    }
    await this.drifts.append(tx, tenantId, [...drifts.values()]);
    const rulings = await this.#rulings(tx, tenantId, current);
    const tellers = new Map(current.map(({ seen, page }) => [seen.arn, page.teller]));
    const tellerOf = (arn: string) => tellers.get(arn) ?? { source: 'api' };
    await this.findings.apply(tx, tenantId, tellerOf, [...rulings.values()].flat());
    const seconds = new Set(current.flatMap(({ seen, isSecond }) => (isSecond === true ? [seen.arn] : [])));
    const asOf = ({ seen: { arn } }: Row): WrittenAs => {
      if (!tellers.has(arn)) return 'superseded';
      return seconds.has(arn) ? 'changed' : (drifts.get(arn)?.what ?? 'unchanged');
    };
    return rows.map((ofPage) => ({
      resources: ofPage.length,
      findings: ofPage
        .flatMap(({ seen }) => rulings.get(seen.arn) ?? [])
        .filter(({ verdict }) => verdict === 'fail').length,
      as: new Map(ofPage.map((row) => [row.seen.arn, asOf(row)])),
    }));
  }

  /** Those that were written: not what somebody has read since. */
  async #upsert(tx: Tx, tenantId: string, rows: readonly Row[]): Promise<Row[]> {
    const isYounger = ({ before, seen }: Row) => before !== undefined && before.readAt > seen.readAt;
    const younger = rows.filter(isYounger);
    if (younger.length > 0) {
      const there = younger.flatMap(({ before, seen }) => (before?.deleted === true ? [] : [seen.arn]));
      await this.inventory.touch(tx, tenantId, there);
      await this.findings.touch(tx, tenantId, there);
    }
    const open = rows.filter((row) => !isYounger(row));
    const written = await this.inventory.upsert(
      tx,
      tenantId,
      open.map(({ seen, page }) => ({ ...seen, source: page.teller.source })),
    );
    return open.flatMap((row) => {
      const isNew = written.get(row.seen.arn);
      return isNew === undefined ? [] : [{ ...row, isSecond: row.before === undefined && !isNew }];
    });
  }

  /** What the controls say, by ARN. */
  async #rulings(tx: Tx, tenantId: string, rows: readonly Row[]): Promise<Map<string, ControlRuling[]>> {
    const asked = rows.filter(
      ({ page, seen, before }) => page.skipsUnchanged !== true || !tellsNothingNew(seen, before),
    );
    const pages = [...new Set(asked.map(({ page }) => page))];
    const holds = await this.customs.holding(tx, tenantId, pages);
    return new Map(
      asked.map(({ page, read, seen }) => {
        const own = (page.own?.get(read) ?? []).filter(holds);
        return [seen.arn, rule(page.type, page.place, read, page.rules, own)];
      }),
    );
  }
}

/** A listing that changes while it is read may show a resource twice: the last counts. */
function lastOfEach(pages: readonly ToldPage[]): { page: ToldPage; resources: Map<string, unknown> }[] {
  const each = pages.map((page) => ({ page, resources: new Map<string, unknown>() }));
  const last = new Map<string, Map<string, unknown>>();
  for (const { page, resources } of each) {
    for (const one of page.configurations) {
      const arn = page.type.arn(one, page.place);
      last.get(arn)?.delete(arn);
      last.set(arn, resources);
      resources.set(arn, one);
    }
  }
  return each;
}

function rule<C>(
  type: ResourceType<C>,
  place: Place,
  configuration: C,
  rules: Rules,
  own: readonly Evaluation[],
): ControlRuling[] {
  const region = regionOf(type, place, configuration);
  const context = {
    ...{ now: rules.now, thresholds: rules.thresholds, settings: rules.settings },
    place: { ...place, region },
  };
  const resourceArn = type.arn(configuration, place);
  const found = { accountId: place.accountId, region, resourceArn };
  const tags = type.tags(configuration);
  return evaluate(type, configuration, context, rules, own).map(({ control, decision }) => ({
    ...{ ...found, resourceType: type.type, controlId: control.id, control, decision, tags },
    ...{ verdict: decision.verdict, evidence: decision.evidence },
    mutedBy:
      decision.verdict === 'fail'
        ? muteOf(rules.mutes, { ...found, controlId: control.id, tags }, rules.now)
        : null,
  }));
}
