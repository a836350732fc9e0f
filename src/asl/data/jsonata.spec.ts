import { describe, expect, it } from '@jest/globals';
import type { Json } from '../json.js';
import { StatesError } from '../errors.js';
import {
  checkJsonata,
  evaluateJsonata,
  fillJsonata,
  hasJsonata,
  isJsonata,
  resultTypeError,
} from './index.js';

const random = { now: Date.UTC(2024, 0, 2, 3, 4, 5, 678), seed: 'seed' };
const bindings: Record<string, Json> = {
  states: { input: { n: 5, items: [{ a: 1 }, { a: 2 }], one: [7], nothing: null, mixed: [1, 'a'] } },
  list: [1, 2, 3],
};
const evaluate = (expression: string): Promise<Json | undefined> =>
  evaluateJsonata(expression, bindings, random);
const fill = (template: Json, field = 'Output'): Promise<Json> =>
  fillJsonata(template, bindings, evaluateJsonata, random, field);

const failureOf = async (act: Promise<unknown>): Promise<StatesError> => {
  const error: unknown = await act.then(() => undefined).catch((thrown: unknown) => thrown);
  if (error instanceof StatesError) return error;
  throw new Error('did not fail so');
};

describe('evaluateJsonata', () => {
  it.each<[string, Json]>([
    ['$states.input.n + 1', 6],
    ['$states.input.items.a', [1, 2]],
    ['$states.input.items[a > 1].a', 2],
    ['$states.input.one', [7]],
    ['$states.input.nothing', null],
    ['$list', [1, 2, 3]],
    ['($x := 2; $map($list, function($i) { $i * $x }))', [2, 4, 6]],
    ['[]', []],
    ['{"a": {}, "f": $sum}', { a: {} }],
    ['1/0', 'Infinity'],
    ['[0/0]', ['NaN']],
    ['-0', 0],
  ])('%s', async (expression, value) => {
    const given = await evaluate(expression);
    expect(given).toStrictEqual(value);
    expect(Object.keys(given ?? {})).toEqual(Object.keys(value ?? {}));
  });

  it.each<[string, Json | undefined]>([
    ['$partition([1, 2, 3], 2)', [[1, 2], [3]]],
    ['$partition([0], 3)', [[0]]],
    ['$partition([1, 2, 3], 2.9)', [[1, 2], [3]]],
    ['$partition([1], 0)', undefined],
    ['$partition([], 1)', undefined],
    ['$range(0, 10, 3)', [0, 3, 6, 9]],
    ['$range(1, 9, 9)', 1],
    ['$range(-1.7, -4, -2)', [-1, -3]],
    ['$range(5, 1, 1)', undefined],
    ['$range(1, 5, 0)', undefined],
    [
      '$map([1, 2], $range(?, 4, 2))',
      [
        [1, 3],
        [2, 4],
      ],
    ],
    ['$hash("input", "SHA-1")', '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'],
    ['$hash("input")', undefined],
    ['$random(42)', 0.7275636800328681],
    ['$parse("{\\"a\\": [1]}").a', [1]],
    ['$parse("-0")', 0],
  ])('has the functions that AWS adds: %s', async (expression, value) => {
    expect(await evaluate(expression)).toStrictEqual(value);
  });

  it.each<[string, Json]>([
    ['$now()', '2024-01-02T03:04:05.678Z'],
    ['$now("[Y]-[M]")', '2024-1'],
    ['$millis()', random.now],
    ['$fromMillis($toMillis("11:12", "[H]:[m]"))', '2024-01-02T11:12:00.000Z'],
  ])('takes the time from the event: %s', async (expression, value) => {
    expect(await evaluate(expression)).toBe(value);
  });

  it.each(['[$random(), $random()]', '[$uuid(), $uuid()]', '$shuffle([1..20])'])(
    'draws the same for the same event: %s',
    async (expression) => {
      const first = (await evaluate(expression)) as Json[];
      expect(await evaluate(expression)).toEqual(first);
      expect(await evaluateJsonata(expression, bindings, { ...random, seed: 'other' })).not.toEqual(first);
      expect(new Set(first).size).toBe(first.length);
    },
  );

  it.each([
    ['"a" - 1', 'T2001: The left side of the "-" operator must evaluate to a number'],
    ['$sum($states.input.mixed)', 'T0412: Argument 1 of function "sum" must be an array of "numbers"'],
    ['$eval("1+1")', 'T1006: Attempted to invoke a non-function'],
    ['$error("stop")', 'D3137: stop'],
    ['$range(1, 360146, 1)', 'Expression evaluation memory limit exceeded'],
    ['[1..873783] ~> $count()', 'Expression evaluation memory limit exceeded'],
    [
      Array(101).fill('1').join('+'),
      'Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive. ' +
        'Depth=101 max=100',
    ],
  ])('fails at %s', async (expression, cause) => {
    expect(await failureOf(evaluate(expression))).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause,
    });
  });

  it('nests a hundred levels', async () => {
    expect(await evaluate(Array(100).fill('1').join('+'))).toBe(100);
  });

  it('can not reach what it was not given', async () => {
    expect(await evaluate('$.a')).toBeUndefined();
    expect(await evaluate('$toString')).toBeUndefined();
  });
});

