import { describe, expect, it } from '@jest/globals';
import type { Json } from './json.js';
import type { Program } from './program.js';
import { begin, lambda, only } from './stepping.fixture.js';

const failed = { Error: 'Broken', Cause: 'why' };

async function caught(catcher: object, fields: object = {}, input: object = { a: 1 }) {
  const program: Program = {
    StartAt: 'Work',
    States: {
      Work: lambda({ ...fields, Catch: [{ ErrorEquals: ['Broken'], Next: 'After', ...catcher }] }),
      After: {
        Type: 'Pass',
        End: true,
        QueryLanguage: 'JSONata',
        Output: '{% $merge([{"in": $states.input}, {"seen": $seen}]) %}',
        Assign: {},
      },
    },
  };
  const execution = await begin(program, input as Json);
  await execution.send({ type: 'task-failed', id: execution.task.id, error: 'Broken', cause: 'why' });
  return execution;
}

describe('Catch', () => {
  it('passes the error output on, or puts it into the raw input by ResultPath', async () => {
    expect((await caught({})).end?.output).toEqual({ in: failed });
    expect((await caught({ ResultPath: '$.e.x' })).end?.output).toEqual({ in: { a: 1, e: { x: failed } } });
    expect((await caught({ ResultPath: null })).end?.output).toEqual({ in: { a: 1 } });
    expect(
      (await caught({ ResultPath: '$.e' }, { InputPath: '$.a', ResultPath: '$.other' })).end?.output,
    ).toEqual({
      in: { a: 1, e: failed },
    });
  });

  it('assigns from the error output', async () => {
    const execution = await caught({ Assign: { 'seen.$': '$.Cause' } });
    expect(execution.end?.output).toEqual({ in: failed, seen: 'why' });
    const exited = execution.history.find(({ type }) => type === 'TaskStateExited');
    expect(exited).toMatchObject({ stateExitedEventDetails: { assignedVariables: { seen: '"why"' } } });
  });

  it('has $states.errorOutput in JSONata', async () => {
    const fields = { QueryLanguage: 'JSONata' };
    expect((await caught({}, fields)).end?.output).toEqual({ in: failed });
    const output = { Output: '{% $states.errorOutput.Error & $states.input.a %}' };
    const assign = { Assign: { seen: '{% $states.errorOutput.Cause %}' } };
    expect((await caught({ ...output, ...assign }, fields)).end?.output).toEqual({
      in: 'Broken1',
      seen: 'why',
    });
  });

  it('leaves an error that it does not name', async () => {
    const execution = await begin(only(lambda({ Catch: [{ ErrorEquals: ['Other'], Next: 'Only' }] })));
    await execution.send({ type: 'task-failed', id: execution.task.id, error: 'Broken' });
    expect(execution.end).toEqual({ type: 'complete', status: 'FAILED', error: 'Broken' });
    expect(execution.types(3)).toEqual(['LambdaFunctionFailed', 'ExecutionFailed']);
  });

  it('takes a failure of the state’s own data flow, with its event first', async () => {
    const program = {
      StartAt: 'Work',
      QueryLanguage: 'JSONata' as const,
      States: {
        Work: lambda({
          Arguments: '{% $nothing %}',
          Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'After' }],
        }),
        After: { Type: 'Pass' as const, End: true },
      },
    };
    const execution = await begin(program);
    expect(execution.types(1).slice(0, 3)).toEqual([
      'TaskStateEntered',
      'EvaluationFailed',
      'TaskStateExited',
    ]);
    expect(execution.end).toMatchObject({
      status: 'SUCCEEDED',
      output: { Error: 'States.QueryEvaluationError' },
    });
  });
});
