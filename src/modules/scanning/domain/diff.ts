import { createHash } from 'node:crypto';
import { isNoEvidence } from './part.js';

/**
 * An operation of a JSON Patch (RFC 6902) from one reading of a resource to the next; `path` is a JSON Pointer
 * (RFC 6901): `/httpTokens`, `/tags/Owner`. `before` is ours: what was there.
 */
export type PatchOperation =
  | { op: 'add'; path: string; value: unknown }
  | { op: 'replace'; path: string; value: unknown; before: unknown }
  | { op: 'remove'; path: string; before: unknown };

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The patch from one configuration to another of the same type, in the order of paths. Objects are compared field by
 * field, lists as a whole (readers sort them). Not compared: volatile fields, and parts that either of the two
 * readings has no evidence about.
 */
export const jsonPatch = (before: unknown, after: unknown, volatile: readonly string[]): PatchOperation[] =>
  compare(stable(before, volatile), stable(after, volatile), '');

function compare(before: unknown, after: unknown, path: string): PatchOperation[] {
  if (before === UNKNOWN || after === UNKNOWN) return [];
  if (isFields(before) && isFields(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => compare(own(before, key), own(after, key), `${path}/${pointed(key)}`));
  }
  if (before === undefined) return after === undefined ? [] : [{ op: 'add', path, value: plain(after) }];
  if (after === undefined) return [{ op: 'remove', path, before: plain(before) }];
  if (canonical(before) === canonical(after)) return [];
  return [{ op: 'replace', path, value: plain(after), before: plain(before) }];
}

/** A tag may be called `constructor`: what objects inherit is no field. */
const own = (fields: Fields, key: string): unknown => (Object.hasOwn(fields, key) ? fields[key] : undefined);

/** A name within a JSON Pointer. */
const pointed = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

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
  const kept: [string, unknown][] = [];
  for (const [key, field] of Object.entries(value)) {
    const fieldPath = path === '' ? key : `${path}.${key}`;
    if (!volatile.includes(fieldPath)) kept.push([key, stable(field, volatile, fieldPath)]);
  }
  return Object.fromEntries(kept); // defines `__proto__` too, where an assignment would not
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

/** Whether two values are the same JSON, in whatever order their fields come. */
export const isSame = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

/** As it is stored: JSON has neither undefined nor symbols. */
const plain = (value: unknown): unknown => JSON.parse(canonical(value));
