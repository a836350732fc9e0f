import { describe, expect, it } from '@jest/globals';
import { branch, choosing, distributed, found, inJsonata, map, only, task } from './parsing.fixture.js';

const S = '/States/S';
const assigning = (Assign: unknown) => ({ Type: 'Pass', Assign });

describe('names of variables', () => {
  it.each([
    '1st',
    'a-b',
    'a b',
    'a.b',
    '$a',
    '',
    'a!',
    '-',
    'x'.repeat(81),
    'states',
    'States',
    '__proto__.a',
  ])('refuses %j', (name) => {
    expect(found(only(assigning({ [name]: 1 })))).toEqual([`${S}/Assign/${name}`]);
    expect(found(inJsonata(assigning({ [name]: 1 })))).toEqual([`${S}/Assign/${name}`]);
  });

  it.each([
    'a',
    '_',
    'a1',
    'snake_case',
    'camelCase',
    'größe',
    '変数',
    'x'.repeat(80),
    'constructor',
    'state',
  ])('takes %j', (name) => {
    expect(found(only(assigning({ [name]: 1 })))).toEqual([]);
    expect(found(only(assigning({ [`${name}.$`]: '$.a' })))).toEqual([]);
    expect(found(inJsonata(assigning({ [name]: '{% 1 %}' })))).toEqual([]);
  });

  it('takes no .$ in JSONata, where it is a part of the name', () => {
    expect(found(inJsonata(assigning({ 'a.$': '$.a' })))).toEqual([`${S}/Assign/a.$`]);
  });

  it.each<[string, unknown, string]>([
    ['a text', '{% {"a": 1} %}', ''],
    ['an array', [{ a: 1 }], ''],
    ['null', null, ''],
    ['a bad path', { 'a.$': 'b' }, '/a.$'],
    ['a bad path within', { a: { 'b.$': 5 } }, '/a/b.$'],
  ])('refuses %s', (_what, value, pointer) => {
    expect(found(only(assigning(value)))).toEqual([`${S}/Assign${pointer}`]);
  });

  it('are looked at in choices', () => {
    expect(found(choosing([{ Next: 'A', Variable: '$.a', IsNull: true, Assign: { '1': 1 } }]))).toEqual([
      '/States/C/Choices/0/Assign/1',
    ]);
  });
});

describe('scopes of variables', () => {
  const inner = branch('Inner', { Assign: { total: 1 } });
  const around = (state: Record<string, unknown>, Assign: unknown = { total: 0 }) => ({
    StartAt: 'First',
    States: { First: { Type: 'Pass', Assign, Next: 'S' }, S: { ...state, End: true } },
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a branch', { Type: 'Parallel', Branches: [inner] }, '/Branches/0'],
    ['an iteration', map({ ItemProcessor: inner }), '/ItemProcessor'],
    [
      'a branch in an iteration',
      map({
        ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Parallel', Branches: [inner], End: true } } },
      }),
      '/ItemProcessor/States/P/Branches/0',
    ],
  ])('%s may not assign what is assigned around it', (_what, state, pointer) => {
    expect(found(around(state))).toEqual([`${S}${pointer}/States/Inner/Assign/total`]);
    expect(found(around(state, { other: 0 }))).toEqual([]);
  });

  it('knows what a state assigns itself, by its Catch and by a path', () => {
    const caught = [{ ErrorEquals: ['States.ALL'], Next: 'Done', Assign: { 'total.$': '$.n' } }];
    const States = {
      S: { ...map({ ItemProcessor: inner }), Catch: caught, Next: 'Done' },
      Done: { Type: 'Succeed' },
    };
    expect(found({ StartAt: 'S', States })).toEqual([`${S}/ItemProcessor/States/Inner/Assign/total`]);
  });

  it('lets branches beside each other use the same name, and a distributed Map any', () => {
    const branches = [inner, branch('Other', { Assign: { total: 2 } })];
    expect(found(around({ Type: 'Parallel', Branches: branches }, {}))).toEqual([]);
    const processor = { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
    expect(found(around(distributed({ ItemProcessor: processor })))).toEqual([]);
  });

  it('lets states of one scope assign a variable again', () => {
    expect(found(around(task({ Assign: { total: 5 } })))).toEqual([]);
  });
});
