import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Json } from '../../src/asl/index.js';
import { TaskCalls } from '../../src/modules/workflows/task-calls.js';
import type { TaskOutcome } from '../../src/modules/workflows/task-outcome.js';
import { startTestApp, type TestApp } from '../support/app.js';

const HOME = '123456789012'; // the account of the credentials
const OTHER = '211122223333';
const ROLE = `arn:aws:iam::${OTHER}:role/Inventory`;
const xml = (action: string, result: string) =>
  `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;
const IDENTITY = xml(
  'GetCallerIdentity',
  `<Account>${HOME}</Account><Arn>arn:aws:iam::${HOME}:user/test</Arn>`,
);
const ASSUMED = xml(
  'AssumeRole',
  `<Credentials><AccessKeyId>ASIAOFTHEOTHER</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
   <SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`,
);

interface Call {
  path: string;
  target: string;
  authorization: string;
  body: string;
}

describe('a task that AWS does', () => {
  let app: TestApp;
  let aws: Server;
  const variables = { ...process.env };
  const calls: Call[] = [];
  let answer: { status: number; body: string; headers?: Record<string, string> };

  beforeAll(async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAOFTHESERVICE', AWS_SECRET_ACCESS_KEY: 'test' });
    // stands for AWS: what goes over the wire is looked at, and answered in the shape of the API references
    aws = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        if (body.includes('Action=GetCallerIdentity')) return response.end(IDENTITY);
        if (body.includes('Action=AssumeRole')) return response.end(ASSUMED);
        calls.push({
          path: request.url ?? '',
          target: String(request.headers['x-amz-target']),
          authorization: String(request.headers['authorization']),
          body,
        });
        return response.writeHead(answer.status, answer.headers).end(answer.body);
      });
    });
    await new Promise<void>((ready) => aws.listen(0, '127.0.0.1', ready));
    const { port } = aws.address() as AddressInfo;
    const env = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_MAX_ATTEMPTS: '1',
      AWS_REGION: 'eu-west-1',
    };
    app = await startTestApp({ ...env, ROLE: 'api' });
    for (const tenant of ['acme', 'globex', 'initech']) await app.tenant(tenant);
    const register = (body: object) => app.request('POST', '/accounts', { body });
    await register({ tenantId: 'acme', accountId: HOME });
    await register({
      tenantId: 'acme',
      accountId: OTHER,
      roleArn: ROLE,
      externalId: 'choose-a-long-random-word',
    });
  });
  afterAll(async () => {
    await app.close();
    aws.close();
    process.env = variables;
  });
  beforeEach(async () => {
    calls.length = 0;
    answer = { status: 200, body: '{"answer":42}' };
    await verify(OTHER, 'verified');
  });

  const verify = (accountId: string, status: string) =>
    app.database.query(
      `UPDATE aws_accounts SET verified_at = now(),
              verification = jsonb_build_object('status', $2::text, 'accountId', account_id, 'arn', 'arn', 'checks', '[]'::jsonb)
        WHERE account_id = $1`,
      [accountId, status],
    );
  const run = (resource: string, input: Json, tenantId = 'acme'): Promise<TaskOutcome> =>
    app.app.get(TaskCalls, { strict: false }).run(
      {
        ...{ executionId: 'exe_1', taskId: 't1', tenantId, resource, input },
        ...{ idempotencyKey: 'exe_1/2', correlationId: 'req_1' },
      },
      { signal: new AbortController().signal, heartbeat: () => Promise.resolve() },
    );
  const lambda = (account: string, name = 'report') => `arn:aws:lambda:us-east-2:${account}:function:${name}`;
  const publish = 'arn:aws:states:::sns:publish';
  const putEvents = 'arn:aws:states:::events:putEvents';
  const entry = { Source: 'mine', DetailType: 'happened', Detail: { a: 1 } };

  it('calls a function in the region of its ARN, with the role of its account, and gives what that gives', async () => {
    expect(await run(lambda(OTHER), { a: 1 })).toEqual({ type: 'succeeded', output: { answer: 42 } });
    expect(calls).toMatchObject([
      { path: `/2015-03-31/functions/${encodeURIComponent(lambda(OTHER))}/invocations`, body: '{"a":1}' },
    ]);
    expect(calls[0]?.authorization).toContain('ASIAOFTHEOTHER');
    expect(calls[0]?.authorization).toContain('/us-east-2/lambda/');
  });

  it('wraps what lambda:invoke gives, as Step Functions does', async () => {
    const outcome = await run('arn:aws:states:::lambda:invoke', {
      FunctionName: lambda(OTHER),
      Payload: { a: 1 },
    });
    expect(outcome).toMatchObject({
      type: 'succeeded',
      output: { StatusCode: 200, Payload: { answer: 42 } },
    });
  });

  it('calls a bare name in the account of the service, for the tenant that the platform key gave it to', async () => {
    expect(await run('arn:aws:states:::lambda:invoke', { FunctionName: 'report' })).toMatchObject({
      type: 'succeeded',
    });
    expect(calls[0]?.authorization).toContain('AKIAOFTHESERVICE');
    expect(await run('arn:aws:states:::lambda:invoke', { FunctionName: 'report' }, 'globex')).toMatchObject({
      ...{ type: 'failed', error: 'States.Permissions' },
    });
    expect(calls).toHaveLength(1);
  });

  it.each([
    ['its type', '{"errorMessage":"no paper","errorType":"PaperError","trace":[]}', 'PaperError'],
    ['no type', '{"errorMessage":"no paper"}', 'Lambda.Unknown'],
    ['no JSON', 'killed', 'Lambda.Unknown'],
  ])('fails by the error of the function, with %s', async (_, body, error) => {
    answer = { status: 200, body, headers: { 'x-amz-function-error': 'Unhandled' } };
    expect(await run(lambda(OTHER), {})).toEqual({ type: 'failed', error, cause: body });
  });

  it('fails by the error of the service, under its name', async () => {
    const message = `Function not found: ${lambda(OTHER)}`;
    answer = {
      ...{ status: 404, body: JSON.stringify({ Message: message, Type: 'User' }) },
      headers: { 'x-amzn-errortype': 'ResourceNotFoundException', 'content-type': 'application/json' },
    };
    const outcome = await run(lambda(OTHER), {});
    expect(outcome).toMatchObject({ type: 'failed', error: 'Lambda.ResourceNotFoundException' });
    expect(JSON.stringify(outcome)).toContain('Function not found');
  });

  it('publishes to a topic, and writes JSON as text', async () => {
    answer = { status: 200, body: xml('Publish', '<MessageId>message-1</MessageId>') };
    const input = { TopicArn: `arn:aws:sns:eu-west-1:${OTHER}:news`, Message: { a: 1 }, Subject: 'News' };
    expect(await run(publish, input)).toEqual({ type: 'succeeded', output: { MessageId: 'message-1' } });
    const sent = new URLSearchParams(calls[0]?.body);
    expect([sent.get('Message'), sent.get('Subject')]).toEqual(['{"a":1}', 'News']);
    expect(calls[0]?.authorization).toContain('ASIAOFTHEOTHER');
  });

  it('puts events on a bus', async () => {
    answer = { status: 200, body: '{"Entries":[{"EventId":"e-1"}],"FailedEntryCount":0}' };
    const Entries = [{ ...entry, EventBusName: `arn:aws:events:us-east-2:${OTHER}:event-bus/own` }];
    expect(await run(putEvents, { Entries })).toEqual({
      type: 'succeeded',
      output: { Entries: [{ EventId: 'e-1' }], FailedEntryCount: 0 },
    });
    expect(calls[0]?.target).toBe('AWSEvents.PutEvents');
    expect(calls[0]?.authorization).toContain('/us-east-2/events/');
    expect(JSON.parse(calls[0]?.body ?? '')).toMatchObject({ Entries: [{ Detail: '{"a":1}' }] });
  });

  it('fails where an event was not taken', async () => {
    const body =
      '{"Entries":[{"ErrorCode":"ThrottlingException","ErrorMessage":"slow down"}],"FailedEntryCount":1}';
    answer = { status: 200, body };
    expect(await run(putEvents, { Entries: [entry] })).toEqual({
      ...{ type: 'failed', error: 'EventBridge.FailedEntry' },
      cause: body,
    });
  });

  describe('is refused, and nothing is called,', () => {
    const refusal = async (resource: string, input: Json, tenantId = 'acme') => {
      const outcome = await run(resource, input, tenantId);
      expect(calls).toEqual([]);
      expect(outcome).toMatchObject({ type: 'failed', error: 'States.Permissions' });
      return outcome.type === 'failed' ? outcome.cause : '';
    };

    it('in an account that is not registered for the tenant, whoever else has it', async () => {
      expect(await refusal(lambda('999999999999'), {})).toContain('not registered');
      expect(await refusal(lambda(OTHER), {}, 'globex')).toContain('not registered');
      const TopicArn = `arn:aws:sns:eu-west-1:${HOME}:news`;
      expect(await refusal(publish, { TopicArn, Message: 'x' }, 'globex')).toContain('not registered');
      expect(await refusal(putEvents, { Entries: [entry] }, 'globex')).toContain('not registered');
    });

    it('in an account that nobody has got into', async () => {
      await verify(OTHER, 'failed');
      expect(await refusal(lambda(OTHER), {})).toContain('not verified');
    });

    it('in the account of the service, for a tenant that registered a role of it', async () => {
      await app.database.query(
        `UPDATE aws_accounts SET tenant_id = 'initech', ambient = false, role_arn = $1 WHERE account_id = $2`,
        [`arn:aws:iam::${HOME}:role/Deployer`, HOME],
      );
      await verify(HOME, 'verified');
      try {
        expect(await refusal(lambda(HOME), {}, 'initech')).toContain('account of this service');
      } finally {
        await app.database.query(
          `UPDATE aws_accounts SET tenant_id = 'acme', ambient = true, role_arn = NULL, verification = NULL
            WHERE account_id = $1`,
          [HOME],
        );
      }
    });

    it.each([
      ['a phone number', { PhoneNumber: '+100', Message: 'x' }],
      ['a target that is no topic', { TargetArn: 'arn:aws:sns:eu-west-1:1:endpoint/x', Message: 'x' }],
      ['no topic', { TopicArn: 'news', Message: 'x' }],
    ])('where a message goes to %s', async (_, input) => {
      expect(await run(publish, input)).toMatchObject({ type: 'failed', error: 'States.Runtime' });
      expect(calls).toEqual([]);
    });

    it('where events go to buses of two accounts', async () => {
      const Entries = [entry, { ...entry, EventBusName: `arn:aws:events:eu-west-1:${OTHER}:event-bus/own` }];
      expect(await run(putEvents, { Entries })).toMatchObject({ type: 'failed', error: 'States.Runtime' });
      expect(calls).toEqual([]);
    });
  });

  it('says so where AWS is not configured, or cannot be asked', async () => {
    const own = await startTestApp({ AWS_ENDPOINT_URL: 'http://127.0.0.1:9', ROLE: 'api' }, [], app.database);
    try {
      const outcome = await own.app.get(TaskCalls, { strict: false }).run(
        {
          ...{ executionId: 'exe_1', taskId: 't1', tenantId: 'acme', resource: lambda(OTHER), input: {} },
          ...{ idempotencyKey: 'exe_1/2', correlationId: 'req_1' },
        },
        { signal: new AbortController().signal, heartbeat: () => Promise.resolve() },
      );
      expect(outcome).toMatchObject({ type: 'failed', error: 'States.TaskFailed' });
      expect(JSON.stringify(outcome)).toContain('AWS cannot be asked: sts:GetCallerIdentity: ECONNREFUSED');
    } finally {
      await own.close();
    }
  });
});
