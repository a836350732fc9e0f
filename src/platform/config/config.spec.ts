import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from './config.js';
import { envExample } from './env-example.js';

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('the configuration', () => {
  it('starts from nothing, on loopback and port 8084', () => {
    const config = readConfig({});
    expect(config.get('HOST')).toBe('127.0.0.1');
    expect(config.get('PORT')).toBe(8084);
    expect(config.get('DATABASE_URL')).toBeUndefined();
  });

  it('lists everything that is wrong at once, each with its meaning', () => {
    const problems = problemsOf({
      PORT: 'eighty',
      AWS_ACCOUNT_ID: '12',
      ROLE: 'both',
      SCHEDULE_ALERTS_TOPIC: 'x',
    });
    expect(problems).toHaveLength(4);
    expect(problems.join('\n')).toMatch(/PORT \(Port to listen on.*must be a whole number; it is "eighty"/);
    expect(problems.join('\n')).toMatch(/AWS_ACCOUNT_ID \(Home account.*12 digits/);
  });

  it('wants the queue and the role of EventBridge Scheduler where that is the engine', () => {
    const engine = { SCHEDULER_ENGINE: 'eventbridge' };
    const queue = { SCHEDULER_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/fires' };
    const role = { SCHEDULER_ROLE_ARN: 'arn:aws:iam::123456789012:role/Fires' };
    expect(problemsOf({ ...engine, ...queue, ...role })).toEqual([]);
    expect(problemsOf({ SCHEDULER_ENGINE: 'bullmq' })).toEqual([]);
    expect(problemsOf({ ...engine, PORT: 'eighty' })).toEqual([
      expect.stringMatching(/^PORT /),
      expect.stringMatching(
        /^SCHEDULER_QUEUE_URL \(SQS queue.*must be set when SCHEDULER_ENGINE is eventbridge/,
      ),
      expect.stringMatching(/^SCHEDULER_ROLE_ARN \(Role that/),
    ]);
  });

  it('wants both queues where Step Functions is the engine of workflows', () => {
    expect(problemsOf({ WORKFLOW_ENGINE: 'aws' })).toEqual([
      expect.stringMatching(/^TASK_QUEUE_URL .*must be set when WORKFLOW_ENGINE is aws/),
      expect.stringMatching(/^STATUS_QUEUE_URL /),
    ]);
  });

  it('never prints a secret', () => {
    const problems = problemsOf({ SHEPHERD_API_KEY: 'hunter2', DATABASE_URL: 'mysql://root:hunter2@db' });
    expect(problems).toHaveLength(2);
    expect(problems.join('\n')).not.toContain('hunter2');
  });

  describe('with keys that were replaced', () => {
    const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
    const platform = (letter: string) => letter.repeat(40);
    const arn = 'arn:aws:kms:eu-west-1:123456789012:key/one';

    it('wants the one that replaces each, and says why', () => {
      const problems = problemsOf({
        SECRETS_KEY_PREVIOUS: key(251),
        SHEPHERD_API_KEY_PREVIOUS: platform('p'),
      });
      expect(problems).toEqual([
        expect.stringMatching(
          /^SECRETS_KEY_PREVIOUS .*set the new one as SECRETS_KEY or SECRETS_KMS_KEY_ARN/,
        ),
        expect.stringMatching(
          /^SHEPHERD_API_KEY_PREVIOUS .*set the new one as SHEPHERD_API_KEY, or take it away/,
        ),
      ]);
      expect(problems.join('\n')).not.toMatch(/ppppp|[+/]{4}/);
    });

    it.each([
      ['the same key of secrets', { SECRETS_KEY: key(251), SECRETS_KEY_PREVIOUS: `${key(2)}, ${key(251)}` }],
      [
        'the same in other letters',
        { SECRETS_KEY: key(251), SECRETS_KEY_PREVIOUS: key(251).replace(/\+/g, '-').replace(/=+$/, '') },
      ],
      ['the same key of KMS', { SECRETS_KMS_KEY_ARN: arn, SECRETS_KEY_PREVIOUS: `${key(2)},${arn}` }],
      [
        'the same platform key',
        { SHEPHERD_API_KEY: platform('p'), SHEPHERD_API_KEY_PREVIOUS: platform('p') },
      ],
    ])('refuses %s as the old and the new one', (_, env) => {
      expect(problemsOf(env)).toEqual([expect.stringMatching(/_PREVIOUS .*holds the same key as/)]);
    });

    it('takes another one beside it, of KMS too', () => {
      expect(problemsOf({ SECRETS_KEY: key(1), SECRETS_KEY_PREVIOUS: `${key(2)},${arn}` })).toEqual([]);
      expect(problemsOf({ SECRETS_KMS_KEY_ARN: arn, SECRETS_KEY_PREVIOUS: key(2) })).toEqual([]);
      expect(
        problemsOf({ SHEPHERD_API_KEY: platform('p'), SHEPHERD_API_KEY_PREVIOUS: platform('q') }),
      ).toEqual([]);
    });
  });

  it('takes an empty variable as not set', () => {
    expect(readConfig({ REDIS_URL: '', PORT: '' }).get('PORT')).toBe(8084);
  });

  it('reads LOG_LEVEL in any case, and DEBUG=true as DEBUG', () => {
    expect(readConfig({ LOG_LEVEL: 'warn' }).logLevel).toBe('WARN');
    expect(readConfig({ DEBUG: 'true' }).logLevel).toBe('DEBUG');
  });
});

describe('.env.example', () => {
  it('is what the schema says', () => {
    expect(readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8')).toBe(envExample());
  });
});
