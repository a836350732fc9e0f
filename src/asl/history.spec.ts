import { describe, expect, it } from '@jest/globals';
import type { Json } from './json.js';
import type { Program, StateDefinition } from './program.js';
import { begin, lambda, only, type Driven } from './stepping.fixture.js';

/** `type previousEventId`, by id. The shapes are AWS's: recorded, or measured and published. */
const chain = ({ history }: Driven): string[] =>
  history.map(({ type, previousEventId }) => `${type} ${previousEventId}`);
const machine = (states: Record<string, object>, rest: Partial<Program> = {}): Program => ({
  StartAt: Object.keys(states)[0] ?? '',
  States: states as Record<string, StateDefinition>,
  ...rest,
});
const lost = { Type: 'Pass', Parameters: { 'm.$': '$.nope' } };
const play = (program: Program, input?: Json) => begin(program, input).then(chain);

describe('previousEventId', () => {
  it('is 0 of the first state, then that of the event before', async () => {
    const execution = await begin(only({ Type: 'Pass' }), { a: 1 });
    expect(execution.history).toEqual([
      {
        id: 1,
        previousEventId: 0,
        timestamp: '2026-01-01T00:00:00.000Z',
        type: 'ExecutionStarted',
        executionStartedEventDetails: {
          input: '{"a":1}',
          inputDetails: { truncated: false },
          roleArn: 'arn:aws:iam::123456789012:role/states',
        },
      },
      {
        id: 2,
        previousEventId: 0,
        timestamp: '2026-01-01T00:00:00.000Z',
        type: 'PassStateEntered',
        stateEnteredEventDetails: { name: 'Only', input: '{"a":1}', inputDetails: { truncated: false } },
      },
      {
        id: 3,
        previousEventId: 2,
        timestamp: '2026-01-01T00:00:00.000Z',
        type: 'PassStateExited',
        stateExitedEventDetails: { name: 'Only', output: '{"a":1}', outputDetails: { truncated: false } },
      },
      {
        id: 4,
        previousEventId: 3,
        timestamp: '2026-01-01T00:00:00.000Z',
        type: 'ExecutionSucceeded',
        executionSucceededEventDetails: { output: '{"a":1}', outputDetails: { truncated: false } },
      },
    ]);
  });

  it('goes from the fork to each branch, and from the last branch on, past the fork’s success', async () => {
    const branch = only({ Type: 'Pass' });
    expect(await play(only({ Type: 'Parallel', Branches: [branch, branch] }))).toEqual([
      ...['ExecutionStarted 0', 'ParallelStateEntered 0', 'ParallelStateStarted 2'],
      ...['PassStateEntered 3', 'PassStateExited 4', 'PassStateEntered 3', 'PassStateExited 6'],
      ...['ParallelStateSucceeded 7', 'ParallelStateExited 7', 'ExecutionSucceeded 9'],
    ]);
  });

  it('goes from a Map’s start to each iteration, though one begins after another', async () => {
    const program = only({ Type: 'Map', MaxConcurrency: 1, ItemProcessor: only({ Type: 'Pass' }) });
    expect((await play(program, [1, 2])).slice(2)).toEqual([
      ...['MapStateStarted 2', 'MapIterationStarted 3', 'PassStateEntered 4', 'PassStateExited 5'],
      ...['MapIterationSucceeded 6', 'MapIterationStarted 3', 'PassStateEntered 8', 'PassStateExited 9'],
      ...['MapIterationSucceeded 10', 'MapStateSucceeded 11', 'MapStateExited 11', 'ExecutionSucceeded 13'],
    ]);
  });

  it('stays at the start of a Map Run', async () => {
    const ItemProcessor = { ...only({ Type: 'Pass' }), ProcessorConfig: { Mode: 'DISTRIBUTED' } };
    expect((await play(only({ Type: 'Map', ItemProcessor }), [1, 2])).slice(2)).toEqual([
      ...['MapStateStarted 2', 'MapRunStarted 3', 'MapRunSucceeded 4', 'MapStateSucceeded 5'],
      ...['MapStateExited 4', 'ExecutionSucceeded 7'],
    ]);
  });
});

