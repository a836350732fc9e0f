import type { Json } from '../json.js';
import { compareInstants, parseTimestamp } from '../timestamp.js';

export type TypeTest = 'IsNull' | 'IsString' | 'IsNumeric' | 'IsBoolean' | 'IsTimestamp';

export function isOfType(test: TypeTest, value: Json): boolean {
  switch (test) {
    case 'IsNull':
      return value === null;
    case 'IsString':
      return typeof value === 'string';
    case 'IsNumeric':
      return typeof value === 'number';
    case 'IsBoolean':
      return typeof value === 'boolean';
    case 'IsTimestamp':
      return typeof value === 'string' && parseTimestamp(value) !== undefined;
  }
}

const RELATIONS: Readonly<Record<string, (order: number) => boolean>> = {
  Equals: (order) => order === 0,
  LessThan: (order) => order < 0,
  LessThanEquals: (order) => order <= 0,
  GreaterThan: (order) => order > 0,
  GreaterThanEquals: (order) => order >= 0,
};

/** How two values of a type stand to each other; undefined where one is of another type. */
const ORDERS: Readonly<Record<string, (a: Json, b: Json) => number | undefined>> = {
  String: (a, b) =>
    typeof a === 'string' && typeof b === 'string' ? (a < b ? -1 : a > b ? 1 : 0) : undefined,
  Numeric: (a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : undefined),
  Boolean: (a, b) => (typeof a === 'boolean' && typeof b === 'boolean' ? Number(a) - Number(b) : undefined),
  Timestamp: (a, b) => {
    if (typeof a !== 'string' || typeof b !== 'string') return undefined;
    const [first, second] = [parseTimestamp(a), parseTimestamp(b)];
    return first && second ? compareInstants(first, second) : undefined;
  },
};

const NAME =
  /^(String|Numeric|Boolean|Timestamp)(Equals|LessThan|LessThanEquals|GreaterThan|GreaterThanEquals)$/;

/** Compares as the operator says (`NumericLessThan`); values of another type than its own never match. */
export function compare(operator: string, value: Json, operand: Json): boolean {
  if (operator === 'StringMatches')
    return typeof value === 'string' && typeof operand === 'string' && matchesPattern(value, operand);
  const [, type = '', relation = ''] = NAME.exec(operator) ?? [];
  const order = ORDERS[type]?.(value, operand);
  return order !== undefined && (RELATIONS[relation]?.(order) ?? false);
}

/** `*` stands for any text; `\*` for the character, `\\` for a backslash. */
function matchesPattern(value: string, pattern: string): boolean {
  const source = [...pattern.matchAll(/\\[\s\S]|[\s\S]/g)].map(([token]) => {
    if (token === '*') return '[\\s\\S]*';
    return (token.length > 1 ? token.slice(1) : token).replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`).test(value);
}
