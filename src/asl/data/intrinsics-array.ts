import type { Json } from '../json.js';
import { isEqual } from './equal.js';
import { arrayAt, integerAt, IntrinsicFault, type IntrinsicFunction } from './intrinsic-function.js';

/** The most elements that States.ArrayRange makes (intrinsic-functions, "States.ArrayRange"). */
const MAX_RANGE = 1000;

/** The intrinsics that make arrays or look into them. */
export const ARRAY_FUNCTIONS: Record<string, IntrinsicFunction> = {
  Array: { least: 0, most: Infinity, apply: (args) => args },
  ArrayPartition: {
    least: 2,
    most: 2,
    apply: (args) => {
      const list = arrayAt(args, 0);
      const size = integerAt(args, 1);
      if (size < 1) throw new IntrinsicFault('The chunk size must be a positive integer.');
      return partition(list, size);
    },
  },
  ArrayContains: {
    least: 2,
    most: 2,
    apply: (args) => {
      const wanted = args[1] ?? null;
      return arrayAt(args, 0).some((item) => isEqual(item, wanted));
    },
  },
  ArrayRange: {
    least: 3,
    most: 3,
    apply: (args) => {
      const [first, last, step] = [integerAt(args, 0), integerAt(args, 1), integerAt(args, 2)];
      if (step === 0) throw new IntrinsicFault('The step must not be 0.');
      return range(first, last, step);
    },
  },
  ArrayGetItem: {
    least: 2,
    most: 2,
    apply: (args) => {
      const list = arrayAt(args, 0);
      const at = integerAt(args, 1);
      const item = at < 0 ? undefined : list[at];
      if (item === undefined)
        throw new IntrinsicFault(`Index ${at} is out of bounds for length ${list.length}.`);
      return item;
    },
  },
  ArrayLength: { least: 1, most: 1, apply: (args) => arrayAt(args, 0).length },
  ArrayUnique: {
    least: 1,
    most: 1,
    apply: (args) => {
      const unique: Json[] = [];
      for (const item of arrayAt(args, 0)) {
        if (!unique.some((kept) => isEqual(kept, item))) unique.push(item);
      }
      return unique;
    },
  },
};

/** Parts of `size` elements each, the last with what is left. */
export const partition = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));

/** From `first` to `last`, which is in it where the steps meet it. */
export function range(first: number, last: number, step: number): number[] {
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > MAX_RANGE) throw new IntrinsicFault(`The array must have at most ${MAX_RANGE} elements.`);
  return Array.from({ length }, (_, at) => first + at * step);
}
