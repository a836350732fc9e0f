import { describe, expect, it } from '@jest/globals';
import { choosing, found, messages } from './parsing.fixture.js';

const RULE = '/States/C/Choices/0';
const rule = (fields: Record<string, unknown>) => choosing([{ Next: 'A', ...fields }]);

/** state-choice: every operator, a value that it takes and one that it does not. */
const OPERATORS: [string, unknown, unknown][] = [
  ...['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'].flatMap(
    (order): [string, unknown, unknown][] => [
      [`String${order}`, 'text', 5],
      [`String${order}Path`, '$.other', 'other'],
      [`Numeric${order}`, 5, '5'],
      [`Numeric${order}Path`, '$variable', 5],
      [`Timestamp${order}`, '2030-01-01T00:00:00Z', '2030-01-01'],
      [`Timestamp${order}Path`, '$$.State.EnteredTime', '2030-01-01T00:00:00Z'],
    ],
  ),
  ['BooleanEquals', false, 'false'],
  ['BooleanEqualsPath', '$.flag', true],
  ['StringMatches', 'log-*.txt', null],
  ['IsNull', true, 'true'],
  ['IsPresent', false, 1],
  ['IsNumeric', true, null],
  ['IsString', true, 'yes'],
  ['IsBoolean', true, []],
  ['IsTimestamp', true, {}],
];

describe('comparison operators', () => {
  it.each(OPERATORS)('%s takes %j', (operator, good) => {
    expect(found(rule({ Variable: '$.value', [operator]: good }))).toEqual([]);
  });

  it.each(OPERATORS)('%s does not take another type', (operator, _good, bad) => {
    expect(found(rule({ Variable: '$.value', [operator]: bad }))).toEqual([`${RULE}/${operator}`]);
  });

  it.each(OPERATORS)('%s needs a Variable', (operator, good) => {
    expect(messages(rule({ [operator]: good }))).toEqual(['These fields are required: [Variable]']);
  });

  it.each(OPERATORS)('%s is for JSONPath only', (operator, good) => {
    const rules = [{ Next: 'A', Condition: true, [operator]: good }];
    expect(messages(choosing(rules, 'JSONata'))).toEqual([
      `The QueryLanguage is set to 'JSONata', but field '${operator}' is only supported for the 'JSONPath' QueryLanguage`,
    ]);
  });

  it.each(['StringMatchesPath', 'IsPresentPath', 'NumericMatches', 'Equals', 'stringEquals', 'IsArray'])(
    'there is no %s',
    (operator) => {
      const said = messages(rule({ Variable: '$.value', [operator]: '$.a' }));
      expect(said).toContain(`Field '${operator}' is not supported`);
    },
  );
});

const compares = { Variable: '$.a', NumericEquals: 1 };

