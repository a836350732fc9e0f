import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { eventMatched } from '../../src/modules/events/facts.js';
import { EventRuleRuns } from '../../src/modules/events/rule-runs.service.js';
import { Subscribes, type Fact } from '../../src/platform/outbox/index.js';
import { Task, type TaskContext } from '../../src/platform/tasks/index.js';
import { eventually } from '../support/app.js';
import { ACCOUNT, BUCKET, HOME, startRuleApp, type RuleApp, type SomeEvent } from '../support/event-rules.js';

type Json = Record<string, unknown>;

const MOTO_URL = process.env['MOTO_URL'];

const called: { input: unknown; context: TaskContext }[] = [];
let failures = 0;
const told: Fact<z.output<(typeof eventMatched)['schema']>>[] = [];

@Injectable()
class OfTest {
  @Task('test-report', z.looseObject({ source: z.string() }))
  async report(input: unknown, context: TaskContext): Promise<void> {
    called.push({ input, context });
    if (failures-- > 0) throw new Error('no paper');
  }

  @Subscribes(eventMatched, 'test')
  async tell(fact: (typeof told)[number]): Promise<void> {
    told.push(fact);
  }
}
@Module({ providers: [OfTest] })
class ModuleOfTest {}

let on: RuleApp;
const variables = { ...process.env };
beforeAll(async () => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  on = await startRuleApp([ModuleOfTest]);
}, 60_000);
afterAll(async () => {
  process.env = variables;
  await on?.close();
});
beforeEach(() => {
  called.length = 0;
  told.length = 0;
  failures = 0;
});

