import { isObject, type Json } from '../json.js';
import { isEqual } from './equal.js';
import type { Filter, Operand, Operator, Path } from './path-ast.js';

/** Gives the value of a path inside a filter, undefined where there is none. */
export type FindPath = (path: Path) => Json | undefined;
type Value = Json | undefined | RegExp;

/** Whether a filter takes an element: `find` reads `@` as that element. The rules are Jayway JsonPath's. */
export function matchesFilter(filter: Filter, find: FindPath): boolean {
  switch (filter.kind) {
    case 'or':
      return filter.parts.some((part) => matchesFilter(part, find));
    case 'and':
      return filter.parts.every((part) => matchesFilter(part, find));
    case 'not':
      return !matchesFilter(filter.part, find);
    case 'exists':
      return find(filter.path) !== undefined;
    case 'compare':
      return compare(filter.operator, valueOf(filter.left, find), valueOf(filter.right, find));
  }
}

const valueOf = (operand: Operand, find: FindPath): Value => {
  if (operand.kind === 'path') return find(operand.path);
  return operand.kind === 'regex' ? operand.regex : operand.value;
};

function compare(operator: Operator, left: Value, right: Value): boolean {
  switch (operator) {
    case '==':
      return looselyEqual(left, right);
    case '!=':
      return !looselyEqual(left, right);
    case '===':
      return strictlyEqual(left, right);
    case '!==':
      return !strictlyEqual(left, right);
    case '<':
      return ordered(left, right, (order) => order < 0);
    case '<=':
      return ordered(left, right, (order) => order <= 0);
    case '>':
      return ordered(left, right, (order) => order > 0);
    case '>=':
      return ordered(left, right, (order) => order >= 0);
    case '=~':
      return matchesRegex(left, right);
    default:
      return compareCollections(operator, left, right);
  }
}

function compareCollections(operator: Operator, left: Value, right: Value): boolean {
  switch (operator) {
    case 'in':
      return Array.isArray(right) && holds(right, left);
    case 'nin':
      return Array.isArray(right) && !holds(right, left);
    case 'contains':
      if (typeof left === 'string') return typeof right === 'string' && left.includes(right);
      return Array.isArray(left) && holds(left, right);
    case 'subsetof':
      return Array.isArray(left) && Array.isArray(right) && left.every((item) => holds(right, item));
    case 'all':
      return Array.isArray(left) && Array.isArray(right) && right.every((item) => holds(left, item));
    case 'anyof':
      return Array.isArray(left) && Array.isArray(right) && left.some((item) => holds(right, item));
    case 'noneof':
      return Array.isArray(left) && Array.isArray(right) && !left.some((item) => holds(right, item));
    case 'size':
      return sizeOf(left) !== undefined && sizeOf(left) === right;
    case 'empty':
      return sizeOf(left) !== undefined && (sizeOf(left) === 0) === right;
    default:
      return false;
  }
}

const holds = (list: Json[], value: Value): boolean => list.some((item) => looselyEqual(item, value));

function sizeOf(value: Value): number | undefined {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isObject(value) && !(value instanceof RegExp) ? Object.keys(value).length : undefined;
}

/** A number equals the string that writes it; what is not there equals nothing. */
function looselyEqual(left: Value, right: Value): boolean {
  if (typeof left === 'string' && typeof right === 'number') return isNumeral(left) && Number(left) === right;
  if (typeof left === 'number' && typeof right === 'string') return looselyEqual(right, left);
  return strictlyEqual(left, right);
}

function strictlyEqual(left: Value, right: Value): boolean {
  if (left === undefined || right === undefined) return false;
  if (left instanceof RegExp || right instanceof RegExp) return false;
  return isEqual(left, right);
}

const isNumeral = (text: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text);

/** Numbers with numbers, strings with strings (by UTF-16 unit, as in Java); no other pair has an order. */
function ordered(left: Value, right: Value, holdsFor: (order: number) => boolean): boolean {
  if (typeof left === 'number' && typeof right === 'number') return holdsFor(left - right);
  if (typeof left === 'string' && typeof right === 'string') {
    return holdsFor(left < right ? -1 : Number(left > right));
  }
  return false;
}

function matchesRegex(left: Value, right: Value): boolean {
  const [text, regex] = left instanceof RegExp ? [right, left] : [left, right];
  return (
    regex instanceof RegExp && typeof text !== 'object' && text !== undefined && regex.test(String(text))
  );
}
