import { describe, expect, it } from '@jest/globals';
import type { Json } from '../json.js';
import type { Program } from '../program.js';
import { begin } from '../stepping.fixture.js';

const fork = (rule: object, state: object = {}): Program => ({
  StartAt: 'C',
  States: {
    C: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No', ...state },
    Yes: { Type: 'Pass', Result: true, End: true },
    No: { Type: 'Pass', Result: false, End: true },
  },
});
const decide = async (rule: object, input: Json) => (await begin(fork(rule), input)).end?.output;

describe('a rule of JSONPath', () => {
  it.each<[object, Json, boolean]>([
    [{ Variable: '$.a', StringMatches: 'log-*.txt' }, { a: 'log-1.txt' }, true],
    [{ Variable: '$.a', StringMatches: 'log-*.txt' }, { a: 'log-1_txt' }, false],
    [{ Variable: '$.a', StringMatches: 'a\\*b' }, { a: 'a*b' }, true],
    [{ Variable: '$.a', StringMatches: 'a\\*b' }, { a: 'axb' }, false],
    [{ Variable: '$.a', StringMatches: '*' }, { a: 'two\nlines' }, true],
    [{ Variable: '$.a', StringMatches: '*' }, { a: 1 }, false],
    [{ Variable: '$.a', NumericLessThanPath: '$.b' }, { a: 1, b: 2 }, true],
    [{ Variable: '$.a', NumericLessThanPath: '$.b' }, { a: 1, b: '2' }, false],
    [{ Variable: '$.a', TimestampEquals: '2026-01-01T01:00:00+01:00' }, { a: '2026-01-01T00:00:00Z' }, true],
    [
      { Variable: '$.a', TimestampLessThan: '2026-01-01T00:00:00.000000002Z' },
      { a: '2026-01-01T00:00:00.000000001Z' },
      true,
    ],
    [{ Variable: '$.a', IsTimestamp: true }, { a: '2026-02-29T00:00:00Z' }, false],
    [{ Variable: '$.a', IsPresent: false }, {}, true],
    [{ Variable: '$.a', IsNull: false }, { a: 1 }, true],
    [{ Not: { Variable: '$.a', BooleanEquals: true } }, { a: 'true' }, true],
    [
      {
        And: [
          { Variable: '$.a', IsPresent: true },
          { Variable: '$.a', NumericEquals: 1 },
        ],
      },
      {},
      false,
    ],
    [
      {
        Or: [
          { Variable: '$.a', NumericEquals: 2 },
          { Variable: '$.a', NumericEquals: 1 },
        ],
      },
      { a: 1 },
      true,
    ],
  ])('%j over %j: %s', async (rule, input, is) => {
    expect(await decide(rule, input)).toBe(is);
  });

  it('fails where its path leads nowhere', async () => {
    const { end } = await begin(fork({ Variable: '$.a', NumericEquals: 1 }), {});
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(end?.cause).toContain(
      "Invalid path '$.a': The choice state's condition path references an invalid value.",
    );
  });
});

describe('a Choice', () => {
  it('fails where no rule holds and there is no Default', async () => {
    const { end } = await begin(fork({ Variable: '$.a', NumericEquals: 1 }, { Default: undefined }), {
      a: 2,
    });
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(end?.cause).toContain('Failed to transition out of the state.');
  });

  it('takes the first Condition of JSONata that holds, and nothing but booleans', async () => {
    const rules = (...conditions: unknown[]) =>
      fork(
        {},
        { QueryLanguage: 'JSONata', Choices: conditions.map((Condition) => ({ Condition, Next: 'Yes' })) },
      );
    expect((await begin(rules('{% $states.input.a > 1 %}', true), { a: 1 })).end?.output).toBe(true);
    expect((await begin(rules('{% $states.input.a > 1 %}', false), { a: 1 })).end?.output).toBe(false);
    const { end, history } = await begin(rules('{% $states.input.a %}'), { a: 1 });
    expect(end?.cause).toContain(
      "The JSONata expression '$states.input.a' specified for the field 'Choices[0]/Condition' returned an " +
        "unexpected result type. Expected 'boolean', but was 'number' for value: 1",
    );
    expect(history.at(-2)).toMatchObject({
      type: 'EvaluationFailed',
      evaluationFailedEventDetails: { location: 'Choices[0]/Condition', state: 'C' },
    });
  });
});
