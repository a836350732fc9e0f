import { describe, expect, it } from '@jest/globals';
import { branch, found, messages } from './parsing.fixture.js';

const machine = (States: Record<string, unknown>, StartAt = 'A') => ({ StartAt, States });
const pass = (Next: string) => ({ Type: 'Pass', Next });
const end = { Type: 'Pass', End: true };
const TARGET = 'MISSING_TRANSITION_TARGET';

describe('transitions', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ['a StartAt that is nowhere', machine({ B: end }), [`/StartAt ${TARGET}`, `/States/B ${TARGET}`]],
    ['a StartAt in another case', machine({ a: end }), [`/StartAt ${TARGET}`, `/States/a ${TARGET}`]],
    [
      'a Next that is nowhere',
      machine({ A: pass('Z'), B: end }),
      [`/States/A/Next ${TARGET}`, `/States/B ${TARGET}`],
    ],
    [
      'a Next with an inherited name',
      machine({ A: pass('constructor'), B: end }),
      [`/States/A/Next ${TARGET}`, `/States/B ${TARGET}`],
    ],
    [
      'a Next alone that is nowhere',
      machine({ A: pass('NOPE') }),
      [`/States/A/Next ${TARGET}`, ' MISSING_END_STATE'],
    ],
    ['a loop', machine({ A: pass('B'), B: pass('A') }), [' MISSING_END_STATE']],
    ['a state that leads to itself', machine({ A: pass('A') }), [' MISSING_END_STATE']],
    [
      'a loop and a state beside it',
      machine({ A: pass('B'), B: pass('A'), C: pass('A') }),
      [' MISSING_END_STATE'],
    ],
    [
      'a loop and an end out of reach',
      machine({ A: pass('B'), B: pass('A'), C: end }),
      [`/States/C ${TARGET}`],
    ],
    [
      'two out of reach that lead to each other',
      machine({ A: end, B: pass('C'), C: pass('B') }),
      [`/States/B ${TARGET}`, `/States/C ${TARGET}`],
    ],
    [
      'a Default that is nowhere',
      machine({
        A: { Type: 'Choice', Choices: [{ Variable: '$', IsNull: true, Next: 'B' }], Default: 'Z' },
        B: end,
      }),
      [`/States/A/Default ${TARGET}`],
    ],
    [
      'a Next into a branch',
      machine({ A: { Type: 'Parallel', Branches: [branch()], Next: 'Inner' } }),
      [`/States/A/Next ${TARGET}`, ' MISSING_END_STATE'],
    ],
    [
      'a Next out of a branch',
      machine({
        A: { Type: 'Parallel', Branches: [machine({ X: pass('B'), Y: end }, 'X')], Next: 'B' },
        B: end,
      }),
      [`/States/A/Branches/0/States/X/Next ${TARGET}`, `/States/A/Branches/0/States/Y ${TARGET}`],
    ],
    [
      'a processor out of reach',
      machine({ A: { Type: 'Map', ItemProcessor: machine({ X: end, Y: end }, 'X'), End: true } }),
      [`/States/A/ItemProcessor/States/Y ${TARGET}`],
    ],
    [
      'a processor that never ends',
      machine({ A: { Type: 'Map', ItemProcessor: machine({ X: pass('X') }, 'X'), End: true } }),
      ['/States/A/ItemProcessor MISSING_END_STATE'],
    ],
    [
      'a branch that never ends',
      machine({ A: { Type: 'Parallel', Branches: [branch(), machine({ X: pass('X') }, 'X')], End: true } }),
      ['/States/A/Branches/1 MISSING_END_STATE'],
    ],
  ])('refuses %s', (_title, definition, expected) => {
    expect(found(definition)).toEqual(expected);
  });

  it('is told in AWS\u2019s words', () => {
    const definition = machine({ pass1: pass('pass3'), pass2: end }, 'pass1');
    expect(messages(definition)).toEqual(["Missing 'Next' target: pass3", 'State "pass2" is not reachable.']);
    expect(messages(machine({ A: pass('A') }))).toEqual(['Workflow has no terminal state']);
  });

  it.each<[string, Record<string, unknown>]>([
    [
      'a state reached by a Catch',
      machine({
        A: {
          Type: 'Task',
          Resource: 'arn:aws:states:::x:y',
          End: true,
          Catch: [{ ErrorEquals: ['E'], Next: 'B' }],
        },
        B: end,
      }),
    ],
    [
      'a state reached by a Default',
      machine({
        A: { Type: 'Choice', Choices: [{ Variable: '$', IsNull: true, Next: 'A' }], Default: 'B' },
        B: end,
      }),
    ],
    [
      'a loop with a way out',
      machine({
        A: pass('B'),
        B: { Type: 'Choice', Choices: [{ Variable: '$', IsNull: true, Next: 'A' }], Default: 'C' },
        C: { Type: 'Fail' },
      }),
    ],
    ['states in any order', machine({ C: end, B: pass('C'), A: pass('B') })],
  ])('takes %s', (_title, definition) => {
    expect(found(definition)).toEqual([]);
  });
});

describe('names', () => {
  const long = (length: number) => machine({ [`${'x'.repeat(length)}`]: end }, 'x'.repeat(length));

  it('have 80 characters at most', () => {
    expect(found(long(80))).toEqual([]);
    expect(found(long(81))).toEqual([`/States/${'x'.repeat(81)} INVALID_STATE_NAME`]);
  });

  it('are counted by the character, not by the UTF-16 unit', () => {
    const name = '\u{1F680}'.repeat(80);
    expect(found(machine({ [name]: end }, name))).toEqual([]);
    expect(found(machine({ [`${name}!`]: end }, `${name}!`))).toEqual([
      `/States/${name}! INVALID_STATE_NAME`,
    ]);
  });

  it.each(['', '   '])('are more than %j', (name) => {
    expect(found(machine({ [name]: end }, name))).toEqual([`/States/${name} INVALID_STATE_NAME`]);
  });

  it('stand in pointers with ~ and / escaped', () => {
    const definition = machine({ 'a/b~c': { ...end, Nope: 1 } }, 'a/b~c');
    expect(found(definition)).toEqual(['/States/a~1b~0c']);
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'in a Map and around it',
      machine({ A: { Type: 'Map', ItemProcessor: branch('A'), End: true } }),
      '/States/A/ItemProcessor/States/A',
    ],
    [
      'in two branches',
      machine({ A: { Type: 'Parallel', Branches: [branch('X'), branch('X')], End: true } }),
      '/States/A/Branches/1/States/X',
    ],
    [
      'two levels down',
      machine({
        A: {
          Type: 'Map',
          ItemProcessor: machine({ B: { Type: 'Parallel', Branches: [branch('A')], End: true } }, 'B'),
          End: true,
        },
      }),
      '/States/A/ItemProcessor/States/B/Branches/0/States/A',
    ],
  ])('are not the same %s', (_title, definition, pointer) => {
    expect(found(definition)).toEqual([`${pointer} DUPLICATE_STATE_NAME`]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'a b', '日本', '"quoted"', '$.x'])(
    'may be %s',
    (name) => {
      const text = `{"StartAt":"first","States":{"first":{"Type":"Pass","Next":${JSON.stringify(name)}},${JSON.stringify(name)}:{"Type":"Succeed"}}}`;
      expect(found(text)).toEqual([]);
      expect(found(text.replace('"Succeed"', '"Wait"'))).not.toEqual([]);
    },
  );
});
