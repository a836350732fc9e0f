import { isObject, type Json } from '../json.js';

/** Whether two JSON values are the same; the order of an object's fields does not count. */
export function isEqual(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) && left.length === right.length && left.every((item, at) => same(item, right[at]))
    );
  }
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && same(left[name], right[name]))
  );
}

const same = (left: Json | undefined, right: Json | undefined): boolean =>
  left !== undefined && right !== undefined && isEqual(left, right);
