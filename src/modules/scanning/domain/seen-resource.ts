import { isSame, jsonPatch, type PatchOperation, stableHash } from './diff.js';
import { isNoEvidence, noEvidenceOf, type NoEvidenceReason } from './part.js';
import type { Place, ResourceType } from './resource-type.js';
import type { DriftKind } from './timeline.js';

type Configuration = Record<string, unknown>;

/** A resource as a reading brings it into the inventory. */
export interface SeenResource {
  arn: string;
  accountId: string;
  region: string;
  service: string;
  type: string;
  name: string;
  configuration: Configuration;
  noEvidence: Configuration;
  hash: string;
  tags: Record<string, string>;
  relations: string[];
  /** When the read of its configuration began. */
  readAt: Date;
  /** Whether AWS has answered for each part: then what happened before the read is in it. */
  isWhole: boolean;
}

/** What the inventory knows of it. */
export interface KnownResource {
  arn: string;
  hash: string;
  configuration: Configuration;
  noEvidence: Configuration;
  deleted: boolean;
  readAt: Date;
}

/** What a reading that found a resource changes in the inventory. */
export interface Drift {
  what: Exclude<DriftKind, 'deleted'>;
  patch: PatchOperation[];
}

/** Nobody has asked, or AWS may answer a little later; that we may not know is an answer. */
const UNANSWERED: ReadonlySet<NoEvidenceReason> = new Set(['not_read', 'throttled', 'failed']);

/** A part that could not be read keeps its last known value, with the reason beside it. */
export function seenResource<C>(
  type: ResourceType<C>,
  place: Place,
  read: C,
  readAt: Date,
  known: ReadonlyMap<string, KnownResource>,
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
    ...{ arn, accountId: place.accountId, region: regionOf(type, place, read), readAt },
    ...{ service: type.service, type: type.type, name: type.name(read) },
    ...{ configuration, noEvidence, hash: stableHash(configuration, type.volatile) },
    isWhole: noEvidenceOf(read).every(({ missing }) => !UNANSWERED.has(missing.noEvidence)),
    ...{ tags: type.tags(configuration as C), relations: type.relates?.(read, place) ?? [] },
  };
}

export const regionOf = <C>(type: ResourceType<C>, place: Place, configuration: C): string =>
  type.region?.(configuration) ?? place.region;

/** What a reading changes in the inventory; undefined: nothing that does not change by itself. */
export function driftOf(
  seen: SeenResource,
  before: KnownResource | undefined,
  volatile: readonly string[],
): Drift | undefined {
  // without a hash: nothing but its deletion was ever seen
  if (before === undefined || before.hash === '') return { what: 'created', patch: [] };
  const patch =
    before.hash === seen.hash ? [] : jsonPatch(before.configuration, seen.configuration, volatile);
  if (before.deleted) return { what: 'restored', patch };
  return patch.length === 0 ? undefined : { what: 'changed', patch };
}

/** Whether a reading tells just what is known, also of what changes by itself: no control can say anything else. */
export const tellsNothingNew = (seen: SeenResource, before: KnownResource | undefined): boolean =>
  before !== undefined &&
  !before.deleted &&
  isSame(seen.configuration, before.configuration) &&
  isSame(seen.noEvidence, before.noEvidence);