describe('a rule whose action is', () => {
  it('a workflow starts it in the name of who saved it, with what the event gives', async () => {
    const action = { type: 'workflow', workflowType: 'mend', inputPaths: { names: '$.detail.names[]' } };
    const ruleId = await on.rule(action);
    const run = await on.ran(ruleId, await on.event());
    expect(run).toMatchObject({ status: 'succeeded', result: { type: 'execution', id: expect.any(String) } });
    const [execution] = await on.database.query<{ name: string; input: string; requested_by: string }>(
      `SELECT name, input, requested_by FROM executions WHERE id = $1`,
      [run.result?.id],
    );
    expect([execution?.name, execution?.requested_by]).toEqual([run.runId, 'admin@acme.test']);
    const input = JSON.parse(execution?.input ?? '') as { parameters: Json; metadata: Json };
    expect(input.parameters['names']).toEqual(['a', 'b']);
    expect(input.metadata).toMatchObject({ eventTriggered: true, scheduledExecution: false, ruleId });
    const answer = await on.request('GET', `/events/rules/${ruleId}`, { key: on.keys.viewer });
    expect(answer.body['lastRun']).toEqual(run);
    // an attempt that died before it could note what it has started
    await on.database.query(`UPDATE event_rule_runs SET status = 'queued', result = NULL WHERE id = $1`, [
      run.runId,
    ]);
    await on.provider(EventRuleRuns).run('acme', run.runId, new AbortController().signal);
    expect((await on.runsOf(ruleId))[0]?.result).toEqual(run.result);
    const count = await on.database.query('SELECT 1 FROM executions WHERE name = $1', [run.runId]);
    expect(count).toHaveLength(1);
  });

  it('a workflow that the event lacks something for fails and says what', async () => {
    const action = { type: 'workflow', workflowType: 'mend', inputPaths: { names: '$.detail.nothing' } };
    const run = await on.ran(await on.rule(action), await on.event());
    expect([run.status, run.error]).toEqual(['failed', expect.stringContaining('parameters.names')]);
  });

  it('scan-resource scans what the inventory knows of it', async () => {
    await on.database.query(
      `INSERT INTO resources (arn, tenant_id, account_id, region, service, type, name, configuration, hash,
                              first_seen_at, last_seen_at, changed_at)
       VALUES ($1, 'acme', $2, 'eu-west-1', 's3', 'AWS::S3::Bucket', 'one', '{}', 'x', now(), now(), now())`,
      [BUCKET, ACCOUNT],
    );
    const ruleId = await on.rule({ type: 'scan-resource' });
    const run = await on.ran(
      ruleId,
      await on.event({ envelope: { resources: [BUCKET, 'arn:aws:s3:::other'] } }),
    );
    expect(run).toMatchObject({ status: 'succeeded', result: { type: 'scan' } });
    const scan = await on.request('GET', `/scans/${run.result?.id}`, { key: on.keys.viewer });
    expect(scan.body).toMatchObject({
      ...{ scanType: 'targeted', resourceArns: [BUCKET], accountIds: [ACCOUNT] },
      ...{ source: 'event-rule', requestedBy: 'admin@acme.test' },
    });
  });

  it('scan-resource asks AWS nothing twice: what the event is described for is looked at already', async () => {
    const resources = [{ arn: BUCKET, change: 'changed', type: 'AWS::S3::Bucket' }];
    const source = await on.event({ resources, disposition: 'retrying' });
    const run = await on.ran(await on.rule({ type: 'scan-resource' }), source);
    expect(run).toMatchObject({ status: 'succeeded', result: { type: 'event', id: source } });
  });

  it.each<[what: string, given: SomeEvent, error: RegExp]>([
    ['nothing', {}, /^no_resource/],
    ['what is gone', { resources: [{ arn: BUCKET, change: 'deleted', type: null }] }, /^no_resource/],
    [
      'what the inventory lacks',
      { envelope: { resources: ['arn:aws:s3:::new'] } },
      /^not_in_inventory: arn:aws:s3:::new/,
    ],
  ])('scan-resource of %s is skipped', async (_what, given, error) => {
    const run = await on.ran(await on.rule({ type: 'scan-resource' }), await on.event(given));
    expect([run.status, run.error]).toEqual(['skipped', expect.stringMatching(error)]);
  });

  it('a scan starts it as it is saved', async () => {
    const ruleId = await on.rule({
      type: 'scan',
      services: ['iam'],
      accountIds: [ACCOUNT],
      scanType: 'security',
    });
    const run = await on.ran(ruleId, await on.event());
    const scan = await on.request('GET', `/scans/${run.result?.id}`, { key: on.keys.viewer });
    expect(scan.body).toMatchObject({ services: ['iam'], scanType: 'security', source: 'event-rule' });
  });

  it('notify tells whoever subscribed, once', async () => {
    const ruleId = await on.rule({ type: 'notify', targets: ['sec@acme.test'] });
    const source = await on.event({ resources: [{ arn: BUCKET, change: 'changed', type: null }] });
    const run = await on.ran(ruleId, source);
    expect(run).toMatchObject({ status: 'succeeded', result: { type: 'notification', id: run.runId } });
    await on.provider(EventRuleRuns).run('acme', run.runId, new AbortController().signal);
    const heard = () => told.filter(({ payload }) => payload.ruleId === ruleId);
    await eventually(() => Promise.resolve(heard().length > 0));
    expect(heard().map(({ payload }) => payload)).toEqual([
      expect.objectContaining({
        ...{
          ruleId,
          sourceId: source,
          targets: ['sec@acme.test'],
          resourceArns: [BUCKET],
          accountId: ACCOUNT,
        },
        detail: { eventName: 'PutBucketPolicy', names: ['a', 'b'] },
      }),
    ]);
  });

  it('a function that stands for a task runs it with the event, again where it fails', async () => {
    failures = 1;
    const run = await on.ran(
      await on.rule({ type: 'lambda', functionName: 'test-report' }),
      await on.event(),
    );
    expect(run).toMatchObject({ status: 'succeeded', result: { type: 'task', id: run.runId } });
    expect(called.map(({ context }) => context.idempotencyKey)).toEqual([run.runId, run.runId]);
    await on.provider(EventRuleRuns).run('acme', run.runId, new AbortController().signal); // it has ended
    expect(called).toHaveLength(2);
    expect(called[0]?.input).toMatchObject({ source: 'aws.s3', detail: { eventName: 'PutBucketPolicy' } });
  });

  it('a function that fails every time ends the run as failed', async () => {
    failures = 99;
    const ruleId = await on.rule({ type: 'lambda', functionName: 'test-report' });
    const [runId = ''] = await on.begin(ruleId, [await on.event()]);
    await eventually(() => Promise.resolve(called.length > 0));
    // the attempts that are left
    await on.database.query(
      `UPDATE jobs SET attempts = max_attempts - 1, next_attempt_at = now() WHERE payload ->> 'runId' = $1`,
      [runId],
    );
    const [run] = await on.ended(ruleId, 1, 60_000);
    expect([run?.status, run?.error]).toEqual(['failed', 'no paper']);
  }, 90_000);

  (MOTO_URL === undefined ? it.skip : it)('a topic gets the event (needs MOTO_URL)', async () => {
    const client = { region: 'eu-west-1', endpoint: MOTO_URL ?? '' };
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const [sns, sqs] = [new SNS({ ...client, credentials }), new SQS({ ...client, credentials })];
    const name = `rules-${Date.now()}`;
    const { TopicArn: topicArn = '' } = await sns.createTopic({ Name: name });
    const { QueueUrl } = await sqs.createQueue({ QueueName: name });
    const queue = `arn:aws:sqs:eu-west-1:${HOME}:${name}`;
    await sns.subscribe({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: queue });
    const run = await on.ran(await on.rule({ type: 'sns', topicArn }), await on.event());
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 2 });
    const message = JSON.parse(Messages[0]?.Body ?? '{}') as { Message: string; MessageId: string };
    expect(run).toMatchObject({ status: 'succeeded', result: { type: 'message', id: message.MessageId } });
    expect(JSON.parse(message.Message)).toMatchObject({ source: 'aws.s3', id: 'e-1' });
    const gone = await on.ran(await on.rule({ type: 'sns', topicArn: `${topicArn}-gone` }), await on.event());
    expect([gone.status, gone.error]).toEqual(['failed', expect.stringMatching(/^sns:Publish: NotFound/)]);
    sns.destroy();
    sqs.destroy();
  });
});
