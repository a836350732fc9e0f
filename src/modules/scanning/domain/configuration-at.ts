import type { PatchOperation } from './diff.js';
import type { DriftKind } from './timeline.js';

type Fields = Record<string, unknown>;

/** A drift that came later than the time in question. */
export interface LaterDrift {
  what: DriftKind;
  patch: readonly PatchOperation[];
}

/**
 * A resource's configuration before some drifts, by taking these back; undefined: it was not there then.
 * @param later the newest first, all that came since
 */
export function configurationBefore(
  now: { configuration: unknown; isDeleted: boolean },
  later: readonly LaterDrift[],
): unknown {
  let isThere = !now.isDeleted;
  let configuration = structuredClone(now.configuration);
  for (const { what, patch } of later) {
    isThere = what === 'deleted' || what === 'changed';
    configuration = takenBack(configuration, patch);
  }
  return isThere ? configuration : undefined;
}

/** The operations of one drift are of different places: their order does not matter. */
function takenBack(configuration: unknown, patch: readonly PatchOperation[]): unknown {
  return patch.reduce((whole, operation) => {
    const before = operation.op === 'add' ? undefined : operation.before;
    return set(whole, operation.path.split('/').slice(1).map(unpointed), before);
  }, configuration);
}

/** Fields are only ever compared within objects; lists are replaced as a whole. */
function set(target: unknown, [field, ...rest]: readonly string[], value: unknown): unknown {
  if (field === undefined) return value;
  const fields: Fields = isFields(target) ? { ...target } : {};
  const inner = set(Object.hasOwn(fields, field) ? fields[field] : undefined, rest, value);
  if (inner === undefined) return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== field));
  Object.defineProperty(fields, field, {
    value: inner,
    ...{ enumerable: true, writable: true, configurable: true },
  });
  return fields;
}

/** A configuration without what changes by itself, with the fields of each object in one order. */
export function settled(value: unknown, volatile: readonly string[], path = ''): unknown {
  if (Array.isArray(value)) return value.map((element) => settled(element, volatile, path));
  if (!isFields(value)) return value;
  const entries = Object.entries(value)
    .map(([key, field]) => [key, path === '' ? key : `${path}.${key}`, field] as const)
    .filter(([, fieldPath]) => !volatile.includes(fieldPath))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([key, fieldPath, field]) => [key, settled(field, volatile, fieldPath)]),
  );
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A name out of a JSON Pointer (RFC 6901). */
const unpointed = (name: string): string => name.replaceAll('~1', '/').replaceAll('~0', '~');
