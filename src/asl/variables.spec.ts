import { describe, expect, it } from '@jest/globals';
import type { Program, StateDefinition } from './program.js';
import { begin, lambda, only } from './stepping.fixture.js';

const machine = (states: Record<string, object>): Program => ({
  StartAt: Object.keys(states)[0] ?? '',
  States: states as Record<string, StateDefinition>,
});

describe('variables', () => {
  it('sees all values of one Assign as they were before it', async () => {
    const execution = await begin(
      machine({
        A: { Type: 'Pass', Assign: { a: 1, b: 2 }, Next: 'B' },
        B: { Type: 'Pass', Assign: { 'a.$': '$b', 'b.$': '$a' }, Next: 'C' },
        C: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% [$a, $b] %}', End: true },
      }),
    );
    expect(execution.end?.output).toEqual([2, 1]);
  });

  it('are seen inside a branch, and those of a branch are not seen outside it or beside it', async () => {
    const show = '{% $exists($inner) ? "seen" : $outer %}';
    const inside = machine({
      A: { Type: 'Pass', QueryLanguage: 'JSONata', Output: show, Assign: { inner: 1 }, End: true },
    });
    const execution = await begin(
      machine({
        S: { Type: 'Pass', Assign: { outer: 'o' }, Next: 'P' },
        P: { Type: 'Parallel', Branches: [inside, inside], Next: 'E' },
        E: {
          Type: 'Pass',
          QueryLanguage: 'JSONata',
          Output: `{% $append($states.input, ${show.slice(3, -3)}) %}`,
          End: true,
        },
      }),
    );
    expect(execution.end?.output).toEqual(['o', 'o', 'o']);
  });

  it('of the parent are not seen in a child of a distributed Map', async () => {
    const inside = {
      ...only({ Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $exists($outer) %}' }),
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    };
    const execution = await begin(
      machine({
        S: { Type: 'Pass', Assign: { outer: 'o' }, Result: [1], Next: 'M' },
        M: { Type: 'Map', ItemProcessor: inside, End: true },
      }),
    );
    expect(execution.end?.output).toEqual([false]);
  });

  it('are assigned by a Map from its results', async () => {
    const execution = await begin(
      machine({
        M: {
          Type: 'Map',
          ItemProcessor: only({ Type: 'Pass' }),
          Assign: { 'all.$': '$' },
          ResultPath: null,
          Next: 'E',
        },
        E: { Type: 'Pass', Parameters: { 'all.$': '$all', 'in.$': '$' }, End: true },
      }),
      [1, 2],
    );
    expect(execution.end?.output).toEqual({ all: [1, 2], in: [1, 2] });
  });

  it('are assigned from a task’s result as it came, before ResultSelector', async () => {
    const work = lambda({
      ResultSelector: { 'x.$': '$.y' },
      Assign: { 'v.$': '$.y' },
      End: undefined,
      Next: 'E',
    });
    const execution = await begin(
      machine({ W: work, E: { Type: 'Pass', Parameters: { 'v.$': '$v', 'in.$': '$' }, End: true } }),
    );
    await execution.send({ type: 'task-succeeded', id: execution.task.id, output: { y: 3 } });
    expect(execution.end?.output).toEqual({ v: 3, in: { x: 3 } });
  });

  it('are assigned by the rule of a Choice that holds, or else by its Default', async () => {
    const program = machine({
      C: {
        Type: 'Choice',
        Choices: [{ Variable: '$.n', NumericGreaterThan: 1, Assign: { by: 'rule' }, Next: 'E' }],
        Assign: { by: 'default' },
        Default: 'E',
      },
      E: { Type: 'Pass', Parameters: { 'by.$': '$by' }, End: true },
    });
    expect((await begin(program, { n: 2 })).end?.output).toEqual({ by: 'rule' });
    expect((await begin(program, { n: 1 })).end?.output).toEqual({ by: 'default' });
  });
});