describe('a failure', () => {
  it('that is States.Runtime ends the execution without a word of the forks around it', async () => {
    expect(await play(only({ Type: 'Parallel', Branches: [only(lost)] }))).toEqual([
      ...['ExecutionStarted 0', 'ParallelStateEntered 0', 'ParallelStateStarted 2', 'PassStateEntered 3'],
      'ExecutionFailed 4',
    ]);
    const map = only({ Type: 'Map', MaxConcurrency: 1, ItemProcessor: only(lost) });
    expect((await play(map, [1, 2])).slice(2)).toEqual([
      ...['MapStateStarted 2', 'MapIterationStarted 3', 'PassStateEntered 4', 'ExecutionFailed 5'],
    ]);
  });

  it('of an iteration is told beside its line', async () => {
    const failing = { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $nothing %}' };
    const map = only({ Type: 'Map', MaxConcurrency: 1, ItemProcessor: only(failing) });
    expect((await play(map, [1, 2])).slice(4)).toEqual([
      ...['PassStateEntered 4', 'EvaluationFailed 5', 'MapIterationFailed 6', 'MapStateFailed 6'],
      'ExecutionFailed 8',
    ]);
  });

  it('of a fork’s own data flow comes after its success', async () => {
    const fork = {
      Type: 'Parallel',
      Branches: [only({ Type: 'Pass' })],
      ResultSelector: { 'm.$': '$.nope' },
    };
    expect((await play(only(fork))).slice(3)).toEqual([
      ...['PassStateEntered 3', 'PassStateExited 4', 'ParallelStateSucceeded 5', 'ExecutionFailed 6'],
    ]);
  });

  it('of a Map’s Items fails the Map before it starts', async () => {
    const map = { Type: 'Map', Items: '{% $nothing %}', ItemProcessor: only({ Type: 'Pass' }) };
    expect((await play(only(map, { QueryLanguage: 'JSONata' }))).slice(1)).toEqual([
      ...['MapStateEntered 0', 'EvaluationFailed 2', 'MapStateFailed 3', 'ExecutionFailed 4'],
    ]);
  });

  it('of a task that ends a branch is followed by TaskStateAborted, which nothing follows', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Handled' }];
    const execution = await begin(
      machine({
        P: { Type: 'Parallel', Branches: [only(lambda())], Catch, End: true },
        Handled: { Type: 'Pass', End: true },
      }),
    );
    await execution.send({ type: 'task-failed', id: execution.task.id, error: 'E' });
    expect(chain(execution).slice(4)).toEqual([
      ...[
        'LambdaFunctionScheduled 4',
        'LambdaFunctionFailed 5',
        'TaskStateAborted 6',
        'ParallelStateFailed 6',
      ],
      ...['ParallelStateExited 8', 'PassStateEntered 9', 'PassStateExited 10', 'ExecutionSucceeded 11'],
    ]);
  });

  it('of a Catch’s own Output is told from before the state’s failure, and fails it again', async () => {
    const broken = only({ Type: 'Fail', Error: 'E', End: undefined });
    const Catch = [
      { ErrorEquals: ['Other'], Next: 'P' },
      { ErrorEquals: ['States.ALL'], Output: { v: '{% $nothing %}' }, Next: 'P' },
    ];
    const execution = await begin(
      machine(
        { P: { Type: 'Parallel', Branches: [broken], Catch, End: true } },
        { QueryLanguage: 'JSONata' },
      ),
    );
    expect(chain(execution).slice(3)).toEqual([
      ...['FailStateEntered 3', 'ParallelStateFailed 4', 'EvaluationFailed 4', 'ParallelStateFailed 6'],
      'ExecutionFailed 7',
    ]);
    expect(execution.history[5]).toMatchObject({
      evaluationFailedEventDetails: { location: 'Catch[1]/Output/v', state: 'P' },
    });
  });

  it('of JSONata is told at each attempt', async () => {
    const Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }];
    const execution = await begin(
      only(lambda({ QueryLanguage: 'JSONata', Arguments: { a: '{% $nothing %}' }, Retry })),
    );
    await execution.fire('retry');
    expect(chain(execution).slice(1)).toEqual([
      ...['TaskStateEntered 0', 'EvaluationFailed 2', 'EvaluationFailed 3', 'ExecutionFailed 4'],
    ]);
  });
});
