import { describe, expect, it } from '@jest/globals';
import { MAX_PROBLEMS, parse } from './index.js';
import { found, inJsonata, map, messages, only, problemsOf, task } from './parsing.fixture.js';

const good = { StartAt: 'A', States: { A: { Type: 'Succeed' } } };

describe('the definition as a whole', () => {
  it('is the program', () => {
    expect(parse(good)).toEqual({ program: good });
    expect(parse(JSON.stringify(good))).toEqual({ program: good });
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', undefined, [' MISSING_DESCRIPTION']],
    ['null', null, [' MISSING_DESCRIPTION']],
    ['no text', '', [' MISSING_DESCRIPTION']],
    ['a text that is no JSON', '{"StartAt":', [' INVALID_JSON_DESCRIPTION']],
    ['a word', 'not a definition', [' INVALID_JSON_DESCRIPTION']],
    ['an array', [good], ['']],
    ['a number', 5, ['']],
    ['a JSON text of a text', '"A"', ['']],
    ['a function in it', { ...good, Comment: () => 'x' }, [' INVALID_JSON_DESCRIPTION']],
    ['an undefined in it', { ...good, Comment: undefined }, [' INVALID_JSON_DESCRIPTION']],
    ['a number that JSON has not', { ...good, TimeoutSeconds: NaN }, [' INVALID_JSON_DESCRIPTION']],
    ['an empty object', {}, ['']],
    ['no StartAt', { States: good.States }, ['', '/States/A MISSING_TRANSITION_TARGET']],
    [
      'a StartAt that is no text',
      { ...good, StartAt: 1 },
      ['/StartAt', '/States/A MISSING_TRANSITION_TARGET'],
    ],
    ['no States', { StartAt: 'A' }, ['']],
    ['empty States', { StartAt: 'A', States: {} }, ['/States']],
    ['States in an array', { StartAt: 'A', States: [good.States.A] }, ['/States']],
    ['a state that is text', { StartAt: 'A', States: { A: { Type: 'Succeed' }, B: 'Pass' } }, ['/States/B']],
    ['a Comment that is no text', { ...good, Comment: [] }, ['/Comment']],
    ['a Version that is no text', { ...good, Version: 1 }, ['/Version']],
    ['TimeoutSeconds 0', { ...good, TimeoutSeconds: 0 }, ['/TimeoutSeconds']],
    ['TimeoutSeconds as text', { ...good, TimeoutSeconds: '5' }, ['/TimeoutSeconds']],
    [
      'TimeoutSeconds as an expression',
      { ...good, QueryLanguage: 'JSONata', TimeoutSeconds: '{% 5 %}' },
      ['/TimeoutSeconds'],
    ],
    ['TimeoutSecondsPath', { ...good, TimeoutSecondsPath: '$.t' }, ['']],
    ['a QueryLanguage that is none', { ...good, QueryLanguage: 'JMESPath' }, ['/QueryLanguage']],
    ['a QueryLanguage in small letters', { ...good, QueryLanguage: 'jsonata' }, ['/QueryLanguage']],
    ['a QueryLanguage that is no text', { ...good, QueryLanguage: null }, ['/QueryLanguage']],
    ['an unknown field', { ...good, Coment: 'x' }, ['']],
    ['a ProcessorConfig', { ...good, ProcessorConfig: {} }, ['']],
    ['a Parallel field', { ...good, Branches: [] }, ['']],
  ])('refuses %s', (_what, definition, expected) => {
    expect(found(definition)).toEqual(expected);
  });

  it('takes all that it may have', () => {
    const whole = {
      ...good,
      Comment: '',
      Version: '1.0',
      TimeoutSeconds: 99_999_999,
      QueryLanguage: 'JSONata',
    };
    expect(found(whole)).toEqual([]);
  });

  it('has 1,048,576 characters at most', () => {
    const commented = (length: number) => ({ ...good, Comment: 'x'.repeat(length) });
    expect(found(commented(1_040_000))).toEqual([]);
    expect(found(commented(1_048_576))).toEqual(['']);
    expect(found(JSON.stringify(commented(1_048_576)))).toEqual(['']);
  });
});

describe('query languages', () => {
  it('lets a state of a JSONPath machine be of JSONata', () => {
    expect(found(only({ Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% 1 %}' }))).toEqual([]);
    expect(found(only({ Type: 'Pass', QueryLanguage: 'JSONPath', Result: 1 }))).toEqual([]);
  });

  it('lets no state of a JSONata machine be of JSONPath', () => {
    const definition = inJsonata({ Type: 'Pass', QueryLanguage: 'JSONPath', Result: 1 });
    expect(found(definition)).toEqual(['/States/S']);
    expect(messages(definition)).toEqual([
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
    ]);
  });

  it('gives states within a Map the language of the machine, not that of the Map', () => {
    const within = { StartAt: 'P', States: { P: { Type: 'Pass', Output: 1, End: true } } };
    const definition = only(map({ QueryLanguage: 'JSONata', ItemProcessor: within }));
    expect(found(definition)).toEqual(['/States/S/ItemProcessor/States/P']);
    expect(messages(definition)).toEqual([
      "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
    ]);
    expect(found(inJsonata(map({ ItemProcessor: within })))).toEqual([]);
  });

  it('reads a state of an unknown language as one of JSONata, as AWS does', () => {
    const definition = only({ Type: 'Pass', QueryLanguage: 'XPath', InputPath: '$' });
    expect(found(definition)).toEqual(['/States/S', '/States/S/QueryLanguage']);
  });
});

describe('many problems', () => {
  it('are told all at once', () => {
    const definition = {
      StartAt: 'Gone',
      States: {
        A: { ...task({ Resource: 'x', Retry: [{ ErrorEquals: [], MaxAttempts: -1 }] }), Next: 'B' },
        B: { Type: 'Wait', Seconds: -1, End: true },
      },
    };
    expect(found(definition)).toEqual([
      '/States/A/Resource',
      '/States/A/Retry/0/ErrorEquals',
      '/States/A/Retry/0/MaxAttempts',
      '/States/B/Seconds',
      '/StartAt MISSING_TRANSITION_TARGET',
      '/States/A MISSING_TRANSITION_TARGET',
      '/States/B MISSING_TRANSITION_TARGET',
    ]);
  });

  it('are told up to a hundred', () => {
    const states = Array.from({ length: 500 }, (_, number) => [`S${number}`, { Type: 'Wait' }] as const);
    expect(problemsOf({ StartAt: 'S0', States: Object.fromEntries(states) })).toHaveLength(MAX_PROBLEMS);
  });

  it('each say where, which and what', () => {
    const problems = problemsOf(only({ Type: 'Wait', Seconds: -1, InputPath: 'x', Nope: 1 }));
    expect(problems).toHaveLength(3);
    for (const { pointer, code, message } of problems) {
      expect(pointer).toMatch(/^(\/[^/]+)*$/);
      expect(code).toMatch(/^[A-Z_]+$/);
      expect(message).toMatch(/.{10,}/);
    }
  });
});
