import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { Task, type TaskContext } from '../../src/platform/tasks/index.js';
import { someSchedule, startScheduleApp, TENANT, type Json, type ScheduleApp } from '../support/schedules.js';

const HOME = '123456789012'; // the account of the credentials, for the emulator
const variables = { ...process.env };
beforeAll(() => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
});
afterAll(() => {
  process.env = variables;
});

const done: { input: Json; context: TaskContext }[] = [];
let taskFails = 0;

@Injectable()
class Tasks {
  @Task('test-report', z.looseObject({ tenantId: z.string() }))
  async report(input: Json, context: TaskContext): Promise<void> {
    done.push({ input, context });
    if (taskFails-- > 0) throw new Error('no paper');
  }
}

@Module({ providers: [Tasks] })
class TasksOfTest {}

const OTHER = '211122223333';
const account = (accountId: string) => ({ accountId, roleArn: `arn:aws:iam::${accountId}:role/Inventory` });
/** The platform key gives the account of the credentials to the tenant. */
const giveHome = async (test: ScheduleApp) =>
  expect(
    (await test.app.request('POST', '/accounts', { body: { tenantId: TENANT, accountId: HOME } })).status,
  ).toBe(201);
/** As POST /accounts/{id}/verify leaves it when it got in. */
const verified = (test: ScheduleApp, accountId: string, status = 'verified') =>
  test.app.database.query(
    `UPDATE aws_accounts SET verified_at = now(),
            verification = jsonb_build_object('status', $2::text, 'accountId', account_id, 'arn', 'arn', 'checks', '[]'::jsonb)
      WHERE account_id = $1`,
    [accountId, status],
  );
