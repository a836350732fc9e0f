import { runtimeError, StatesError } from '../errors.js';
import { numberField } from '../fields.js';
import { effectiveInput, fill } from '../flow.js';
import type { Json } from '../json.js';
import { DISTRIBUTED_CONCURRENCY, INLINE_CONCURRENCY } from '../limits.js';
import { then, type Maybe } from '../maybe.js';
import type { MapState } from '../program.js';
import type { Join } from '../state.js';
import type { Visit } from '../visit.js';
import type { Items } from './map-items.js';

type MapVisit = Visit<MapState>;

/** How a Map runs: how many at once, how many may fail, and in what batches. */
export interface MapPlan {
  limit: number;
  most: number;
  tolerated?: Join['tolerated'];
  batch(source: Items): Maybe<Items>;
}

export const processorOf = (state: MapState) => state.ItemProcessor ?? state.Iterator;

export const isDistributed = (state: MapState): boolean =>
  processorOf(state)?.ProcessorConfig?.Mode === 'DISTRIBUTED';

export function planOf(visit: MapVisit): Maybe<MapPlan> {
  const isWide = isDistributed(visit.state);
  return then(numberField(visit, 'MaxConcurrency', 'integer'), (limit = 0) => {
    if (limit < 0) throw outOfRange(visit, 'MaxConcurrency', 'MaxConcurrency cannot be negative.');
    return then(toleratedOf(visit), (tolerated) =>
      then(batchSizes(visit), (sizes) => ({
        limit,
        most: isWide ? DISTRIBUTED_CONCURRENCY : INLINE_CONCURRENCY,
        ...(isWide && { tolerated }),
        batch: (source: Items) => (sizes ? batched(visit, source, sizes) : source),
      })),
    );
  });
}

function toleratedOf(visit: MapVisit): Maybe<NonNullable<Join['tolerated']>> {
  return then(numberField(visit, 'ToleratedFailureCount', 'integer'), (count) =>
    then(numberField(visit, 'ToleratedFailurePercentage', 'float'), (percentage) => {
      if (count !== undefined && count < 0)
        throw outOfRange(visit, 'ToleratedFailureCount', 'ToleratedFailureCount cannot be negative.');
      if (percentage !== undefined && (percentage < 0 || percentage > 100))
        throw outOfRange(
          visit,
          'ToleratedFailurePercentage',
          'ToleratedFailurePercentage must be between 0 and 100.',
        );
      return {
        ...(count !== undefined && { count }),
        ...(percentage !== undefined && { percentage }),
      };
    }),
  );
}

interface Sizes {
  items: number;
  bytes: number;
}

function batchSizes(visit: MapVisit): Maybe<Sizes | undefined> {
  const { ItemBatcher } = visit.state;
  if (!ItemBatcher) return undefined;
  // The fields are the batcher's; their paths are read as those of the state are.
  const inside = { ...visit, state: { ...visit.state, ...ItemBatcher } };
  return then(numberField(inside, 'MaxItemsPerBatch', 'integer'), (items = Infinity) =>
    then(numberField(inside, 'MaxInputBytesPerBatch', 'integer'), (bytes = Infinity) => {
      if (items <= 0) throw outOfRange(visit, 'MaxItemsPerBatch', 'MaxItemsPerBatch must be positive.');
      if (bytes <= 0)
        throw outOfRange(visit, 'MaxInputBytesPerBatch', 'MaxInputBytesPerBatch must be positive.');
      return { items, bytes };
    }),
  );
}

/** ItemBatcher: each iteration's input is `{ BatchInput, Items }`; ItemSelector is applied to each item before. */
function batched(visit: MapVisit, { items, keys }: Items, sizes: Sizes): Maybe<Items> {
  return then(selected(visit, items, keys), (all) =>
    then(batchInput(visit), (BatchInput) => {
      const base = bytesOf({ ...(BatchInput !== undefined && { BatchInput }), Items: [] });
      const batches = split(all, sizes, base).map((Items) => ({
        ...(BatchInput !== undefined && { BatchInput }),
        Items,
      }));
      return { items: batches };
    }),
  );
}

function selected(
  visit: MapVisit,
  items: readonly Json[],
  keys: readonly string[] | undefined,
): Maybe<Json[]> {
  const { ItemSelector } = visit.state;
  let all: Maybe<Json[]> = [];
  items.forEach((Value, Index) => {
    const Key = keys?.[Index];
    const item = { Index, Value, ...(Key !== undefined && { Key }) };
    const plain: Json = Key === undefined ? Value : { Key, Value };
    const values = { input: effectiveInput(visit), item };
    all = then(all, (before) =>
      then(ItemSelector === undefined ? plain : fill(visit, ItemSelector, 'ItemSelector', values), (one) => {
        before.push(one);
        return before;
      }),
    );
  });
  return all;
}

function batchInput(visit: MapVisit): Maybe<Json | undefined> {
  const template = visit.state.ItemBatcher?.BatchInput;
  if (template === undefined) return undefined;
  return fill(visit, template, 'ItemBatcher/BatchInput', { input: effectiveInput(visit) });
}

const COMMA = 1;

/** An item alone makes a batch however large it is. */
function split(items: readonly Json[], sizes: Sizes, base: number): Json[][] {
  const batches: Json[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = bytesOf(item);
    const last = batches.at(-1);
    if (last && last.length < sizes.items && bytes + COMMA + size <= sizes.bytes) {
      last.push(item);
      bytes += COMMA + size;
    } else {
      batches.push([item]);
      bytes = base + size;
    }
  }
  return batches;
}

const bytesOf = (value: Json): number => Buffer.byteLength(JSON.stringify(value), 'utf8');

const outOfRange = (visit: MapVisit, field: string, cause: string): StatesError =>
  visit.language === 'JSONata'
    ? new StatesError('States.QueryEvaluationError', cause, field)
    : runtimeError(cause);
