import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from './index.js';
import { branch, found, inJsonata, map, only, problemsOf } from './parsing.fixture.js';

/** A definition comes from a tenant: whatever it is, it gets an answer, and soon. */
const SOON_MS = 5_000;

function answered(definition: unknown): string[] {
  const start = performance.now();
  const said = found(definition);
  expect(performance.now() - start).toBeLessThan(SOON_MS);
  return said;
}

const nest = (depth: number, wrap: (inner: unknown) => unknown, innermost: unknown): unknown => {
  let value = innermost;
  for (let level = 0; level < depth; level++) value = wrap(value);
  return value;
};

describe('hostile definitions', () => {
  it.each<[string, unknown]>([
    ['an object', only({ Type: 'Pass', Result: nest(100_000, (inner) => ({ a: inner }), 1) })],
    ['an array', only({ Type: 'Pass', Parameters: nest(100_000, (inner) => [inner], 1) })],
    ['JSON text', `${'['.repeat(500_000)}${']'.repeat(500_000)}`],
    ['rules', only({ Type: 'Choice', Choices: [nest(100_000, (inner) => ({ Not: inner }), {})] })],
  ])('%s nested 100,000 levels deep is too deep', (_what, definition) => {
    expect(answered(definition)).toEqual([' TOO_DEEPLY_NESTED']);
  });

  it('takes Maps within Maps as deep as JSON may be', () => {
    let level = 0;
    const around = (inner: unknown) => ({
      StartAt: `M${++level}`,
      States: { [`M${level}`]: { Type: 'Map', ItemProcessor: inner, End: true } },
    });
    expect(answered(nest(100, around, branch()))).toEqual([]);
    expect(answered(nest(2_000, around, branch()))).toEqual([' TOO_DEEPLY_NESTED']);
  });

  it('refuses what holds itself', () => {
    const round: Record<string, unknown> = { Type: 'Map' };
    round['ItemProcessor'] = { StartAt: 'S', States: { S: round } };
    expect(answered(only(round))).toEqual([' TOO_DEEPLY_NESTED']);
  });

  it('refuses what unfolds without end', () => {
    const doubled = nest(400, (inner) => [inner, inner], 'x');
    expect(answered(only({ Type: 'Pass', Result: doubled }))).toHaveLength(1);
  });

  it('answers about 100,000 states', () => {
    const names = Array.from({ length: 100_000 }, (_, number) => `S${number}`);
    const States = Object.fromEntries(
      names.map((name, at) => [name, { Type: 'Pass', Next: names[at + 1] ?? 'S0' }]),
    );
    expect(answered({ StartAt: 'S0', States })).toEqual(['']);
  });

  it('checks as many states as fit, in a chain and in a star', () => {
    const names = Array.from({ length: 25_000 }, (_, number) => `S${number}`);
    const chain = Object.fromEntries(
      names.map((name, at) => [
        name,
        at + 1 < names.length ? { Type: 'Pass', Next: names[at + 1] } : { Type: 'Succeed' },
      ]),
    );
    expect(answered({ StartAt: 'S0', States: chain })).toEqual([]);
    const rules = names.slice(1, 10_000).map((Next) => ({ Next, Variable: '$', IsNull: true }));
    const star = Object.fromEntries(names.slice(1, 10_000).map((name) => [name, { Type: 'Fail' }]));
    expect(answered({ StartAt: 'C', States: { C: { Type: 'Choice', Choices: rules }, ...star } })).toEqual(
      [],
    );
  });

  it('stops at a hundred problems of as many as fit', () => {
    const States = Object.fromEntries(Array.from({ length: 50_000 }, (_, number) => [`S${number}`, 5]));
    expect(answered({ StartAt: 'S0', States })).toHaveLength(100);
  });

  it.each<[string, string]>([
    ['brackets', `${'('.repeat(200_000)}1${')'.repeat(200_000)}`],
    ['a sum', Array.from({ length: 200_000 }, () => '1').join('+')],
    ['arrays', `${'['.repeat(200_000)}`],
    ['functions', `${'function($a){'.repeat(50_000)}`],
    ['predicates', `$x${'[a'.repeat(100_000)}`],
  ])('answers about an expression of JSONata that is long with %s', (_what, expression) => {
    answered(inJsonata({ Type: 'Pass', Output: `{% ${expression} %}` }));
  });

  it.each<[string, string]>([
    ['names', `$${'.a'.repeat(400_000)}`],
    ['scans', `$${'..a'.repeat(200_000)}`],
    ['filters', `$.a${'[?(@.b'.repeat(100_000)}`],
    ['brackets in a filter', `$.a[?(${'('.repeat(200_000)}@.b`],
    ['nots in a filter', `$.a[?(${'!'.repeat(200_000)}@.b`],
    ['calls', 'States.Array('.repeat(50_000)],
    ['blanks', `$.a[${' '.repeat(500_000)}`],
    ['backslashes', `$.${'\\'.repeat(500_000)}`],
  ])('answers about a path that is long with %s', (_what, path) => {
    expect(answered(only({ Type: 'Pass', InputPath: path }))).not.toEqual(['']);
    expect(answered(only({ Type: 'Pass', Parameters: { 'a.$': path } }))).not.toEqual(['']);
  });

  it('answers about many short expressions', () => {
    const expressions = Array.from({ length: 10_000 }, (_, number) => `{% $x + ${number} %}`);
    expect(answered(inJsonata({ Type: 'Pass', Output: expressions }))).toEqual([]);
  });

  it('cuts long names out of what it says', () => {
    const name = 'n'.repeat(500_000);
    const said = problemsOf({ StartAt: 'S', States: { [name]: { Type: name, [name]: name, Next: name } } });
    expect(JSON.stringify(said).length).toBeLessThan(20_000);
  });

  it('changes nothing in what it is given', () => {
    const definition = only(map({ Parameters: { 'a.$': '$.a' }, Assign: { x: 1 } }));
    const before = structuredClone(definition);
    parse(definition);
    expect(definition).toEqual(before);
  });

  const words = fc.constantFrom(
    ...[
      'Type',
      'Pass',
      'Task',
      'Choice',
      'Map',
      'Parallel',
      'States',
      'StartAt',
      'Next',
      'End',
      'Choices',
      'And',
    ],
    ...[
      'Not',
      'Catch',
      'Retry',
      'ErrorEquals',
      'Branches',
      'ItemProcessor',
      'Assign',
      'a.$',
      '$.a',
      '{% $ %}',
    ],
    ...[
      '__proto__',
      'constructor',
      'toString',
      'QueryLanguage',
      'JSONata',
      'Variable',
      'States.ALL',
      'Label',
    ],
  );
  const { anyDefinition } = fc.letrec<{ anyDefinition: unknown }>((tie) => ({
    anyDefinition: fc.oneof(
      { depthSize: 'medium' },
      words,
      fc.boolean(),
      fc.integer(),
      fc.constant(null),
      fc.array(tie('anyDefinition'), { maxLength: 4 }),
      fc.dictionary(words, tie('anyDefinition'), { maxKeys: 6, noNullPrototype: false }),
    ),
  }));

  it('answers whatever the words of the language are put together to', () => {
    fc.assert(
      fc.property(anyDefinition, anyDefinition, (state, other) => {
        const parsed = parse({ StartAt: 'A', States: { A: state, B: other } });
        expect('problems' in parsed ? parsed.problems.length : 1).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
