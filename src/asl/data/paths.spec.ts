import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../json.js';
import { StatesError } from '../errors.js';
import {
  checkPath,
  findPath,
  readPath,
  readReference,
  readSelected,
  writePath,
  type Scope,
} from './index.js';

const scope: Scope = {
  input: {
    user: { name: 'Ada', 'two words': 2, nothing: null },
    list: [1, 2, 3],
    rows: [{ id: 1, tags: ['x'] }, { id: 2, tags: [] }, { other: true }],
  },
  context: { Execution: { Id: 'arn:1' } },
  variables: { item: { deep: [{ a: 1 }] }, gone: null },
};

const failureOf = (act: () => unknown): StatesError => {
  try {
    act();
  } catch (error) {
    if (error instanceof StatesError) return error;
    throw error;
  }
  throw new Error('did not fail');
};

describe('readPath', () => {
  it.each<[string, Json]>([
    ['$', scope.input],
    ['$.user.name', 'Ada'],
    ["$.user['two words']", 2],
    ['$.user.nothing', null],
    ["$['user']['name']", 'Ada'],
    ['$$.Execution.Id', 'arn:1'],
    ['$$', scope.context],
    ['$item.deep[0].a', 1],
    ['$gone', null],
    ['$.list[0]', 1],
    ['$.list[-1]', 3],
    ['$.list[0,2]', [1, 3]],
    ['$.list[1:]', [2, 3]],
    ['$.list[-2:]', [2, 3]],
    ['$.list[:-1]', [1, 2]],
    ['$.list[0:2]', [1, 2]],
    ['$.list[7:]', []],
    ['$.list[*]', [1, 2, 3]],
    ['$.rows[*].id', [1, 2]],
    ['$.rows[*].missing', []],
    ['$..id', [1, 2]],
    ['$..tags[0]', ['x']],
    ["$.user['name','nothing']", { name: 'Ada', nothing: null }],
    ['$.list.length()', 3],
    ['$.list.max()', 3],
    ['$.list.avg()', 2],
  ])('reads %s', (path, value) => {
    expect(readPath(path, scope)).toEqual(value);
  });

  it.each<[string, Json]>([
    ['@.id == 1', [{ id: 1, tags: ['x'] }]],
    ["@.id == '1'", [{ id: 1, tags: ['x'] }]],
    ["@.id === '1'", []],
    ['@.id', [{ id: 1, tags: ['x'] }, (scope.input as { rows: Json[] }).rows[1] ?? null]],
    ['!@.id', [{ other: true }]],
    ['!(@.id >= 1)', [{ other: true }]],
    ['@.id > 1 || @.other == true', [{ id: 2, tags: [] }, { other: true }]],
    ['@.id < 2 && @.tags size 1', [{ id: 1, tags: ['x'] }]],
    ["@.tags contains 'x'", [{ id: 1, tags: ['x'] }]],
    ['@.tags empty true', [{ id: 2, tags: [] }]],
    ['@.id in [2, 3]', [{ id: 2, tags: [] }]],
    ['@.id == $.list[1]', [{ id: 2, tags: [] }]],
    ['@.tags[0] =~ /X/i', [{ id: 1, tags: ['x'] }]],
  ])('filters by %s', (condition, rows) => {
    expect(readPath(`$.rows[?(${condition})]`, scope)).toEqual(rows);
  });

  it.each([
    ['$.nope', "Invalid path '$.nope' : No results for path: $['nope']"],
    ['$.nope.x', "Invalid path '$.nope.x' : Missing property in path $['nope']"],
    ['$.nope[*]', "Invalid path '$.nope[*]' : Missing property in path $['nope']"],
    ['$.list[7]', "Invalid path '$.list[7]' : No results for path: $['list'][7]"],
    [
      '$.user.name[0]',
      "Invalid path '$.user.name[0]' : Filter: [0] can only be applied to arrays. Current context is: Ada",
    ],
    ['$unknown', "Invalid path '$unknown' : No results for path: $unknown"],
  ])('fails where nothing stands at %s', (path, cause) => {
    expect(failureOf(() => readPath(path, scope))).toMatchObject({ error: 'States.Runtime', cause });
  });

  it('quotes the field and the input that it looked in', () => {
    const small: Scope = { input: { a: 1 }, context: { State: {} }, variables: {} };
    expect(failureOf(() => readPath('$.x', small, 'ErrorPath')).cause).toBe(
      `The JSONPath '$.x' specified for the field 'ErrorPath' could not be found in the input '{"a":1}'`,
    );
    expect(failureOf(() => readPath('$$.x', small, 'ErrorPath')).cause).toContain(
      `in the input '{"State":{}}'`,
    );
  });

  it('does not take what every object inherits for a field', () => {
    expect(findPath('$.constructor', scope)).toBeUndefined();
    expect(findPath('$toString', scope)).toBeUndefined();
  });
});

