import type { FieldProblem } from '../../../../shared/app-error.js';
import { addressOf, blockOf, isWithin } from './ip.js';
import { numericOf, sameNumber } from './numeric.js';
import { fitsWildcard, wildcardOf } from './wildcard.js';

/** A value of an event that is no object and no array. */
export type Leaf = string | number | boolean | null;
export type Test = (value: Leaf) => boolean;

/** What one field of a pattern asks for: one of it is enough. */
export interface Conditions {
  tests: readonly Test[];
  /** `{"exists": false}` is among them. */
  mayBeAbsent: boolean;
  /** The texts, where nothing else is asked for: by them a rule is found without trying it. */
  texts: readonly string[] | null;
}

/** Where a pattern is read: what is wrong, and where. */
export class Reading {
  readonly problems: FieldProblem[] = [];

  wrong(path: readonly (string | number)[], message: string): undefined {
    this.problems.push({ path: path.join('.'), message });
  }
}

type At = readonly (string | number)[];

/** Reads the array of a field. Every problem is told, not only the first. */
export function conditionsOf(given: readonly unknown[], at: At, reading: Reading): Conditions {
  if (given.length === 0) reading.wrong(at, 'must not be empty');
  const tests: Test[] = [];
  let mayBeAbsent = false;
  for (const [index, one] of given.entries()) {
    const test = conditionOf(one, [...at, index], reading);
    if (test === 'absent') mayBeAbsent = true;
    else if (test !== undefined) tests.push(test);
  }
  const isTexts = given.every((one) => typeof one === 'string' && addressOf(one) === undefined);
  return { tests, mayBeAbsent, texts: isTexts ? (given as string[]) : null };
}

function conditionOf(given: unknown, at: At, reading: Reading): Test | 'absent' | undefined {
  if (isLeaf(given)) return equal(given);
  if (!isFields(given))
    return reading.wrong(at, 'must be a text, a number, true, false, null or an operator');
  const entries = Object.entries(given);
  const [name, value] = entries[0] ?? [];
  if (entries.length !== 1 || name === undefined) return reading.wrong(at, 'must have exactly one operator');
  const path = [...at, name];
  if (name === 'exists') {
    if (typeof value !== 'boolean') return reading.wrong(path, 'must be true or false');
    return value ? () => true : 'absent';
  }
  const read = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (read === undefined) {
    return reading.wrong(at, `has no operator ${JSON.stringify(name)}: there are ${OPERATOR_NAMES}`);
  }
  return read(value, path, reading);
}

type Operator = (value: unknown, at: At, reading: Reading) => Test | undefined;

/** Of eventbridge/latest/userguide/eb-create-pattern-operators.html; `exists` and `$or` are read elsewhere. */
const operators: Readonly<Record<string, Operator>> = {
  prefix: ends(false),
  suffix: ends(true),
  'equals-ignore-case': textual((text) => equalsIgnoringCase(text)),
  wildcard: wildcard,
  'anything-but': anythingBut,
  numeric: (value, at, reading) =>
    numericOf(value, (more, message) => reading.wrong([...at, ...more], message)),
  cidr: (value, at, reading) => {
    const block = typeof value === 'string' ? blockOf(value) : undefined;
    if (block === undefined) {
      return reading.wrong(
        at,
        'must be a block such as 10.0.0.0/24 or 2001:db8::/32, of more than one address',
      );
    }
    return (given) => typeof given === 'string' && isWithin(block, addressOf(given));
  },
};

const OPERATOR_NAMES = [...Object.keys(operators), 'exists'].sort().join(', ');

function textual(test: (text: string) => Test): Operator {
  return (value, at, reading) =>
    typeof value === 'string' ? test(value) : reading.wrong(at, 'must be a text');
}

