import { describe, expect, it } from '@jest/globals';
import { branch, found, inJsonata, map, messages, only, task, type Language } from './parsing.fixture.js';

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');

/** The developer guide's pages on the types: what each may hold. */
const COMMON = 'Type Comment QueryLanguage';
const ALLOWED: Record<string, Record<'both' | Language, string[]>> = {
  Pass: {
    both: words(`${COMMON} Next End Assign`),
    JSONPath: words('InputPath OutputPath Parameters Result ResultPath'),
    JSONata: words('Output'),
  },
  Task: {
    both: words(`${COMMON} Next End Assign Retry Catch Resource TimeoutSeconds HeartbeatSeconds Credentials`),
    JSONPath: words(
      'InputPath OutputPath Parameters ResultSelector ResultPath TimeoutSecondsPath HeartbeatSecondsPath',
    ),
    JSONata: words('Output Arguments'),
  },
  Choice: {
    both: words(`${COMMON} Assign Choices Default`),
    JSONPath: words('InputPath OutputPath'),
    JSONata: words('Output'),
  },
  Wait: {
    both: words(`${COMMON} Next End Assign Seconds Timestamp`),
    JSONPath: words('InputPath OutputPath SecondsPath TimestampPath'),
    JSONata: words('Output'),
  },
  Succeed: { both: words(COMMON), JSONPath: words('InputPath OutputPath'), JSONata: words('Output') },
  Fail: { both: words(`${COMMON} Error Cause`), JSONPath: words('ErrorPath CausePath'), JSONata: [] },
  Parallel: {
    both: words(`${COMMON} Next End Assign Retry Catch Branches`),
    JSONPath: words('InputPath OutputPath Parameters ResultSelector ResultPath'),
    JSONata: words('Output Arguments'),
  },
  Map: {
    both: words(
      `${COMMON} Next End Assign Retry Catch ItemProcessor Iterator ItemSelector ItemReader ItemBatcher ResultWriter
       Label MaxConcurrency ToleratedFailureCount ToleratedFailurePercentage`.replaceAll(/\s+/g, ' '),
    ),
    JSONPath: words(
      `InputPath OutputPath Parameters ResultSelector ResultPath ItemsPath MaxConcurrencyPath
       ToleratedFailureCountPath ToleratedFailurePercentagePath`.replaceAll(/\s+/g, ' '),
    ),
    JSONata: words('Output Items'),
  },
};

const NOWHERE = ['next', 'Timeout', 'StartAt', 'Condition', 'constructor', '__proto__', 'toString', ''];
const FIELDS = [
  ...new Set([...Object.values(ALLOWED).flatMap((by) => Object.values(by).flat()), ...NOWHERE]),
];
const MATRIX = Object.keys(ALLOWED).flatMap((type) =>
  (['JSONPath', 'JSONata'] as const).flatMap((language) =>
    FIELDS.map((field) => [type, language, field] as const),
  ),
);

describe('fields of each state type', () => {
  it.each(MATRIX)('%s in %s with %j', (type, language, field) => {
    const allowed = ALLOWED[type];
    const other = language === 'JSONPath' ? 'JSONata' : 'JSONPath';
    const state = Object.fromEntries([
      ['Type', type],
      ...(field === 'Type' ? [] : [[field, null]]),
    ]) as Record<string, unknown>;
    if (field === '__proto__') {
      Object.defineProperty(state, field, { value: 1, enumerable: true, configurable: true, writable: true });
    }
    const said = messages(only(state, language));
    const unsupported = `Field '${field}' is not supported`;
    const wrongLanguage = `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`;
    const isAllowed = allowed?.both.includes(field) === true || allowed?.[language].includes(field) === true;
    expect([said.includes(unsupported), said.includes(wrongLanguage)]).toEqual([
      !isAllowed && allowed?.[other].includes(field) !== true,
      !isAllowed && allowed?.[other].includes(field) === true,
    ]);
  });
});

const S = '/States/S';

