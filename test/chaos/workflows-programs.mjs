const LAMBDA = 'arn:aws:lambda:eu-west-1:000000000000:function:work';
const SQS = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
const NESTED = 'arn:aws:states:::states:startExecution.sync:2';

/** What a task does is told by its input: how often it fails before it succeeds, how long it takes, what it answers. */
const work = (fields, rest = { End: true }) => ({
  Type: 'Task',
  Resource: LAMBDA,
  Parameters: { 'n.$': '$.n', fail: 0, ms: 100, ...fields },
  ...rest,
});
const RETRY = [{ ErrorEquals: ['Flaky'], IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 1 }];
const ask = (fields, rest) => ({
  Type: 'Task',
  Resource: SQS,
  TimeoutSeconds: 600,
  HeartbeatSeconds: 300,
  Parameters: {
    QueueUrl: 'questions',
    MessageBody: { task: 'ask', input: { 'n.$': '$.n', ...fields }, 'taskToken.$': '$$.Task.Token' },
  },
  ...rest,
});
const CAUGHT = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.caught', Next: 'Mend' }];

export const child = {
  StartAt: 'First',
  States: {
    First: work({ ms: 200 }, { ResultPath: '$.first', Next: 'Pause' }),
    Pause: { Type: 'Wait', Seconds: 1, Next: 'Second' },
    Second: work({ fail: 1 }, { Retry: RETRY, ResultPath: '$.second', End: true }),
  },
};

/** Each execution has one of each of what the engine promises to get over: about twenty tasks. */
export const program = {
  StartAt: 'Branches',
  States: {
    Branches: {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Quick',
          States: {
            Quick: work({ ms: 20 }, { ResultPath: '$.quick', Next: 'Slow' }),
            Slow: work({ ms: 1500 }, { TimeoutSeconds: 600, HeartbeatSeconds: 300, End: true }),
          },
        },
        {
          StartAt: 'Later',
          States: {
            Later: { Type: 'Wait', Seconds: 2, Next: 'Flaky' },
            Flaky: work({ fail: 2 }, { Retry: RETRY, End: true }),
          },
        },
        {
          StartAt: 'Ask',
          States: { Ask: ask({ answer: 'yes' }, { End: true }) },
        },
      ],
      ResultPath: '$.branches',
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemSelector: { 'n.$': '$$.Map.Item.Value' },
      MaxConcurrency: 2,
      ItemProcessor: {
        StartAt: 'One',
        States: {
          One: work({ ms: 150 }, { ResultPath: '$.one', Next: 'Odd' }),
          Odd: {
            Type: 'Choice',
            Choices: [{ Variable: '$.n', NumericEquals: 2, Next: 'Rest' }],
            Default: 'Two',
          },
          Rest: { Type: 'Wait', Seconds: 1, Next: 'Two' },
          Two: work({ fail: 1, ms: 50 }, { Retry: RETRY, End: true }),
        },
      },
      ResultPath: '$.each',
      Next: 'Refused',
    },
    Refused: ask({ refuse: true }, { Catch: CAUGHT, Next: 'Mend' }),
    Mend: work({}, { ResultPath: '$.mended', Next: 'Hopeless' }),
    Hopeless: work(
      { fail: 9 },
      {
        Retry: RETRY,
        Catch: [{ ErrorEquals: ['Flaky'], ResultPath: '$.given', Next: 'Nested' }],
        Next: 'Nested',
      },
    ),
    Nested: {
      Type: 'Task',
      Resource: NESTED,
      Parameters: { StateMachineArn: 'Child', Input: { 'n.$': '$.n' } },
      ResultSelector: { 'output.$': '$.Output', 'status.$': '$.Status' },
      ResultPath: '$.nested',
      Next: 'Last',
    },
    Last: work({ ms: 300 }, { ResultPath: '$.last', End: true }),
  },
};

export const inputOf = (n) => ({ n, items: [1, 2, 3, 4, 5] });
export const outputOf = ({ n }) => ({ twice: n * 2 });
export const answerOf = ({ n, answer, refuse }) =>
  refuse
    ? { type: 'failed', error: 'Refused', cause: `not ${n}` }
    : { type: 'succeeded', output: { answer, n } };
export const FLAKY = 'Flaky';
export const flakyCause = ({ n }) => `not yet ${n}`;