describe('readSelected', () => {
  it('selects all, nothing or what a path says', () => {
    expect(readSelected(undefined, scope)).toBe(scope.input);
    expect(readSelected(null, scope)).toEqual({});
    expect(readSelected('$.list', scope)).toEqual([1, 2, 3]);
  });
});

describe('readReference', () => {
  it('names the step that finds nothing', () => {
    expect(readReference('$.user.name', scope)).toBe('Ada');
    const small: Scope = { input: { a: { b: 1 } }, context: {}, variables: {} };
    expect(failureOf(() => readReference('$.a.items', small))).toMatchObject({
      error: 'States.ReferencePathConflict',
      cause: 'Unable to apply step "items" to input {"a":{"b":1}}',
    });
  });
});

describe('writePath', () => {
  it.each<[Json, string, Json]>([
    [{ a: 1 }, '$', 'new'],
    [{ a: 1 }, '$.r', { a: 1, r: 'new' }],
    [{ a: 1 }, '$.a', { a: 'new' }],
    [{ a: 1 }, '$.b.c.d', { a: 1, b: { c: { d: 'new' } } }],
    [{ a: null }, '$.a.b', { a: { b: 'new' } }],
    [{ a: [1, { b: 2 }] }, '$.a[1].b', { a: [1, { b: 'new' }] }],
    [{ a: [1, 2] }, '$.a[0]', { a: ['new', 2] }],
    [{}, "$['two words']", { 'two words': 'new' }],
  ])('writes into %j at %s', (target, path, expected) => {
    const before = JSON.stringify(target);
    expect(writePath(target, path, 'new')).toEqual(expected);
    expect(JSON.stringify(target)).toBe(before);
  });

  it.each<[Json, string, string]>([
    [[1], '$.r', 'r'],
    ['text', '$.r', 'r'],
    [{ a: 5 }, '$.a.b', 'b'],
    [{ a: [1] }, '$.a[3]', '3'],
    [{ a: {} }, '$.a[0]', '0'],
  ])('can not write into %j at %s', (target, path, step) => {
    expect(failureOf(() => writePath(target, path, 1))).toMatchObject({
      error: 'States.ReferencePathConflict',
      cause: `Unable to apply step "${step}" to input ${JSON.stringify(target)}`,
    });
  });

  it('makes a field of any name, which reads back', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.jsonValue(), (name, value) => {
        const path = `$['${name.replace(/[\\']/g, '\\$&')}']`;
        const written = writePath({ kept: 1 }, path, value as Json);
        expect(readPath(path, { ...scope, input: written })).toEqual(value);
      }),
    );
  });
});

describe('checkPath', () => {
  it.each(['$', '$$', '$.a.b', "$['a b'][0]", '$$.Task.Token', '$name.x', '$.a-b', '$.ä', '$.a[-1]'])(
    'takes %s anywhere',
    (path) => {
      expect(checkPath(path, 'path')).toBeUndefined();
      expect(checkPath(path, 'reference')).toBeUndefined();
    },
  );

  it.each(['$.a[*]', '$..a', '$.a[0:2]', '$.a[?(@.b == 1)]', '$.a[0,1]', '$.a.length()'])(
    'does not take %s for a reference',
    (path) => {
      expect(checkPath(path, 'path')).toBeUndefined();
      expect(checkPath(path, 'condition')).toBeUndefined();
      expect(checkPath(path, 'reference')).toBe('Value is not a Reference Path.');
    },
  );

  it.each(['', 'a', '$.', '$.a[', '$.a b', '$a-b', '@.a', ' $', '$.a[?(@.b == )]', '$..', "$['a"])(
    'refuses "%s"',
    (path) => {
      expect(checkPath(path, 'path')).toBe('Value is not a valid JSONPath.');
    },
  );
});