/** `{"prefix": "x"}` or `{"prefix": {"equals-ignore-case": "x"}}`, and the same of suffixes. */
function ends(isSuffix: boolean): Operator {
  const plain = textual((text) => (isSuffix ? endsWith(text) : startsWith(text)));
  return (value, at, reading) => {
    if (!isFields(value)) return plain(value, at, reading);
    const inner = value['equals-ignore-case'];
    if (Object.keys(value).length !== 1 || inner === undefined) {
      return reading.wrong(at, 'must be a text, or have equals-ignore-case alone');
    }
    const folding = textual((text) => {
      const test = isSuffix ? endsWith(fold(text)) : startsWith(fold(text));
      return (given) => typeof given === 'string' && test(fold(given));
    });
    return folding(inner, [...at, 'equals-ignore-case'], reading);
  };
}

function wildcard(value: unknown, at: At, reading: Reading): Test | undefined {
  if (typeof value !== 'string') return reading.wrong(at, 'must be a text');
  const read = wildcardOf(value);
  if ('problem' in read) return reading.wrong(at, read.problem);
  return (given) => typeof given === 'string' && fitsWildcard(read.pieces, given);
}

/** What may stand in an anything-but beside plain values: one text each, or a list of them. */
const excluding: Readonly<Record<string, Operator>> = {
  prefix: notEmpty(textual(startsWith)),
  suffix: notEmpty(textual(endsWith)),
  'equals-ignore-case': textual((text) => equalsIgnoringCase(text)),
  wildcard: wildcard,
};

function notEmpty(operator: Operator): Operator {
  return (value, at, reading) =>
    value === '' ? reading.wrong(at, 'must not be empty') : operator(value, at, reading);
}

/** Everything but what it names, of any type: `{"anything-but": "x"}` fits the number 1 and null, too. */
function anythingBut(value: unknown, at: At, reading: Reading): Test | undefined {
  const found = isFields(value) ? excludedBy(value, at, reading) : excludedValues(value, at, reading);
  return found && ((given) => !found.some((test) => test(given)));
}

function excludedBy(value: Record<string, unknown>, at: At, reading: Reading): Test[] | undefined {
  const [name = '', inner] = Object.entries(value)[0] ?? [];
  const read = Object.hasOwn(excluding, name) ? excluding[name] : undefined;
  if (read === undefined || Object.keys(value).length !== 1) {
    return reading.wrong(at, `must have exactly one of ${Object.keys(excluding).join(', ')}`);
  }
  if (!Array.isArray(inner)) return present([read(inner, [...at, name], reading)]);
  if (inner.length === 0) return reading.wrong([...at, name], 'must not be empty');
  return present(inner.map((one, index) => read(one, [...at, name, index], reading)));
}

function excludedValues(value: unknown, at: At, reading: Reading): Test[] | undefined {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  const isOne = (type: string) => values.length > 0 && values.every((one) => typeof one === type);
  if (!isOne('string') && !isOne('number')) {
    return reading.wrong(at, 'must be a text, a number, texts alone, numbers alone, or one operator');
  }
  return (values as Leaf[]).map(equal);
}

const present = (tests: readonly (Test | undefined)[]): Test[] | undefined =>
  tests.every((test) => test !== undefined) ? (tests as Test[]) : undefined;

/** A text that is an address is the same as any other spelling of it. */
function equal(wanted: Leaf): Test {
  if (typeof wanted === 'number') return (given) => typeof given === 'number' && sameNumber(given, wanted);
  const address = typeof wanted === 'string' ? addressOf(wanted) : undefined;
  if (address === undefined) return (given) => given === wanted;
  return (given) => {
    const other = typeof given === 'string' ? addressOf(given) : undefined;
    return other?.bits === address.bits && other.value === address.value;
  };
}

function startsWith(text: string): Test {
  return (given) => typeof given === 'string' && given.startsWith(text);
}

function endsWith(text: string): Test {
  return (given) => typeof given === 'string' && given.endsWith(text);
}

function equalsIgnoringCase(text: string): Test {
  const folded = fold(text);
  return (given) => typeof given === 'string' && fold(given) === folded;
}

const fold = (text: string): string => text.toLowerCase();

export const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isLeaf = (value: unknown): value is Leaf =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);
