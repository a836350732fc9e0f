import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { CustomPages } from './custom-pages.js';
import type { CustomEvaluation } from './custom-rules.service.js';
import type { Control, ControlContext } from './domain/control.js';
import { changedPaths, stableHash } from './domain/diff.js';
import type { CustomControl } from './domain/custom-control.js';
import { evaluate, type Evaluation, type ExemptTag } from './domain/evaluate.js';
import { type Mute, muteOf } from './domain/mute.js';
import { isNoEvidence } from './domain/part.js';
import type { Place, ResourceType } from './domain/resource-type.js';
import { FindingsWriter, type ControlRuling } from './findings-writer.js';
import type { Found } from './aws/reader.js';
import type { OpenUnit } from './scan-unit.store.js';
import type { PlaceCounts } from './place-units.js';
import { InventoryStore, type KnownResource, type NewChange, type SeenResource } from './inventory.store.js';

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

/** A page of one type as a unit has read it. */
export interface FoundPage extends Pick<Found, 'type' | 'configurations'> {
  unit: OpenUnit;
  place: Place;
  rules: Rules;
  /** What the tenant's own controls say, by configuration: CustomPages.judged() asks them. */
  own?: ReadonlyMap<unknown, readonly CustomEvaluation[]>;
}

type Configuration = Record<string, unknown>;
type Page = Pick<FoundPage, 'type' | 'configurations' | 'place' | 'rules' | 'own'>;

/** Writes a page of resources: inventory, what changed, and what the controls say, in the caller's transaction. */
@Injectable()
export class PageWriter {
  constructor(
    private readonly inventory: InventoryStore,
    private readonly findings: FindingsWriter,
    private readonly customs: CustomPages,
  ) {}

  /** Pages with what the tenant's own controls say of them: to be asked before the transaction, as it takes its time. */
  judged(pages: readonly FoundPage[]): Promise<FoundPage[]> {
    return this.customs.judged(pages);
  }

  /** @param source the scan or event that read the page */
  async write<C>(
    tx: Tx,
    tenantId: string,
    source: string,
    page: { type: ResourceType<C>; place: Place; page: C[]; rules: Rules },
  ): Promise<PageCounts> {
    const { type, place, page: configurations, rules } = page;
    const [counts] = await this.#write(tx, tenantId, source, [{ type, place, configurations, rules }]);
    return counts ?? { resources: 0, findings: 0 };
  }

  /** Pages of several types and units as one. */
  async writeAll(tx: Tx, pages: readonly FoundPage[]): Promise<PlaceCounts> {
    const [first] = pages;
    if (first === undefined) return new Map();
    const { tenantId, scanId } = first.unit;
    const each = await this.#write(tx, tenantId, scanId, pages);
    const counts = new Map<string, PageCounts>();
    pages.forEach(({ unit: { id } }, index) => {
      const { resources: before, findings: found } = counts.get(id) ?? { resources: 0, findings: 0 };
      const { resources, findings } = each[index] ?? { resources: 0, findings: 0 };
      counts.set(id, { resources: before + resources, findings: found + findings });
    });
    return counts;
  }

  async #write(tx: Tx, tenantId: string, source: string, pages: readonly Page[]): Promise<PageCounts[]> {
    // a listing that changes while it is read may show one twice: the last counts
    const last = new Map(
      pages.flatMap(({ type, place, configurations }) =>
        configurations.map((one) => [type.arn(one, place), one]),
      ),
    );
    const each = pages.map(({ configurations, ...page }) => ({
      ...page,
      configurations: configurations.filter((one) => last.get(page.type.arn(one, page.place)) === one),
    }));
    const arns = each.flatMap(({ type, place, configurations }) =>
      configurations.map((one) => type.arn(one, place)),
    );
    if (arns.length === 0) return each.map(() => ({ resources: 0, findings: 0 }));
    const known = await this.inventory.known(tx, tenantId, arns);
    const seen = each.flatMap(({ type, place, configurations }) =>
      configurations.map((one) => ({ resource: toSeen(type, place, one, known), type })),
    );
    await this.inventory.upsert(
      tx,
      tenantId,
      source,
      seen.map(({ resource }) => resource),
    );
    const changes = seen.flatMap(({ resource, type }) =>
      changeOf(resource, known.get(resource.arn), type.volatile),
    );
    await this.inventory.recordChanges(tx, tenantId, source, changes);
    const holds = await this.customs.holding(tx, tenantId, each);
    const rulings = each.map(({ type, place, configurations, rules, own }) =>
      configurations.flatMap((one) => rule(type, place, one, rules, (own?.get(one) ?? []).filter(holds))),
    );
    await this.findings.apply(tx, tenantId, source, rulings.flat());
    return each.map(({ configurations }, index) => ({
      resources: configurations.length,
      findings: (rulings[index] ?? []).filter(({ verdict }) => verdict === 'fail').length,
    }));
  }
}

/** The row of a resource: a part that could not be read keeps its last known value, with the reason beside it. */
function toSeen<C>(
  type: ResourceType<C>,
  place: Place,
  read: C,
  known: Map<string, KnownResource>,
): SeenResource {
  const arn = type.arn(read, place);
  const before = known.get(arn);
  const configuration: Configuration = {};
  const noEvidence: Configuration = {};
  for (const [field, value] of Object.entries(read as Configuration)) {
    if (!isNoEvidence(value)) {
      configuration[field] = value;
      continue;
    }
    const isKnown = before !== undefined && field in before.configuration;
    configuration[field] = isKnown ? before.configuration[field] : value;
    // what nobody asked for this time is as it was, evidence or not
    const why = value.noEvidence === 'not_read' && isKnown ? before.noEvidence[field] : value;
    if (why !== undefined) noEvidence[field] = why;
  }
  return {
    arn,
    ...{
      accountId: place.accountId,
      region: regionOf(type, place, read),
      service: type.service,
      type: type.type,
    },
    ...{ name: type.name(read), configuration, noEvidence, hash: stableHash(configuration, type.volatile) },
    ...{ tags: type.tags(configuration as C), relations: type.relates?.(read, place) ?? [] },
  };
}

const regionOf = <C>(type: ResourceType<C>, place: Place, configuration: C): string =>
  type.region?.(configuration) ?? place.region;

function changeOf(
  seen: SeenResource,
  before: KnownResource | undefined,
  volatile: readonly string[],
): NewChange[] {
  if (before === undefined) return [{ arn: seen.arn, kind: 'created', changes: [] }];
  const changes =
    before.hash === seen.hash ? [] : changedPaths(before.configuration, seen.configuration, volatile);
  if (before.deleted) return [{ arn: seen.arn, kind: 'restored', changes }];
  return changes.length === 0 ? [] : [{ arn: seen.arn, kind: 'changed', changes }];
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
    ...{ ...found, resourceType: type.type, controlId: control.id, control, decision },
    ...{ verdict: decision.verdict, evidence: decision.evidence },
    mutedBy:
      decision.verdict === 'fail'
        ? muteOf(rules.mutes, { ...found, controlId: control.id, tags }, rules.now)
        : null,
  }));
}
