import { describe, expect, it } from '@jest/globals';
import { found, inJsonata, only, task } from './parsing.fixture.js';

const S = '/States/S';
const pass = (fields: Record<string, unknown>) => only({ Type: 'Pass', ...fields });

describe('paths of JSONPath', () => {
  it.each<[string, string, unknown]>([
    ['InputPath', 'a word', 'users'],
    ['InputPath', 'nothing', ''],
    ['InputPath', 'an open bracket', '$.users['],
    ['InputPath', 'a missing name', '$.users.'],
    ['InputPath', 'an intrinsic', 'States.UUID()'],
    ['InputPath', 'a number', 5],
    ['InputPath', 'an object', {}],
    ['OutputPath', 'a word', 'Test'],
    ['OutputPath', 'an open filter', '$.a[?(@.b == ]'],
    ['OutputPath', 'false', false],
    ['ResultPath', 'a word', 'result'],
    ['ResultPath', 'a wildcard', '$.a[*]'],
    ['ResultPath', 'a slice', '$.a[0:2]'],
    ['ResultPath', 'a scan', '$..a'],
    ['ResultPath', 'a filter', '$.a[?(@.b)]'],
    ['ResultPath', 'the Context Object', '$$.Execution'],
    ['ResultPath', 'a variable', '$result'],
    ['ResultPath', 'a number', 1],
  ])('refuses %s with %s', (field, _what, value) => {
    expect(found(pass({ [field]: value }))).toEqual([`${S}/${field}`]);
  });

  it.each<[string, unknown]>([
    ['InputPath', '$'],
    ['InputPath', '$.a[*].b'],
    ['InputPath', '$..name'],
    ['InputPath', "$['a b'][0]"],
    ['InputPath', '$.delivery-partner'],
    ['OutputPath', '$variable'],
    ['OutputPath', '$$.Execution.Input'],
    ['ResultPath', '$'],
    ['ResultPath', '$.a.b[0]'],
    ['ResultPath', "$['a']['b']"],
  ])('takes %s %j', (field, value) => {
    expect(found(pass({ [field]: value }))).toEqual([]);
  });
});

describe('payload templates', () => {
  it.each<[string, unknown, string]>([
    ['a word', { 'a.$': 'word' }, '/a.$'],
    ['a number', { 'a.$': 5 }, '/a.$'],
    ['null', { 'a.$': null }, '/a.$'],
    ['an object', { 'a.$': { b: 1 } }, '/a.$'],
    ['an unknown intrinsic', { 'a.$': 'States.Nope(1)' }, '/a.$'],
    ['an intrinsic without brackets', { 'a.$': 'States.UUID' }, '/a.$'],
    ['an intrinsic with an open text', { 'a.$': "States.Format('{}, $.a)" }, '/a.$'],
    ['an intrinsic with too few arguments', { 'a.$': 'States.ArrayPartition($.a)' }, '/a.$'],
    ['an intrinsic with too many', { 'a.$': 'States.UUID(1)' }, '/a.$'],
    ['an unknown intrinsic in another', { 'a.$': 'States.Array(States.Nope(1))' }, '/a.$'],
    ['a bad path in an intrinsic', { 'a.$': "States.Format('{}', $.a[)" }, '/a.$'],
    ['a bad path deep within', { a: [{ b: [0, { 'c.$': 'x' }] }] }, '/a/0/b/1/c.$'],
    ['a name with a slash', { 'a/b~.$': 'x' }, '/a~1b~0.$'],
  ])('refuses %s', (_what, value, pointer) => {
    expect(found(pass({ Parameters: value }))).toEqual([`${S}/Parameters${pointer}`]);
    expect(found(only(task({ ResultSelector: value })))).toEqual([`${S}/ResultSelector${pointer}`]);
    expect(found(only(task({ Parameters: value })))).toEqual([`${S}/Parameters${pointer}`]);
  });

  it.each<[string, unknown]>([
    ['paths', { 'a.$': '$.a', b: { 'c.$': '$$.State.Name' }, 'd.$': '$x.y' }],
    ['intrinsics', { 'a.$': "States.Format('{} \\'{}\\'', $.a, States.UUID())" }],
    ['what looks like a path', { a: '$.a', b: 'States.UUID()', c: '{% $x %}' }],
    ['an array', [{ 'a.$': '$.a' }, 5]],
    ['null', null],
  ])('takes %s', (_what, value) => {
    expect(found(pass({ Parameters: value }))).toEqual([]);
  });
});

describe('expressions of JSONata', () => {
  const output = (Output: unknown) => found(inJsonata({ Type: 'Pass', Output }));
  const INVALID = 'INVALID_JSONATA_EXPRESSION';
  const UNSUPPORTED = 'UNSUPPORTED_JSONATA_EXPRESSION';

  it.each([
    'a[1,2)',
    '"unterminated',
    '1 +',
    '{"a":}',
    '$x :=',
    '$match("a", /abc',
    ')',
    '$sum([1,2]',
    '1 2',
    'function($x){',
  ])('refuses %s, which does not parse', (expression) => {
    expect(output(`{% ${expression} %}`)).toEqual([`${S}/Output ${INVALID}`]);
  });

  it.each([
    'phone',
    'foo.bar',
    '$sum(a.b)',
    '"x" & y',
    '{"a": b}',
    '[1, c]',
    'a[0]',
    '($a := b; $a)',
    '$$.a',
  ])('refuses %s, for there is no context', (expression) => {
    expect(output(`{% ${expression} %}`)).toEqual([`${S}/Output ${UNSUPPORTED}`]);
  });

  it.each([
    '$states.input.items[status = "OPEN"].amount',
    '$states.input^(>price).name',
    '$states.input.{ "a": b }',
    '$states.input{ kind: $sum(n) }',
    '[1..3].($ * 2)',
    '$map($states.input.items, function($v) { $v.a })',
    '$states.input ~> |order|{"done": paid}|',
    '$notThere.at.all',
    '$states.context.Execution.Input.a',
    '$partition([1, 2], 1)',
    '',
  ])('takes %s', (expression) => {
    const expected = expression === '' ? [`${S}/Output ${INVALID}`] : [];
    expect(output(`{% ${expression} %}`)).toEqual(expected);
  });

  it('looks into every corner of a value', () => {
    const bad = '{% 1 + %}';
    expect(output({ a: [0, { b: bad }], 'c/d': bad, e: 'plain', f: '{% 1 %}' })).toEqual([
      `${S}/Output/a/1/b ${INVALID}`,
      `${S}/Output/c~1d ${INVALID}`,
    ]);
  });

  it.each<[string, unknown]>([
    ['no end', '{% 1 + '],
    ['a space before', ' {% 1 + %}'],
    ['a space behind', '{% 1 + %} '],
  ])('leaves a text with %s as it is', (_what, value) => {
    expect(output(value)).toEqual([]);
  });

  it('has a result in Output and Assign and not in Arguments', () => {
    const result = '{% $states.result %}';
    expect(found(inJsonata(task({ Output: result, Assign: { x: result } })))).toEqual([]);
    expect(found(inJsonata(task({ Arguments: { a: result } })))).toEqual([`${S}/Arguments/a ${UNSUPPORTED}`]);
  });
});
