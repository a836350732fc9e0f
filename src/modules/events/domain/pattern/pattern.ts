import type { FieldProblem } from '../../../../shared/app-error.js';
import { conditionsOf, isFields, Reading, type Conditions } from './condition.js';

/** As JSON (eventbridge/latest/userguide/eb-quota.html, the size that can be asked for). */
export const MAX_PATTERN_LENGTH = 4096;
const MAX_DEPTH = 64;
/** What the arrays of `$or` may multiply to. */
export const MAX_ALTERNATIVES = 1000;

/** The conditions of one field. The path's steps are joined by dots, as EventBridge does: a name may hold a dot. */
export interface Wanted extends Conditions {
  path: string;
}

/** All of these must hold, in the order of their paths. */
export type Alternative = readonly Wanted[];

/** A pattern that was read: one of its alternatives must fit. */
export interface Pattern {
  alternatives: readonly Alternative[];
  /** Every path that is looked at, and every beginning of one. */
  paths: ReadonlySet<string>;
}

type Fields = ReadonlyMap<string, Conditions>;
type At = readonly (string | number)[];

const NO_FIELDS: Fields = new Map();

/** What may become an operator is no name of a field inside `$or`. */
const RESERVED: ReadonlySet<string> = new Set([
  ...[
    'exactly',
    'equals-ignore-case',
    'prefix',
    'suffix',
    'anything-but',
    'exists',
    'wildcard',
    'numeric',
    'cidr',
  ],
  ...[
    '=',
    '<',
    '<=',
    '>',
    '>=',
    'regex',
    'not-wildcard',
    'not-equals-ignore-case',
    'date-after',
    'date-before',
  ],
  ...[
    'date-on-or-after',
    'date-on-or-before',
    'in-date-range',
    'ip-address-in-range',
    'ip-address-not-in-range',
  ],
]);

/**
 * Reads a pattern of EventBridge's (eventbridge/latest/userguide/eb-event-patterns.html).
 * @returns it, or all that is wrong with it, by paths into it
 */
export function patternOf(given: unknown): { pattern: Pattern } | { problems: readonly FieldProblem[] } {
  const reading = new Reading();
  if (!isFields(given)) return { problems: [{ path: '', message: 'must be an object' }] };
  if (depthOf(given) > MAX_DEPTH) {
    return { problems: [{ path: '', message: `is deeper than ${MAX_DEPTH} levels` }] };
  }
  const { length } = JSON.stringify(given);
  if (length > MAX_PATTERN_LENGTH) {
    reading.wrong([], `has ${length} characters as JSON; ${MAX_PATTERN_LENGTH} is the limit`);
    return { problems: reading.problems };
  }
  const found = fieldsOf(given, { at: [], steps: [], isInOr: false, reading });
  if (reading.problems.length > 0) return { problems: reading.problems };
  const alternatives = found.map((fields) =>
    [...fields]
      .map(([path, conditions]) => ({ path, ...conditions }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  );
  return { pattern: { alternatives, paths: beginningsOf(alternatives) } };
}

interface Place {
  /** In the pattern, for who wrote it. */
  at: At;
  /** In the event. */
  steps: readonly string[];
  isInOr: boolean;
  reading: Reading;
}

function fieldsOf(given: Record<string, unknown>, place: Place): Fields[] {
  const { at, steps, isInOr, reading } = place;
  const entries = Object.entries(given);
  if (entries.length === 0) reading.wrong(at, 'must not be empty');
  let all: Fields[] = [NO_FIELDS];
  for (const [name, value] of entries) {
    const inside = { ...place, at: [...at, name], steps: [...steps, name] };
    if (name === '$or') all = together(all, either(value, { ...inside, steps, isInOr: true }), inside);
    else if (isInOr && RESERVED.has(name))
      reading.wrong(inside.at, 'is a word of its own inside $or, and no field');
    else if (isFields(value)) all = together(all, fieldsOf(value, inside), inside);
    else if (Array.isArray(value)) {
      const conditions = conditionsOf(value, inside.at, reading);
      all = together(all, [new Map([[inside.steps.join('.'), conditions]])], inside);
    } else reading.wrong(inside.at, 'must be an array of what the field may be, or an object');
  }
  return all;
}

/** The alternatives of a `$or`, in the object that it stands in. */
function either(given: unknown, place: Place): Fields[] {
  const { at, reading } = place;
  if (!Array.isArray(given) || given.length < 2) {
    reading.wrong(at, 'must be an array of two objects or more');
    return [NO_FIELDS];
  }
  return given.flatMap((one: unknown, index) => {
    const inside = { ...place, at: [...at, index] };
    if (isFields(one)) return fieldsOf(one, inside);
    reading.wrong(inside.at, 'must be an object');
    return [];
  });
}

/** Each of the one with each of the other. */
function together(some: readonly Fields[], others: readonly Fields[], { at, reading }: Place): Fields[] {
  if (some.length * others.length > MAX_ALTERNATIVES) {
    reading.wrong(at, `makes more than ${MAX_ALTERNATIVES} combinations`);
    return [NO_FIELDS];
  }
  const twice = new Set<string>();
  const made = some.flatMap((one) =>
    others.map((other) => {
      for (const path of other.keys()) if (one.has(path)) twice.add(path);
      return new Map([...one, ...other]);
    }),
  );
  for (const path of twice)
    reading.wrong(at, `asks for ${path} again: write all that it may be in one array`);
  return made;
}

function beginningsOf(alternatives: readonly Alternative[]): Set<string> {
  const found = new Set<string>();
  for (const path of new Set(alternatives.flat().map((wanted) => wanted.path))) {
    const steps = path.split('.');
    for (let end = 1; end <= steps.length; end += 1) found.add(steps.slice(0, end).join('.'));
  }
  return found;
}

function depthOf(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return depth;
  return Object.values(value).reduce<number>(
    (deepest, one) => Math.max(deepest, depthOf(one, depth + 1)),
    depth,
  );
}
