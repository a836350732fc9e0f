import { readReference } from '../data/index.js';
import { runtimeError, StatesError } from '../errors.js';
import { mistyped } from '../fields.js';
import { effectiveInput, fill, scopeOf } from '../flow.js';
import { isObject, type Json } from '../json.js';
import { then, type Maybe } from '../maybe.js';
import type { MapState } from '../program.js';
import type { Visit } from '../visit.js';

/** What a Map runs over: an array, or an object field by field, whose names are the keys. */
export interface Items {
  items: readonly Json[];
  keys?: readonly string[];
}

/** ItemsPath over the effective input, or Items; the whole input without them. */
export function itemsOf(visit: Visit<MapState>): Maybe<Items> {
  const { ItemsPath, Items, ItemReader } = visit.state;
  if (ItemReader) throw new StatesError('States.ItemReaderFailed', 'ItemReader is not supported.');
  const input = effectiveInput(visit);
  if (visit.language === 'JSONata')
    return then(Items === undefined ? input : fill(visit, Items, 'Items'), (value) => {
      const items = itemsIn(value);
      if (!items) throw mistyped(visit, Items, 'Items', 'array', value);
      return items;
    });
  const path = ItemsPath ?? '$';
  const items = itemsIn(path === '$' ? input : readReference(path, scopeOf(visit, input)));
  if (!items) throw runtimeError(`Reference path "${path}" must point to array.`);
  return items;
}

function itemsIn(value: Json): Items | undefined {
  if (Array.isArray(value)) return { items: value };
  return isObject(value) ? { items: Object.values(value), keys: Object.keys(value) } : undefined;
}