const IDENTITY = `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${HOME}</Account>
  <Arn>arn:aws:iam::${HOME}:user/test</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const parameters = { at: '<aws.scheduler.scheduled-time>' };

async function runOnce(test: ScheduleApp, target: Json, ends = 'succeeded') {
  const { scheduleId } = await test.create({ target, parameters, enabled: false, scheduleType: 'report' });
  const asked = await test.ask('POST', `/schedules/${scheduleId}/run-now`, {});
  if (asked.status !== 202) throw new Error(JSON.stringify(asked.body));
  const [run] = await test.runsThat(scheduleId, ends);
  if (run === undefined) throw new Error('no run');
  return { scheduleId, run };
}

const inputOf = (scheduleId: string, plannedAt: string): Json => {
  const at = plannedAt.replace(/\.\d{3}Z$/, 'Z');
  return {
    ...{ tenantId: TENANT, workflowType: 'report', parameters: { at } },
    metadata: {
      ...{ scheduledExecution: true, eventTriggered: false, scheduleId, triggeredAt: at },
      correlationId: expect.any(String) as unknown,
    },
  };
};

describe('a lambda target', () => {
  let test: ScheduleApp;
  let lambda: Server;
  const calls: { path: string; headers: Record<string, unknown>; body: string }[] = [];
  let answer = { status: 202, body: '' };
  beforeAll(async () => {
    // stands for Lambda's API: what goes over the wire is looked at, no function runs
    lambda = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        if (body.includes('Action=GetCallerIdentity')) return response.end(IDENTITY);
        calls.push({ path: request.url ?? '', headers: request.headers, body });
        return response.writeHead(answer.status, { 'x-amzn-requestid': 'request-1' }).end(answer.body);
      });
    });
    await new Promise<void>((ready) => lambda.listen(0, '127.0.0.1', ready));
    const { port } = lambda.address() as AddressInfo;
    test = await startScheduleApp({
      env: { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_MAX_ATTEMPTS: '1' },
      modules: [TasksOfTest],
    });
    await giveHome(test);
  });
  afterAll(async () => {
    await test.app.close();
    lambda.close();
  });
  beforeEach(() => {
    done.length = calls.length = taskFails = 0;
    answer = { status: 202, body: '' };
  });

  it.each(['test-report', 'test-report:live', `arn:aws:lambda:eu-west-1:999999999999:function:test-report`])(
    'runs the handler of its name here: %s',
    async (functionName) => {
      const { scheduleId, run } = await runOnce(test, { type: 'lambda', functionName });
      expect(done.map(({ input }) => input)).toEqual([inputOf(scheduleId, run.plannedAt)]);
      expect(done[0]?.context).toMatchObject({ tenantId: TENANT, idempotencyKey: run.runId });
      expect(run).toMatchObject({ executionType: 'task', executionId: run.runId });
      expect(calls).toEqual([]);
    },
  );

  it('tries a handler again that fails, with the same idempotency key', async () => {
    taskFails = 1;
    const { run } = await runOnce(test, { type: 'lambda', functionName: 'test-report' });
    expect(done.map(({ context }) => context.idempotencyKey)).toEqual([run.runId, run.runId]);
    expect(run.attempt).toBe(2);
  });

  it('that has no handler is invoked asynchronously with the standard input', async () => {
    const functionName = `arn:aws:lambda:eu-west-1:${HOME}:function:report:live`;
    const { scheduleId, run } = await runOnce(test, { type: 'lambda', functionName });
    expect(calls).toHaveLength(1);
    expect(decodeURIComponent(calls[0]?.path ?? '')).toBe(
      `/2015-03-31/functions/${functionName}/invocations`,
    );
    expect(calls[0]?.headers['x-amz-invocation-type']).toBe('Event');
    expect(String(calls[0]?.headers['authorization'])).toContain('/eu-west-1/lambda/aws4_request');
    expect(JSON.parse(calls[0]?.body ?? '')).toEqual(inputOf(scheduleId, run.plannedAt));
    expect(run).toMatchObject({ executionType: 'invocation', executionId: 'request-1' });
  });

  it('that is not there fails at once with what AWS says', async () => {
    answer = {
      status: 404,
      body: '{"Type":"User","Message":"Function not found","__type":"ResourceNotFoundException"}',
    };
    const functionName = `arn:aws:lambda:eu-west-1:${HOME}:function:gone`;
    const { run } = await runOnce(test, { type: 'lambda', functionName }, 'failed');
    expect(run).toMatchObject({ attempt: 1 });
    expect(run.error).toMatch(/^lambda:InvokeFunction: .*Function not found/);
    expect(calls).toHaveLength(1);
  });

  it('is not called any more when its account has left the tenant', async () => {
    const functionName = `arn:aws:lambda:eu-west-1:${HOME}:function:report`;
    const { scheduleId } = await test.create({ target: { type: 'lambda', functionName }, enabled: false });
    const { admin } = test.keys;
    expect((await test.ask('DELETE', `/accounts/${HOME}`, undefined, admin)).status).toBe(204);
    await test.ask('POST', `/schedules/${scheduleId}/run-now`, {});
    const [run] = await test.runsThat(scheduleId, 'failed');
    expect(run?.error).toContain(`the account ${HOME}, which is not registered`);
    expect(calls).toEqual([]);
    await giveHome(test);
  });

  const functionIn = (accountId: string) => `arn:aws:lambda:eu-west-1:${accountId}:function:report`;
  const save = (functionName: string) =>
    test.ask('POST', '/schedules', {
      ...someSchedule,
      ...{ target: { type: 'lambda', functionName }, enabled: false },
    });

  it("in the service's own account is only for the tenant to which the platform key gave that account", async () => {
    expect((await save('report')).status).toBe(201);
    const { scheduleId } = (await save(functionIn(HOME))).body;
    const { admin } = test.keys;
    await test.ask('DELETE', `/accounts/${HOME}`, undefined, admin);
    expect((await test.ask('POST', '/accounts', account(HOME), admin)).status).toBe(201);
    for (const status of [undefined, 'verified']) {
      if (status !== undefined) await verified(test, HOME);
      for (const name of ['report', functionIn(HOME)]) {
        const { status: code, body } = await save(name);
        expect([code, body['details']]).toEqual([
          400,
          [expect.objectContaining({ path: 'target.functionName' })],
        ]);
      }
    }
    await test.ask('POST', `/schedules/${String(scheduleId)}/run-now`, {});
    const [run] = await test.runsThat(String(scheduleId), 'failed');
    expect(run?.error).toContain('only the platform key can register');
    expect(calls).toEqual([]);
    await test.ask('DELETE', `/accounts/${HOME}`, undefined, admin);
    await giveHome(test);
  });

  it('in another account needs that the service has got into it', async () => {
    const { admin } = test.keys;
    expect((await test.ask('POST', '/accounts', account(OTHER), admin)).status).toBe(201);
    expect((await save(functionIn(OTHER))).status).toBe(400);
    await verified(test, OTHER, 'failed');
    expect((await save(functionIn(OTHER))).status).toBe(400);
    await verified(test, OTHER, 'partly');
    expect((await save(functionIn(OTHER))).status).toBe(201);
    await runOnce(test, { type: 'lambda', functionName: functionIn(OTHER) });
    expect(calls).toHaveLength(1);
    expect((await save('report')).status).toBe(201);
  });

  it('of a bare name is not of an account that the platform key has registered and that is not its own', async () => {
    await test.ask('DELETE', `/accounts/${HOME}`, undefined, test.keys.admin);
    const foreign = { tenantId: TENANT, accountId: '399988887777' };
    expect((await test.app.request('POST', '/accounts', { body: foreign })).status).toBe(201);
    expect((await save('report')).status).toBe(400);
    expect((await save(functionIn(foreign.accountId))).status).toBe(400);
    await giveHome(test);
  });
});

const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

describeIf('an sns target (needs MOTO_URL)', () => {
  const client = { region: 'eu-west-1', endpoint: MOTO_URL ?? '' };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const sns = new SNS({ ...client, credentials });
  const sqs = new SQS({ ...client, credentials });
  let test: ScheduleApp;
  beforeAll(async () => {
    test = await startScheduleApp();
    await giveHome(test);
  });
  afterAll(async () => {
    await test.app.close();
    sns.destroy();
    sqs.destroy();
  });

  it('gets the standard input as a message, with the id of the run', async () => {
    const name = `schedules-${Date.now()}`;
    const { TopicArn: topicArn = '' } = await sns.createTopic({ Name: name });
    const { QueueUrl } = await sqs.createQueue({ QueueName: name });
    await sns.subscribe({
      ...{ TopicArn: topicArn, Protocol: 'sqs', Endpoint: `arn:aws:sqs:eu-west-1:${HOME}:${name}` },
    });
    const { scheduleId, run } = await runOnce(test, { type: 'sns', topicArn });
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 2 });
    expect(Messages).toHaveLength(1);
    const message = JSON.parse(Messages[0]?.Body ?? '') as { Message: string; MessageId: string } & Json;
    expect(JSON.parse(message.Message)).toEqual(inputOf(scheduleId, run.plannedAt));
    expect(message['MessageAttributes']).toEqual({ runId: { Type: 'String', Value: run.runId } });
    expect(run).toMatchObject({ executionType: 'message', executionId: message.MessageId });
  });

  it('that is not there fails at once with what AWS says', async () => {
    const topicArn = `arn:aws:sns:eu-west-1:${HOME}:gone`;
    const { run } = await runOnce(test, { type: 'sns', topicArn }, 'failed');
    expect(run.attempt).toBe(1);
    expect(run.error).toMatch(/^sns:Publish: NotFound/);
  });
});
