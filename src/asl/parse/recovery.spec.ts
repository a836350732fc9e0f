import { describe, expect, it } from '@jest/globals';
import { found, task } from './parsing.fixture.js';

const S = '/States/S';

/** A Task with Retry or Catch, and a state to catch in. */
const recovering = (fields: Record<string, unknown>, QueryLanguage = 'JSONPath') => ({
  QueryLanguage,
  StartAt: 'S',
  States: { S: task({ ...fields, Next: 'Done' }), Done: { Type: 'Succeed' } },
});

const all = ['States.ALL'];

describe('Retry', () => {
  it.each<[string, unknown, string[]]>([
    ['no array', { ErrorEquals: all }, ['/Retry']],
    ['a text', ['States.ALL'], ['/Retry/0']],
    ['no ErrorEquals', [{ MaxAttempts: 1 }], ['/Retry/0']],
    ['ErrorEquals as text', [{ ErrorEquals: 'States.ALL' }], ['/Retry/0/ErrorEquals']],
    ['an empty ErrorEquals', [{ ErrorEquals: [] }], ['/Retry/0/ErrorEquals']],
    ['an error that is no text', [{ ErrorEquals: ['A', 5] }], ['/Retry/0/ErrorEquals/1']],
    ['States.ALL with another', [{ ErrorEquals: ['States.ALL', 'A'] }], ['/Retry/0/ErrorEquals']],
    ['States.ALL behind another', [{ ErrorEquals: ['A', 'States.ALL'] }], ['/Retry/0/ErrorEquals']],
    ['States.ALL before the last', [{ ErrorEquals: all }, { ErrorEquals: ['A'] }], ['/Retry/0/ErrorEquals']],
    ['States.ALL twice', [{ ErrorEquals: all }, { ErrorEquals: all }], ['/Retry/0/ErrorEquals']],
    ['IntervalSeconds 0', [{ ErrorEquals: all, IntervalSeconds: 0 }], ['/Retry/0/IntervalSeconds']],
    ['IntervalSeconds 0.5', [{ ErrorEquals: all, IntervalSeconds: 0.5 }], ['/Retry/0/IntervalSeconds']],
    ['IntervalSeconds as text', [{ ErrorEquals: all, IntervalSeconds: '1' }], ['/Retry/0/IntervalSeconds']],
    ['MaxAttempts -1', [{ ErrorEquals: all, MaxAttempts: -1 }], ['/Retry/0/MaxAttempts']],
    ['MaxAttempts 100000000', [{ ErrorEquals: all, MaxAttempts: 100_000_000 }], ['/Retry/0/MaxAttempts']],
    ['MaxAttempts 2.5', [{ ErrorEquals: all, MaxAttempts: 2.5 }], ['/Retry/0/MaxAttempts']],
    ['BackoffRate 0.9', [{ ErrorEquals: all, BackoffRate: 0.9 }], ['/Retry/0/BackoffRate']],
    ['BackoffRate as text', [{ ErrorEquals: all, BackoffRate: '2' }], ['/Retry/0/BackoffRate']],
    ['MaxDelaySeconds 0', [{ ErrorEquals: all, MaxDelaySeconds: 0 }], ['/Retry/0/MaxDelaySeconds']],
    [
      'MaxDelaySeconds over a year',
      [{ ErrorEquals: all, MaxDelaySeconds: 31_622_401 }],
      ['/Retry/0/MaxDelaySeconds'],
    ],
    [
      'MaxDelaySeconds of IntervalSeconds',
      [{ ErrorEquals: all, IntervalSeconds: 5, MaxDelaySeconds: 5 }],
      ['/Retry/0/MaxDelaySeconds'],
    ],
    [
      'MaxDelaySeconds under IntervalSeconds',
      [{ ErrorEquals: all, IntervalSeconds: 5, MaxDelaySeconds: 4 }],
      ['/Retry/0/MaxDelaySeconds'],
    ],
    ['JitterStrategy HALF', [{ ErrorEquals: all, JitterStrategy: 'HALF' }], ['/Retry/0/JitterStrategy']],
    ['JitterStrategy true', [{ ErrorEquals: all, JitterStrategy: true }], ['/Retry/0/JitterStrategy']],
    ['Next', [{ ErrorEquals: all, Next: 'Done' }], ['/Retry/0']],
    ['an unknown field', [{ ErrorEquals: all, MaxDelay: 1 }], ['/Retry/0']],
    [
      'several at once',
      [{ ErrorEquals: [], MaxAttempts: -1 }, 5],
      ['/Retry/0/ErrorEquals', '/Retry/0/MaxAttempts', '/Retry/1'],
    ],
  ])('refuses %s', (_title, retry, expected) => {
    expect(found(recovering({ Retry: retry }))).toEqual(expected.map((pointer) => S + pointer));
  });

  it.each<[string, unknown]>([
    ['none', []],
    ['one with nothing but its errors', [{ ErrorEquals: ['States.Timeout', 'My.Error'] }]],
    [
      'all there is',
      [
        {
          Comment: 'c',
          ErrorEquals: all,
          IntervalSeconds: 1,
          MaxAttempts: 0,
          BackoffRate: 1,
          MaxDelaySeconds: 2,
          JitterStrategy: 'FULL',
        },
      ],
    ],
    [
      'the most there is',
      [
        {
          ErrorEquals: all,
          IntervalSeconds: 99_999_999,
          MaxAttempts: 99_999_999,
          BackoffRate: 1.5,
          JitterStrategy: 'NONE',
        },
      ],
    ],
    ['States.ALL last', [{ ErrorEquals: ['A'] }, { ErrorEquals: ['A', 'B'] }, { ErrorEquals: all }]],
    ['MaxDelaySeconds without IntervalSeconds', [{ ErrorEquals: all, MaxDelaySeconds: 1 }]],
  ])('takes %s', (_title, retry) => {
    expect(found(recovering({ Retry: retry }))).toEqual([]);
    expect(found(recovering({ Retry: retry }, 'JSONata'))).toEqual([]);
  });
});

