/** EventBridge compares numbers of this size at most, by six digits behind the point. */
const MAX_NUMBER = 5e9;
const DIGITS = 1e6;

const LOWER = ['>', '>='] as const;
const UPPER = ['<', '<='] as const;

type Wrong = (path: readonly number[], message: string) => undefined;
type Test = (value: string | number | boolean | null) => boolean;

/** Undefined where EventBridge compares no such number. */
function comparable(value: number): number | undefined {
  return Math.abs(value) <= MAX_NUMBER ? Math.round(value * DIGITS) : undefined;
}

/** Account ids are larger than what is compared, yet may be asked for as they are. */
export function sameNumber(one: number, other: number): boolean {
  if (one === other) return true;
  const known = comparable(one);
  return known !== undefined && known === comparable(other);
}

/** Reads `["=", 5]`, `[">", 0]` or `[">", 0, "<=", 5]`: a lower end comes before an upper one, and lies below it. */
export function numericOf(given: unknown, wrong: Wrong): Test | undefined {
  if (!Array.isArray(given) || given.length === 0)
    return wrong([], 'must be an array such as [">", 0, "<=", 5]');
  const pairs: [operator: string, value: number, at: number][] = [];
  for (let at = 0; at < given.length; at += 2) {
    const [operator, value] = [given[at] as unknown, given[at + 1] as unknown];
    if (typeof operator !== 'string' || !['=', ...LOWER, ...UPPER].includes(operator)) {
      return wrong([at], 'must be one of =, >, >=, <, <=');
    }
    if (typeof value !== 'number' || comparable(value) === undefined) {
      return wrong([at + 1], 'must be a number between -5000000000 and 5000000000');
    }
    pairs.push([operator, value, at]);
  }
  const [first, second, third] = pairs;
  if (first === undefined || third !== undefined) return wrong([4], 'is too much: two ends are enough');
  if (second !== undefined) {
    const isRange = isOf(LOWER, first[0]) && isOf(UPPER, second[0]);
    if (!isRange) return wrong([second[2]], 'may only be an upper end after a lower one');
    if (first[1] >= second[1]) return wrong([second[2] + 1], 'must be above the lower end');
  }
  const tests = pairs.map(([operator, value]) => comparing(operator, comparable(value) ?? 0));
  return (value) => {
    const known = typeof value === 'number' ? comparable(value) : undefined;
    return known !== undefined && tests.every((test) => test(known));
  };
}

const isOf = (list: readonly string[], operator: string): boolean => list.includes(operator);

function comparing(operator: string, end: number): (value: number) => boolean {
  switch (operator) {
    case '>':
      return (value) => value > end;
    case '>=':
      return (value) => value >= end;
    case '<':
      return (value) => value < end;
    case '<=':
      return (value) => value <= end;
    default:
      return (value) => value === end;
  }
}
