import { describe, expect, it } from '@jest/globals';
import type { Json } from '../json.js';
import { checkIntrinsic, checkTemplate, fillTemplate, type Scope } from './index.js';

const scope: Scope = {
  input: { id: 7, list: [1, 2], user: { name: 'Ada' } },
  context: { State: { Name: 'Here' } },
  variables: { region: 'eu-west-1' },
};
const random = { now: 0, seed: 'seed' };

describe('fillTemplate', () => {
  it.each<[Json, Json]>([
    [{ 'all.$': '$' }, { all: scope.input }],
    [
      { 'id.$': '$.id', fixed: '$.id', n: null },
      { id: 7, fixed: '$.id', n: null },
    ],
    [{ a: { b: [{ 'c.$': '$region' }, 1] } }, { a: { b: [{ c: 'eu-west-1' }, 1] } }],
    [{ 'text.$': "States.Format('{} in {}', $.user.name, $$.State.Name)" }, { text: 'Ada in Here' }],
    [
      { 'all.$': '$.list[*]', 'none.$': '$.list[5:]' },
      { all: [1, 2], none: [] },
    ],
    [{ '.$': '$.id' }, { '': 7 }],
    ['plain', 'plain'],
    [
      [1, { 'a.$': '$.id' }],
      [1, { a: 7 }],
    ],
  ])('fills %j', (template, filled) => {
    const before = JSON.stringify(template);
    expect(fillTemplate(template, scope, random)).toEqual(filled);
    expect(JSON.stringify(template)).toBe(before);
  });

  it('gives null for an element that is not there, and fails for a field', () => {
    expect(fillTemplate({ 'x.$': '$.list[9]' }, scope, random)).toEqual({ x: null });
    expect(() => fillTemplate({ a: { 'x.$': '$.nope' } }, { ...scope, input: {} }, random)).toThrow(
      "States.Runtime: The JSONPath '$.nope' specified for the field 'x.$' could not be found in the input '{}'",
    );
  });

  it('draws the same for the same event and another for each place', () => {
    const template = { 'a.$': 'States.UUID()', 'b.$': 'States.UUID()' };
    const once = fillTemplate(template, scope, random, 'Parameters') as { a: string; b: string };
    expect(fillTemplate(template, scope, random, 'Parameters')).toEqual(once);
    const others = [
      fillTemplate(template, scope, random, 'Assign'),
      fillTemplate(template, scope, { now: 0, seed: 'other' }, 'Parameters'),
    ] as { a: string }[];
    expect(new Set([once.a, once.b, ...others.map(({ a }) => a)]).size).toBe(4);
    expect(once.a).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('checkTemplate', () => {
  it('takes paths, intrinsics and anything under another name', () => {
    const template = {
      'a.$': '$.x[*]',
      b: ['$.'],
      'c.$': 'States.Array(1, States.UUID())',
      d: { 'e.$': '$$' },
    };
    expect(checkTemplate(template)).toEqual([]);
  });

  it.each<[Json, string, string]>([
    [{ 'a.$': 'text' }, '/a.$', 'a.$'],
    [{ 'a.$': 5 }, '/a.$', 'a.$'],
    [{ list: [{}, { 'a/b.$': '$.' }] }, '/list/1/a~1b.$', 'a/b.$'],
    [{ 'a.$': 'States.Nope($.x)' }, '/a.$', 'a.$'],
    [{ 'a.$': 'States.MathAdd(1)' }, '/a.$', 'a.$'],
    [{ 'a.$': "States.Format('x'" }, '/a.$', 'a.$'],
  ])('refuses %j', (template, pointer, field) => {
    const message = `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`;
    expect(checkTemplate(template)).toEqual([{ pointer, message }]);
  });

  it('nests ten intrinsics and no more', () => {
    const nested = (depth: number): string => 'States.Array('.repeat(depth) + ')'.repeat(depth);
    expect(checkIntrinsic(nested(10))).toBeUndefined();
    expect(checkIntrinsic(nested(11))).toBe('Value is not a valid intrinsic function.');
  });
});
