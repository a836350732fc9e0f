import { describe, expect, it } from '@jest/globals';
import type { Json } from '../json.js';
import { StatesError } from '../errors.js';
import { evaluateIntrinsic, type Scope } from './index.js';

const scope: Scope = {
  input: {
    list: [1, 2, 3, 4, 5],
    same: [{ a: 1, b: [] }, { b: [], a: 1 }, 1, 1, null, null, '1'],
    object: { Arg1: 1, Arg2: [], text: 'x' },
    json: '{"a":[1]}',
    template: '{}!',
    zero: 0,
    half: 0.5,
    nothing: null,
  },
  context: { StateMachine: { Name: 'a-b-c' } },
  variables: { delimiters: '.-' },
};
const random = { now: 0, seed: 'seed' };
const evaluate = (text: string): Json => evaluateIntrinsic(text, scope, random);

const failureOf = (text: string): StatesError => {
  try {
    evaluate(text);
  } catch (error) {
    if (error instanceof StatesError) return error;
    throw error;
  }
  throw new Error('did not fail');
};

describe('evaluateIntrinsic', () => {
  it.each<[string, Json]>([
    ['States.Array()', []],
    ["States.Array('a', 1, true, null, $.zero)", ['a', 1, true, null, 0]],
    ['States.ArrayPartition($.list, 2)', [[1, 2], [3, 4], [5]]],
    ['States.ArrayContains($.same, $.same[0])', true],
    ['States.ArrayContains($.list, null)', false],
    ['States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9]],
    ['States.ArrayRange(0, 10, 3)', [0, 3, 6, 9]],
    ['States.ArrayRange(3, 1, -1)', [3, 2, 1]],
    ['States.ArrayGetItem($.list, 4)', 5],
    ['States.ArrayLength($.list)', 5],
    ['States.ArrayUnique($.same)', [{ a: 1, b: [] }, 1, null, '1']],
    ["States.Base64Encode('Grüße')", 'R3LDvMOfZQ=='],
    ["States.Base64Decode('R3LDvMOfZQ==')", 'Grüße'],
    ["States.Hash('input', 'SHA-1')", '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'],
    ['States.JsonMerge($.object, $.object, false)', { Arg1: 1, Arg2: [], text: 'x' }],
    ['States.StringToJson($.json)', { a: [1] }],
    ['States.JsonToString($.object)', '{"Arg1":1,"Arg2":[],"text":"x"}'],
    ['States.JsonToString($.nothing)', 'null'],
    ["States.StringSplit('1.2-3..4-', $delimiters)", ['1', '2', '3', '4']],
    ["States.ArrayGetItem(States.StringSplit($$.StateMachine.Name, '-'), States.MathAdd(1, 1))", 'c'],
  ])('%s', (text, value) => {
    expect(evaluate(text)).toEqual(value);
  });

  it.each<[string, string]>([
    ["States.Format('{} and {}', 'a', 1.5)", 'a and 1.5'],
    ["States.Format('{}', $.object)", '{Arg1=1, Arg2=[], text=x}'],
    ["States.Format('{}{}', $.nothing, true)", 'nulltrue'],
    ["States.Format('\\{\\} it\\'s {}', 1)", "{} it's 1"],
    ['States.Format($.template, 1)', '1!'],
    ["States.Format('plain')", 'plain'],
  ])('%s', (text, value) => {
    expect(evaluate(text)).toBe(value);
  });

  it.each([
    ['1.5', '1.51', 4],
    ['-1.5', '-1.51', -3],
    ['$.half', '0', 1],
    ['-0.5', '0', 0],
    ['-2.5', '0', -2],
    ['1.49', '-1.49', 0],
  ])('rounds the operands of MathAdd: %s and %s', (left, right, sum) => {
    expect(evaluate(`States.MathAdd(${left}, ${right})`)).toBe(sum);
  });

  it('draws a number from the start to before the end, the same for the same seed', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const drawn = evaluateIntrinsic('States.MathRandom(-2, 3)', scope, { now: 0, seed: String(seed) });
      expect([-2, -1, 0, 1, 2]).toContain(drawn);
    }
    const seeded = (seed: string): Json =>
      evaluateIntrinsic('States.MathRandom(0, 1000000, 42)', scope, { now: 0, seed });
    expect(seeded('a')).toBe(seeded('b'));
    expect(evaluate('States.MathRandom(0, 10, 42)')).toBe(0);
  });

  it.each([
    'States.ArrayGetItem($.list, 5)',
    'States.ArrayGetItem($.list, -1)',
    'States.ArrayLength($.object)',
    'States.ArrayPartition($.list, 0)',
    'States.ArrayRange(1, 2, 0)',
    'States.ArrayRange(1, 2000, 1)',
    "States.Hash('x', 'SHA-224')",
    'States.JsonMerge($.object, $.object, true)',
    "States.StringToJson('{')",
    "States.Base64Decode('?')",
    "States.Format('{}')",
    "States.Format('', 1)",
    "States.MathAdd('1', 1)",
    'States.MathRandom(3, 3)',
    'States.UUID(1)',
  ])('fails as an intrinsic: %s', (text) => {
    const failure = failureOf(text);
    expect(failure.error).toBe('States.IntrinsicFailure');
    expect(failure.cause).toContain(`The function '${text}' had the following error: `);
  });

  it.each([
    ["States.Format('{}', States.Format('{}', $.nope))", '$.nope'],
    ['States.Array($.list[9])', '$.list[9]'],
    ['States.Array($$.Nope.Deep)', '$.Nope.Deep'],
  ])('quotes the whole of %s for a path that leads nowhere', (text, path) => {
    expect(failureOf(text)).toMatchObject({
      error: 'States.Runtime',
      cause:
        `The function '${text}' had the following error: The JsonPath argument for the field '${path}' ` +
        `could not be found in the input '${JSON.stringify(scope.input)}'`,
    });
  });

  it('lets the path library speak where an index meets no array', () => {
    expect(failureOf('States.Array($.zero[0])').cause).toBe(
      "The function 'States.Array($.zero[0])' had the following error: " +
        'Filter: [0] can only be applied to arrays. Current context is: 0',
    );
  });
});