const NEXT = { Next: 'Done' };

describe('Catch', () => {
  it.each<[string, unknown, string[]]>([
    ['no array', { ErrorEquals: all, ...NEXT }, ['/Catch']],
    ['null', null, ['/Catch']],
    ['no Next', [{ ErrorEquals: all }], ['/Catch/0']],
    ['no ErrorEquals', [NEXT], ['/Catch/0']],
    [
      'a Next that is nowhere',
      [{ ErrorEquals: all, Next: 'Gone' }],
      ['/Catch/0/Next MISSING_TRANSITION_TARGET'],
    ],
    ['a Next that is no text', [{ ErrorEquals: all, Next: ['Done'] }], ['/Catch/0/Next']],
    ['States.ALL with another', [{ ErrorEquals: ['States.ALL', 'A'], ...NEXT }], ['/Catch/0/ErrorEquals']],
    [
      'States.ALL before the last',
      [
        { ErrorEquals: all, ...NEXT },
        { ErrorEquals: ['A'], ...NEXT },
      ],
      ['/Catch/0/ErrorEquals'],
    ],
    [
      'a ResultPath that is no path',
      [{ ErrorEquals: all, ...NEXT, ResultPath: 'error' }],
      ['/Catch/0/ResultPath'],
    ],
    [
      'a ResultPath that names many',
      [{ ErrorEquals: all, ...NEXT, ResultPath: '$.a[*]' }],
      ['/Catch/0/ResultPath'],
    ],
    [
      'a ResultPath into a variable',
      [{ ErrorEquals: all, ...NEXT, ResultPath: '$error' }],
      ['/Catch/0/ResultPath'],
    ],
    ['Output in JSONPath', [{ ErrorEquals: all, ...NEXT, Output: 1 }], ['/Catch/0']],
    ['OutputPath', [{ ErrorEquals: all, ...NEXT, OutputPath: '$' }], ['/Catch/0']],
    ['MaxAttempts', [{ ErrorEquals: all, ...NEXT, MaxAttempts: 1 }], ['/Catch/0']],
    ['an Assign that is text', [{ ErrorEquals: all, ...NEXT, Assign: 'x' }], ['/Catch/0/Assign']],
    [
      'an Assign with a bad path',
      [{ ErrorEquals: all, ...NEXT, Assign: { 'x.$': 'y' } }],
      ['/Catch/0/Assign/x.$'],
    ],
  ])('refuses %s', (_title, caught, expected) => {
    expect(found(recovering({ Catch: caught }))).toEqual(expected.map((pointer) => S + pointer));
  });

  it.each<[string, unknown, string]>([
    ['ResultPath', [{ ErrorEquals: all, ...NEXT, ResultPath: '$.e' }], '/Catch/0'],
    [
      'a result, which it does not have',
      [{ ErrorEquals: all, ...NEXT, Output: '{% $states.result %}' }],
      '/Catch/0/Output UNSUPPORTED_JSONATA_EXPRESSION',
    ],
    [
      'an expression that does not parse',
      [{ ErrorEquals: all, ...NEXT, Assign: { a: ['{% ) %}'] } }],
      '/Catch/0/Assign/a/0 INVALID_JSONATA_EXPRESSION',
    ],
  ])('in JSONata refuses %s', (_title, caught, expected) => {
    expect(found(recovering({ Catch: caught }, 'JSONata'))).toEqual([S + expected]);
  });

  it('takes a null ResultPath, a comment and an assignment', () => {
    const caught = [
      { Comment: 'c', ErrorEquals: all, ...NEXT, ResultPath: null, Assign: { 'e.$': '$.Error' } },
    ];
    expect(found(recovering({ Catch: caught }))).toEqual([]);
  });

  it('has the error in JSONata, which nothing else has', () => {
    const error = '{% $states.errorOutput.Error %}';
    const caught = [{ ErrorEquals: all, ...NEXT, Output: error, Assign: { e: error } }];
    expect(found(recovering({ Catch: caught }, 'JSONata'))).toEqual([]);
    expect(found(recovering({ Output: error }, 'JSONata'))).toEqual([
      `${S}/Output UNSUPPORTED_JSONATA_EXPRESSION`,
    ]);
  });
});
