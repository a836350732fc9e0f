import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import type { Control, ControlContext } from './domain/control.js';
import { changedPaths, stableHash } from './domain/diff.js';
import { evaluate, type ExemptTag } from './domain/evaluate.js';
import { isNoEvidence } from './domain/part.js';
import type { Place, ResourceType } from './domain/resource-type.js';
import { FindingsWriter, type ControlRuling } from './findings-writer.js';
import { InventoryStore, type KnownResource, type NewChange, type SeenResource } from './inventory.store.js';

/** By what a page is judged. */
export interface Rules extends Pick<ControlContext, 'now' | 'thresholds'> {
  exemptTags: readonly ExemptTag[];
  /** Which controls this scan asks; undefined: all. */
  asks?: (control: Control) => boolean;
}

export interface PageCounts {
  resources: number;
  findings: number;
}

type Configuration = Record<string, unknown>;

/** Writes a page of resources: inventory, what changed, and what the controls say, in the caller's transaction. */
@Injectable()
export class PageWriter {
  constructor(
    private readonly inventory: InventoryStore,
    private readonly findings: FindingsWriter,
  ) {}

  /** @param source the scan or event that read the page */
  async write<C>(
    tx: Tx,
    tenantId: string,
    source: string,
    {
      type,
      place,
      page: shown,
      rules,
    }: { type: ResourceType<C>; place: Place; page: readonly C[]; rules: Rules },
  ): Promise<PageCounts> {
    if (shown.length === 0) return { resources: 0, findings: 0 };
    // a listing that changes while it is read may show one twice: the last counts
    const byArn = new Map(shown.map((configuration) => [type.arn(configuration, place), configuration]));
    const page = [...byArn.values()];
    const arns = [...byArn.keys()];
    const known = await this.inventory.known(tx, tenantId, arns);
    const seen = page.map((configuration) => toSeen(type, place, configuration, known));
    await this.inventory.upsert(tx, tenantId, source, seen);
    const changes = seen.flatMap((resource) => changeOf(resource, known.get(resource.arn), type.volatile));
    await this.inventory.recordChanges(tx, tenantId, source, changes);
    const rulings = page.flatMap((configuration) => rule(type, place, configuration, rules));
    await this.findings.apply(tx, tenantId, source, rulings);
    return { resources: page.length, findings: rulings.filter((ruling) => ruling.verdict === 'fail').length };
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
  const before = known.get(arn)?.configuration ?? {};
  const configuration: Configuration = {};
  const noEvidence: Configuration = {};
  for (const [field, value] of Object.entries(read as Configuration)) {
    configuration[field] = isNoEvidence(value) && field in before ? before[field] : value;
    if (isNoEvidence(value)) noEvidence[field] = value;
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

function rule<C>(type: ResourceType<C>, place: Place, configuration: C, rules: Rules): ControlRuling[] {
  const region = regionOf(type, place, configuration);
  const context = { now: rules.now, thresholds: rules.thresholds, place: { ...place, region } };
  const resourceArn = type.arn(configuration, place);
  return evaluate(type, configuration, context, rules).map(({ control, decision }) => ({
    ...{ accountId: place.accountId, region, resourceArn, resourceType: type.type },
    ...{ controlId: control.id, verdict: decision.verdict, evidence: decision.evidence, control, decision },
  }));
}