describe('states that are refused', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ['no Type', { Next: 'S' }, [S, 'MISSING_END_STATE']],
    ['a Type that is none', { Type: 'Passs' }, [`${S}/Type`]],
    ['a Type that is an inherited name', { Type: 'constructor' }, [`${S}/Type`]],
    ['a Type that is no text', { Type: 7 }, [`${S}/Type`]],
    ['a Comment that is no text', { Type: 'Pass', Comment: 1 }, [`${S}/Comment`]],
    ['neither Next nor End', { Type: 'Pass', End: false }, [S, 'MISSING_END_STATE']],
    ['both Next and End', { Type: 'Pass', Next: 'S', End: true }, [S]],
    ['an End that is text', { Type: 'Pass', End: 'true' }, [S, `${S}/End`, 'MISSING_END_STATE']],
    ['a Next that is no text', { Type: 'Wait', Seconds: 1, Next: 5 }, [`${S}/Next`, 'MISSING_END_STATE']],
    ['a Task without a Resource', { Type: 'Task' }, [S]],
    ['a Resource that is no ARN', task({ Resource: 'createPhoto' }), [`${S}/Resource`]],
    ['a Resource with too few parts', task({ Resource: 'arn:aws:lambda' }), [`${S}/Resource`]],
    ['a Resource that is no text', task({ Resource: { 'Fn::GetAtt': ['x', 'Arn'] } }), [`${S}/Resource`]],
    ['TimeoutSeconds 0', task({ TimeoutSeconds: 0 }), [`${S}/TimeoutSeconds`]],
    ['TimeoutSeconds 1.5', task({ TimeoutSeconds: 1.5 }), [`${S}/TimeoutSeconds`]],
    ['TimeoutSeconds as text', task({ TimeoutSeconds: '60' }), [`${S}/TimeoutSeconds`]],
    ['TimeoutSeconds too large', task({ TimeoutSeconds: 100_000_000 }), [`${S}/TimeoutSeconds`]],
    ['TimeoutSeconds as JSONata in JSONPath', task({ TimeoutSeconds: '{% 60 %}' }), [`${S}/TimeoutSeconds`]],
    ['HeartbeatSeconds 0', task({ HeartbeatSeconds: 0 }), [`${S}/HeartbeatSeconds`]],
    [
      'HeartbeatSeconds of TimeoutSeconds',
      task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 }),
      [`${S}/HeartbeatSeconds`],
    ],
    ['two timeouts', task({ TimeoutSeconds: 5, TimeoutSecondsPath: '$.t' }), [S]],
    ['two heartbeats', task({ HeartbeatSeconds: 5, HeartbeatSecondsPath: '$.t' }), [S]],
    [
      'TimeoutSecondsPath that names many',
      task({ TimeoutSecondsPath: '$.t[*]' }),
      [`${S}/TimeoutSecondsPath`],
    ],
    [
      'HeartbeatSecondsPath that is a number',
      task({ HeartbeatSecondsPath: 5 }),
      [`${S}/HeartbeatSecondsPath`],
    ],
    ['Credentials without a role', task({ Credentials: {} }), [`${S}/Credentials`]],
    ['Credentials as text', task({ Credentials: 'arn:aws:iam::1:role/x' }), [`${S}/Credentials`]],
    [
      'Credentials with a bad path',
      task({ Credentials: { 'RoleArn.$': 'role' } }),
      [`${S}/Credentials/RoleArn.$`],
    ],
    ['a Wait for nothing', { Type: 'Wait' }, [S]],
    ['a Wait for two things', { Type: 'Wait', Seconds: 1, SecondsPath: '$.s' }, [S]],
    [
      'a Wait for two other things',
      { Type: 'Wait', Timestamp: '2030-01-01T00:00:00Z', TimestampPath: '$.s' },
      [S],
    ],
    ['a Wait for a negative time', { Type: 'Wait', Seconds: -1 }, [`${S}/Seconds`]],
    ['a Wait for too long', { Type: 'Wait', Seconds: 100_000_000 }, [`${S}/Seconds`]],
    ['a Wait for a text', { Type: 'Wait', Seconds: '10' }, [`${S}/Seconds`]],
    ['a Wait until a date', { Type: 'Wait', Timestamp: '2030-01-01' }, [`${S}/Timestamp`]],
    [
      'a Wait until a time without zone',
      { Type: 'Wait', Timestamp: '2030-01-01T00:00:00' },
      [`${S}/Timestamp`],
    ],
    ['a Wait until a small t', { Type: 'Wait', Timestamp: '2030-01-01t00:00:00Z' }, [`${S}/Timestamp`]],
    ['a Wait until the 13th month', { Type: 'Wait', Timestamp: '2030-13-01T00:00:00Z' }, [`${S}/Timestamp`]],
    ['a Wait until a number', { Type: 'Wait', Timestamp: 1_893_456_000 }, [`${S}/Timestamp`]],
    ['a SecondsPath without $', { Type: 'Wait', SecondsPath: 'seconds' }, [`${S}/SecondsPath`]],
    ['a TimestampPath that filters', { Type: 'Wait', TimestampPath: '$.t[?(@.a)]' }, [`${S}/TimestampPath`]],
    ['an Error that is no text', { Type: 'Fail', Error: 5 }, [`${S}/Error`]],
    ['a Cause that is an object', { Type: 'Fail', Cause: {} }, [`${S}/Cause`]],
    ['Error and ErrorPath', { Type: 'Fail', Error: 'E', ErrorPath: '$.e' }, [S]],
    ['Cause and CausePath', { Type: 'Fail', Cause: 'C', CausePath: '$.c' }, [S]],
    ['an ErrorPath that is no path', { Type: 'Fail', ErrorPath: 'MyError' }, [`${S}/ErrorPath`]],
    [
      'a CausePath with an unknown intrinsic',
      { Type: 'Fail', CausePath: 'States.Nope($.a)' },
      [`${S}/CausePath`],
    ],
    ['a CausePath that gives no text', { Type: 'Fail', CausePath: 'States.Array(1)' }, [`${S}/CausePath`]],
    ['Fail that ends', { Type: 'Fail', End: true }, [S]],
    ['Succeed with Next', { Type: 'Succeed', Next: 'S' }, [S]],
    ['Parallel without Branches', { Type: 'Parallel' }, [S]],
    ['Parallel with no branch', { Type: 'Parallel', Branches: [] }, [`${S}/Branches`]],
    ['Parallel with one object', { Type: 'Parallel', Branches: branch() }, [`${S}/Branches`]],
    ['a branch that is text', { Type: 'Parallel', Branches: [branch(), 'x'] }, [`${S}/Branches/1`]],
    [
      'a branch without StartAt',
      { Type: 'Parallel', Branches: [{ States: { A: { Type: 'Succeed' } } }] },
      [`${S}/Branches/0`, `${S}/Branches/0/States/A MISSING_TRANSITION_TARGET`],
    ],
    ['a branch without States', { Type: 'Parallel', Branches: [{ StartAt: 'A' }] }, [`${S}/Branches/0`]],
    [
      'a branch with a query language',
      { Type: 'Parallel', Branches: [{ ...branch(), QueryLanguage: 'JSONata' }] },
      [`${S}/Branches/0`],
    ],
    [
      'a branch with a timeout',
      { Type: 'Parallel', Branches: [{ ...branch(), TimeoutSeconds: 5 }] },
      [`${S}/Branches/0`],
    ],
    [
      'a branch with a ProcessorConfig',
      { Type: 'Parallel', Branches: [{ ...branch(), ProcessorConfig: {} }] },
      [`${S}/Branches/0`],
    ],
    [
      'a nested state that is wrong',
      map({ ItemProcessor: branch('I', { Seconds: 1 }) }),
      [`${S}/ItemProcessor/States/I`],
    ],
  ])('%s', (_title, state, expected) => {
    const normal = expected.map((item) => (item === 'MISSING_END_STATE' ? ` ${item}` : item));
    expect(found(only(state)).sort()).toEqual(normal.sort());
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['TimeoutSeconds as other text', task({ TimeoutSeconds: '60' }), `${S}/TimeoutSeconds`],
    ['Seconds as other text', { Type: 'Wait', Seconds: '10' }, `${S}/Seconds`],
    ['Timestamp as other text', { Type: 'Wait', Timestamp: 'tomorrow' }, `${S}/Timestamp`],
    ['an Error that is a number', { Type: 'Fail', Error: 5 }, `${S}/Error`],
    [
      'an expression that does not parse',
      { Type: 'Wait', Seconds: '{% 1 + %}' },
      `${S}/Seconds INVALID_JSONATA_EXPRESSION`,
    ],
  ])('in JSONata: %s', (_title, state, pointer) => {
    expect(found(inJsonata(state))).toEqual([pointer]);
  });
});

