import { isFields, isLeaf, type Leaf } from './condition.js';
import type { Alternative, Pattern } from './pattern.js';

/** Which element of which array a value lies in, and so on outwards; undefined: in none. */
interface Within {
  array: number;
  index: number;
  outer: Within | undefined;
}

interface Field {
  value: Leaf;
  within: Within | undefined;
}

/** The values of an event that patterns look at, by their paths. */
export type Fields = ReadonlyMap<string, readonly Field[]>;

const MAX_NESTED_ARRAYS = 64;
/** An event with thousands of elements in several arrays could be tried for minutes. */
const MAX_TRIES = 100_000;

/**
 * The values at the paths that are looked at. Arrays are left out of paths: what lies in their elements stands at the
 * path of the array. An empty object or array is no value.
 */
export function fieldsOf(event: unknown, paths: ReadonlySet<string>): Fields {
  const found = new Map<string, Field[]>();
  let arrays = 0;
  const add = (path: string, value: Leaf, within: Within | undefined) => {
    const fields = found.get(path);
    if (fields === undefined) found.set(path, [{ value, within }]);
    else fields.push({ value, within });
  };
  const visit = (value: unknown, path: string, within: Within | undefined, nested: number): void => {
    if (isLeaf(value)) add(path, value, within);
    else if (Array.isArray(value)) {
      if (nested === MAX_NESTED_ARRAYS) return;
      const array = arrays++;
      for (const [index, element] of value.entries()) {
        if (isLeaf(element)) add(path, element, within);
        else visit(element, path, { array, index, outer: within }, nested + 1);
      }
    } else if (isFields(value)) {
      for (const [name, inner] of Object.entries(value)) {
        const inside = path === '' ? name : `${path}.${name}`;
        if (paths.has(inside)) visit(inner, inside, within, nested);
      }
    }
  };
  if (isFields(event)) visit(event, '', undefined, 0);
  return found;
}

/** Whether an event fits a pattern. */
export const matches = (pattern: Pattern, event: unknown): boolean =>
  matchesFields(pattern, fieldsOf(event, pattern.paths));

/** The same, of an event whose values were taken out for several patterns at once. */
export const matchesFields = ({ alternatives }: Pattern, fields: Fields): boolean =>
  alternatives.some((alternative) => fits(alternative, fields));

/**
 * All conditions must be met by values that can stand together: where two lie in the same array, in the same element
 * of it. `{"exists": false}` holds where the elements that were chosen so far have no such field; paths are taken in
 * their order, as EventBridge does.
 */
function fits(alternative: Alternative, fields: Fields): boolean {
  const steps: { all: readonly Field[]; fitting: readonly Field[]; mayBeAbsent: boolean }[] = [];
  for (const { path, tests, mayBeAbsent } of alternative) {
    const all = fields.get(path) ?? [];
    const fitting = all.filter(({ value }) => tests.some((test) => test(value)));
    if (fitting.length === 0 && !mayBeAbsent) return false;
    const free = fitting.find(({ within }) => within === undefined);
    steps.push({ all, fitting: free === undefined ? fitting : [free], mayBeAbsent });
  }
  let tries = 0;
  const go = (at: number, chosen: ReadonlyMap<number, number>): boolean => {
    const step = steps[at];
    if (step === undefined) return true;
    if (step.mayBeAbsent && !step.all.some(({ within }) => agrees(within, chosen)) && go(at + 1, chosen))
      return true;
    for (const { within } of step.fitting) {
      tries += 1;
      if (tries > MAX_TRIES) return false;
      if (agrees(within, chosen) && go(at + 1, joined(within, chosen))) return true;
    }
    return false;
  };
  return go(0, new Map());
}

function agrees(within: Within | undefined, chosen: ReadonlyMap<number, number>): boolean {
  for (let one = within; one !== undefined; one = one.outer) {
    const index = chosen.get(one.array);
    if (index !== undefined && index !== one.index) return false;
  }
  return true;
}

function joined(
  within: Within | undefined,
  chosen: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  if (within === undefined) return chosen;
  const more = new Map(chosen);
  for (let one: Within | undefined = within; one !== undefined; one = one.outer)
    more.set(one.array, one.index);
  return more;
}