describe('rules in JSONPath', () => {
  it.each<[string, unknown, string[]]>([
    ['no array', { Next: 'A', ...compares }, ['/States/C/Choices', '/States/A MISSING_TRANSITION_TARGET']],
    ['no rule', [], ['/States/C/Choices', '/States/A MISSING_TRANSITION_TARGET']],
    ['a text', ['A'], [RULE, '/States/A MISSING_TRANSITION_TARGET']],
    ['a rule without Next', [compares], [RULE, '/States/A MISSING_TRANSITION_TARGET']],
    ['a rule that compares nothing', [{ Next: 'A' }], [RULE]],
    ['a Variable alone', [{ Next: 'A', Variable: '$.a' }], [RULE]],
    ['a Variable that is no path', [{ Next: 'A', ...compares, Variable: 'a' }], [`${RULE}/Variable`]],
    ['a Variable that is no text', [{ Next: 'A', ...compares, Variable: null }], [`${RULE}/Variable`]],
    ['two operators', [{ Next: 'A', ...compares, NumericLessThan: 5 }], [RULE]],
    ['an operator and its Path', [{ Next: 'A', ...compares, NumericEqualsPath: '$.b' }], [RULE]],
    ['an operator beside And', [{ Next: 'A', ...compares, And: [compares] }], [RULE]],
    ['And and Or', [{ Next: 'A', And: [compares], Or: [compares] }], [RULE]],
    ['a Variable beside Not', [{ Next: 'A', Variable: '$.a', Not: compares }], [RULE]],
    ['an empty And', [{ Next: 'A', And: [] }], [`${RULE}/And`]],
    ['an empty Or', [{ Next: 'A', Or: [] }], [`${RULE}/Or`]],
    ['And of one object', [{ Next: 'A', And: compares }], [`${RULE}/And`]],
    ['Not of an array', [{ Next: 'A', Not: [compares] }], [`${RULE}/Not`]],
    ['Next within And', [{ Next: 'A', And: [compares, { ...compares, Next: 'B' }] }], [`${RULE}/And/1`]],
    ['Assign within Or', [{ Next: 'A', Or: [{ ...compares, Assign: {} }] }], [`${RULE}/Or/0`]],
    ['an unknown field within Not', [{ Next: 'A', Not: { ...compares, Then: 1 } }], [`${RULE}/Not`]],
    [
      'a bad value deep within',
      [{ Next: 'A', Not: { Or: [{ And: [{ Variable: '$.a', IsNull: 0 }] }] } }],
      [`${RULE}/Not/Or/0/And/0/IsNull`],
    ],
    ['a rule within Or that compares nothing', [{ Next: 'A', Or: [{}] }], [`${RULE}/Or/0`]],
    ['a Condition', [{ Next: 'A', ...compares, Condition: '{% true %}' }], [RULE]],
    ['an Output', [{ Next: 'A', ...compares, Output: 1 }], [RULE]],
    [
      'a Next that is nowhere',
      [
        { Next: 'Z', ...compares },
        { Next: 'A', ...compares },
      ],
      [`${RULE}/Next MISSING_TRANSITION_TARGET`],
    ],
    ['an unknown field', [{ Next: 'A', ...compares, End: true }], [RULE]],
  ])('refuses %s', (_title, rules, expected) => {
    expect(found(choosing(rules)).sort()).toEqual(expected.sort());
  });

  it.each<[string, Record<string, unknown>]>([
    ['a comment and an assignment', { ...compares, Comment: 'why', Assign: { 'x.$': '$.a' } }],
    ['rules within rules', { Comment: '', Not: { And: [{ Or: [compares, { Not: compares }] }, compares] } }],
    ['a comment within And', { And: [{ ...compares, Comment: 'why' }] }],
    ['a variable that was assigned', { Variable: '$guess', StringEqualsPath: '$answer' }],
    ['the Context Object', { Variable: '$$.Execution.Name', StringMatches: 'a*' }],
    ['the whole input', { Variable: '$', IsPresent: true }],
  ])('takes %s', (_title, fields) => {
    expect(found(rule(fields))).toEqual([]);
  });

  it('needs no Default', () => {
    const definition = choosing([{ Next: 'A', ...compares }]);
    const { C, A, B } = definition.States;
    expect(found({ ...definition, States: { C: { ...C, Default: undefined }, A, B } })).toHaveLength(1);
    expect(found({ ...definition, States: { C: { Type: 'Choice', Choices: C.Choices }, A, B } })).toEqual([]);
  });
});

describe('rules in JSONata', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['no Condition', {}, RULE],
    ['a Condition that is plain text', { Condition: 'true' }, `${RULE}/Condition`],
    ['a Condition that is a number', { Condition: 1 }, `${RULE}/Condition`],
    [
      'a Condition that does not parse',
      { Condition: '{% $a = %}' },
      `${RULE}/Condition INVALID_JSONATA_EXPRESSION`,
    ],
    [
      'a Condition without a context',
      { Condition: '{% foo %}' },
      `${RULE}/Condition UNSUPPORTED_JSONATA_EXPRESSION`,
    ],
    [
      'a Condition on a result',
      { Condition: '{% $states.result %}' },
      `${RULE}/Condition UNSUPPORTED_JSONATA_EXPRESSION`,
    ],
    ['a Variable', { Condition: true, Variable: '$.a' }, RULE],
    ['And', { Condition: true, And: [] }, RULE],
  ])('refuses %s', (_title, fields, pointer) => {
    expect(found(choosing([{ Next: 'A', ...fields }], 'JSONata'))).toEqual([pointer]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a constant', { Condition: false }],
    ['an expression', { Condition: '{% $states.input.value >= 20 and $states.input.value < 30 %}' }],
    ['Output and Assign', { Condition: true, Output: '{% $x %}', Assign: { x: '{% 1 %}' }, Comment: 'c' }],
  ])('takes %s', (_title, fields) => {
    expect(found(choosing([{ Next: 'A', ...fields }], 'JSONata'))).toEqual([]);
  });
});