describe('states that are taken', () => {
  it.each<[string, Record<string, unknown>]>([
    ['null paths', { Type: 'Pass', InputPath: null, OutputPath: null, ResultPath: null }],
    ['any Result', { Type: 'Pass', Result: [null, { 'a.$': 'not a path' }] }],
    ['a null Result', { Type: 'Pass', Result: null }],
    ['a path into the Context Object', { Type: 'Pass', InputPath: '$$.Execution.Id' }],
    ['a path to a variable', { Type: 'Pass', InputPath: '$answer.of[0]' }],
    ['a path with a filter', { Type: 'Pass', OutputPath: '$.users[?(@.status == 0)]' }],
    ['a Lambda function', task({ Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST' })],
    ['an activity', task({ Resource: 'arn:aws:states:us-east-1:123456789012:activity:a' })],
    ['another partition', task({ Resource: 'arn:aws-us-gov:states:::lambda:invoke' })],
    ['a heartbeat within the timeout', task({ TimeoutSeconds: 60, HeartbeatSeconds: 59 })],
    ['the longest timeout', task({ TimeoutSeconds: 99_999_999 })],
    ['timeouts by paths', task({ TimeoutSecondsPath: '$.t', HeartbeatSecondsPath: '$heartbeat' })],
    ['a role for the task', task({ Credentials: { 'RoleArn.$': '$.role' } })],
    ['a Wait of no time', { Type: 'Wait', Seconds: 0 }],
    [
      'a timestamp with fractions and a zone',
      { Type: 'Wait', Timestamp: '2030-01-31T09:00:00.123456+05:30' },
    ],
    ['a SecondsPath', { Type: 'Wait', SecondsPath: '$.a[0].b' }],
    ['a Fail that tells nothing', { Type: 'Fail' }],
    ['a Fail by paths', { Type: 'Fail', ErrorPath: '$.Error', CausePath: '$$.State.Name' }],
    ['a Fail by an intrinsic', { Type: 'Fail', CausePath: "States.Format('{} by {}', $.a, $.b)" }],
    ['an End of false beside Next', { Type: 'Parallel', Branches: [branch()], End: true, Comment: '' }],
    ['the old name of ItemProcessor', { Type: 'Map', Iterator: branch() }],
  ])('%s', (_title, state) => {
    expect(found(only(state))).toEqual([]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['seconds by an expression', { Type: 'Wait', Seconds: '{% $states.input.seconds %}' }],
    ['a timestamp by an expression', { Type: 'Wait', Timestamp: '{% $now() %}' }],
    ['timeouts by expressions', task({ TimeoutSeconds: '{% 120 %}', HeartbeatSeconds: '{% 20 %}' })],
    [
      'Error and Cause by expressions',
      { Type: 'Fail', Error: '{% $e %}', Cause: '{% $states.input.cause %}' },
    ],
    ['any Output', { Type: 'Pass', Output: [1, null, '{% $x %}', 'plain', { 'a.$': '$' }] }],
    [
      'Arguments by one expression',
      task({ Arguments: '{% $states.input %}', Output: '{% $states.result %}' }),
    ],
    ['a role by an expression', task({ Credentials: { RoleArn: '{% $role %}' } })],
  ])('in JSONata: %s', (_title, state) => {
    expect(found(inJsonata(state))).toEqual([]);
  });

  it('takes End of false where Next tells the way', () => {
    const states = { A: { Type: 'Pass', End: false, Next: 'B' }, B: { Type: 'Succeed' } };
    expect(found({ StartAt: 'A', States: states })).toEqual([]);
  });

  it('words a problem as AWS does', () => {
    expect(messages(only({ Type: 'Map', ItemProcessor: branch(), TimeoutSeconds: 5 }))).toEqual([
      "Field 'TimeoutSeconds' is not supported",
    ]);
    expect(messages(only(task({ Resource: 'x' })))).toEqual(['Value is not a valid resource ARN']);
    expect(messages(only({ Type: 'Task' }))).toEqual(['These fields are required: [Resource]']);
    expect(messages(only({ Type: 'Pass', OutputPath: 'Test' }))).toEqual(['Value must be a valid JSONPath.']);
  });
});
