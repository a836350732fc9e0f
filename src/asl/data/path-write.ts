import { isObject, type Json, type JsonObject } from '../json.js';
import { referencePathConflict } from '../errors.js';
import { parsePath } from './path-syntax.js';

/**
 * ResultPath: the target with the value at a reference path. Missing objects on the way are made; the target itself is
 * left as it is (States Language, "ResultPath").
 * @throws StatesError States.ReferencePathConflict where the path can not be applied: an array has no such element,
 *   or something that is neither object nor array stands on the way
 */
export function writePath(target: Json, path: string, value: Json): Json {
  const { root, steps } = parsePath(path);
  if (root !== '$' || steps === undefined) throw referencePathConflict(path, target);
  return new Writing(target, steps, value).at(target, 0);
}

class Writing {
  constructor(
    private readonly whole: Json,
    private readonly steps: readonly (string | number)[],
    private readonly value: Json,
  ) {}

  /** `holder` with the value at what is left of the steps. */
  at(holder: Json, position: number): Json {
    const step = this.steps[position];
    if (step === undefined) return this.value;
    if (typeof step === 'number') {
      const item = Array.isArray(holder) ? holder.at(step) : undefined;
      if (item === undefined || !Array.isArray(holder)) throw referencePathConflict(step, this.whole);
      return holder.with(step, this.at(item, position + 1));
    }
    if (holder !== null && !isObject(holder)) throw referencePathConflict(step, this.whole);
    const object = holder ?? {};
    const field = Object.hasOwn(object, step) ? object[step] : undefined;
    return withField(object, step, this.at(field ?? {}, position + 1));
  }
}

/** A copy with one field set; a field named `__proto__` is a field like any other. */
function withField(holder: JsonObject, name: string, value: Json): Json {
  if (name !== '__proto__') return { ...holder, [name]: value };
  return Object.defineProperty({ ...holder }, name, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}
