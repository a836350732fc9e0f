import { createHash } from 'node:crypto';
import { isNoEvidence } from './part.js';

/** One change between two readings of a resource. `path`: `httpTokens`, `consolePassword.createdAt`, `tags.Owner`. */
export interface Change {
  path: string;
  /** null: the field was not there. */
  before: unknown;
  after: unknown;
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What changed between two configurations of the same type, in the order of paths. Objects are compared field by
 * field, lists as a whole (readers sort them). Not compared: volatile fields, and parts that either of the two
 * readings has no evidence about.
 */
export function changedPaths(before: unknown, after: unknown, volatile: readonly string[]): Change[] {
  return compare(stable(before, volatile), stable(after, volatile), '');
}

function compare(before: unknown, after: unknown, path: string): Change[] {
  if (before === UNKNOWN || after === UNKNOWN) return [];
  if (isFields(before) && isFields(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => compare(before[key], after[key], path === '' ? key : `${path}.${key}`));
  }
  if (before === undefined && after === undefined) return [];
  if (canonical(before) === canonical(after)) return [];
  return [{ path, before: plain(before), after: plain(after) }];
}

/**
 * SHA-256 (hex) of what does not change by itself: canonical JSON without volatile fields and without parts that
 * have no evidence. Two readings of an unchanged resource have the same hash, in whatever order their fields come.
 */
export const stableHash = (configuration: unknown, volatile: readonly string[]): string =>
  createHash('sha256')
    .update(canonical(stable(configuration, volatile)))
    .digest('hex');

/** Stands where a part has no evidence; left out of JSON like undefined. */
const UNKNOWN = Symbol('no evidence');

/** A copy without volatile fields, with UNKNOWN where a part has no evidence. */
function stable(value: unknown, volatile: readonly string[], path = ''): unknown {
  if (isNoEvidence(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map((element) => stable(element, volatile, path));
  if (!isFields(value)) return value;
  const kept: Fields = {};
  for (const [key, field] of Object.entries(value)) {
    const fieldPath = path === '' ? key : `${path}.${key}`;
    if (!volatile.includes(fieldPath)) kept[key] = stable(field, volatile, fieldPath);
  }
  return kept;
}

/** JSON with sorted keys; fields without a value are left out. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, field: unknown) =>
      isFields(field)
        ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
        : field,
    ) ?? 'null'
  );
}

/** As it is stored: JSON has neither undefined nor symbols. */
const plain = (value: unknown): unknown => JSON.parse(canonical(value));