describe('fillJsonata', () => {
  it('evaluates the strings in it and leaves the rest', async () => {
    const template = {
      a: '{% $states.input.n %}',
      b: [1, '{%$list[0]%}', ' {% $x %} '],
      c: { 'd.$': '$.x', e: null },
    };
    expect(await fill(template)).toEqual({ a: 5, b: [1, 1, ' {% $x %} '], c: { 'd.$': '$.x', e: null } });
    expect(await fill('{% $states.input.nothing %}')).toBeNull();
    expect(hasJsonata(template)).toBe(true);
    expect(hasJsonata({ a: [' {% 1 %}'] })).toBe(false);
  });

  it('names the field where an expression gives nothing', async () => {
    expect(await failureOf(fill({ a: [0, { b: '{% $no %}' }] }))).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause:
        "The JSONata expression '$no' specified for the field 'Output/a[1]/b' returned nothing (undefined).",
      location: 'Output/a[1]/b',
    });
  });

  it.each([
    ['{% 1 & (2 - "x") %}', '. T2002: The right side of the "-" operator must evaluate to a number'],
    ['{% $range(1, 400000, 1) %}', ': Expression evaluation memory limit exceeded'],
  ])('says how %s fails', async (template, tail) => {
    const expression = template.slice(3, -3);
    expect(await failureOf(fill(template, 'Choices[0]/Condition'))).toMatchObject({
      cause:
        `The JSONata expression '${expression}' specified for the field 'Choices[0]/Condition' ` +
        `threw an error during evaluation${tail}`,
      location: 'Choices[0]/Condition',
    });
  });

  it('lets other failures of the evaluator through', async () => {
    const broken = (): Promise<Json> => Promise.reject(new Error('worker gone'));
    await expect(fillJsonata('{% 1 %}', {}, broken, random)).rejects.toThrow('worker gone');
  });

  it('draws differently in each field', async () => {
    const { a, b } = (await fill({ a: '{% $uuid() %}', b: '{% $uuid() %}' })) as { a: string; b: string };
    expect(a).not.toBe(b);
  });
});

describe('resultTypeError', () => {
  it('says what was expected and what came', () => {
    expect(resultTypeError('{% $x %}', 'Items', 'array', { a: 1 })).toMatchObject({
      cause:
        "The JSONata expression '$x' specified for the field 'Items' returned an unexpected result type. " +
        `Expected 'array', but was 'object' for value: {"a":1}`,
      location: 'Items',
    });
  });
});

describe('isJsonata', () => {
  it.each([
    ['{% 1 %}', true],
    ['{%%}', true],
    ['{%}', false],
    [' {% 1 %}', false],
    ['{% 1 %} ', false],
    [5, false],
  ])('%j: %j', (value, expected) => {
    expect(isJsonata(value)).toBe(expected);
  });
});

describe('checkJsonata', () => {
  const check = (expression: string, reach?: { result: boolean; errorOutput: boolean }): string[] =>
    checkJsonata(`{% ${expression} %}`, reach).map(({ code, message }) => `${code}: ${message}`);

  it.each([
    '$states.input.items[value > 3]',
    '$states.input.{"a": b}',
    '$states.input^(>c)',
    '$states.input.(c; d)',
    '$states.input ~> |x|{"y": z}|',
    '$map($list, function($i) { $i })',
    '"text"',
  ])('takes %s', (expression) => {
    expect(check(expression)).toEqual([]);
  });

  it.each([
    ['phone', 'phone'],
    ['phone.number[0]', 'phone'],
    ['$sum(phone)', 'phone'],
    ['$map($list, function($i) { other })', 'other'],
    ['sum($list)', 'sum'],
    ['(1; [{"k": deep}])', 'deep'],
  ])('refuses %s, which would need a context', (expression, name) => {
    expect(check(expression)).toEqual([
      `UNSUPPORTED_JSONATA_EXPRESSION: Reference to '${name}' at the top level is not supported.`,
    ]);
  });

  it('refuses the context itself, and the parts of $states that a field lacks', () => {
    expect(check('$$')).toEqual(["UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$$' is not supported."]);
    const both = '$states.errorOutput.Error & $states.result';
    expect(check(both)).toEqual([]);
    expect(check(both, { result: true, errorOutput: false })).toEqual([
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$states.errorOutput' is not supported.",
    ]);
  });

  it.each([
    ['1 +', 'Unexpected end of expression'],
    ['', 'Unexpected end of expression'],
    ['a[1,2)', 'Expected "]", got ","'],
  ])('refuses "%s", which does not parse', (expression, message) => {
    expect(check(expression)).toEqual([`INVALID_JSONATA_EXPRESSION: ${message}`]);
  });
});
