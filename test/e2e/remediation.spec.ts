import { randomUUID } from 'node:crypto';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { envelopeOfRecord } from '../../src/modules/events/domain/envelope.js';
import type { EventAnswer } from '../../src/modules/events/events.schemas.js';
import { eventually } from '../support/app.js';
import { ALL_BLOCKED, PUBLIC, startRemediations, type RemediationsApp } from '../support/remediations.js';
import { trailRecord } from '../support/trail.js';
import { HOME } from './emulated-account.js';
import type { FindingDetail, Page } from './scan-client.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to change: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;
const ROLE = 'ShepherdRemediationRole';

withEmulator('from a finding to its remediation and back (needs MOTO_URL)', () => {
  const sqs = new SQS({
    ...{ endpoint: MOTO_URL ?? '', region: HOME },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  let queueUrl: string;
  let on: RemediationsApp;
  let account: string;

  beforeAll(async () => {
    queueUrl =
      (await sqs.createQueue({ QueueName: `remediation-${process.pid}-${Date.now()}` })).QueueUrl ?? '';
    on = await startRemediations(MOTO_URL ?? '', { EVENTS_QUEUE_URL: queueUrl });
    account = on.on.account.accountId;
    await on.guardrails({ approval: { always: true, levels: 2 } });
    // what is told by the remediation itself looks at the resource too: here CloudTrail's events alone may do so
    await on.on.app.database.query(`
      CREATE FUNCTION only_events() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF NEW.name = 'outbox.deliver' AND NEW.payload->>'subscriber' = 'own-events'
           THEN RETURN NULL; END IF; RETURN NEW; END $$`);
    await on.on.app.database.query(
      'CREATE TRIGGER only_events BEFORE INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION only_events()',
    );
  }, 60_000);
  afterAll(async () => {
    await on?.close();
    await sqs.deleteQueue({ QueueUrl: queueUrl });
    sqs.destroy();
  });

  /** What CloudTrail writes of a call of ours; the emulator makes no events of its own. */
  const ofSession = (eventName: string, bucketName: string, session: string) =>
    trailRecord('s3.amazonaws.com', eventName, account, {
      userIdentity: {
        type: 'AssumedRole',
        principalId: `AROAEXAMPLE:${session}`,
        arn: `arn:aws:sts::${account}:assumed-role/${ROLE}/${session}`,
        accountId: account,
        sessionContext: {
          sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${account}:role/${ROLE}`, userName: ROLE },
        },
      },
      requestParameters: { bucketName },
    });
  const tell = async (record: ReturnType<typeof trailRecord>): Promise<EventAnswer> => {
    const MessageBody = JSON.stringify(envelopeOfRecord(record, randomUUID()));
    await sqs.sendMessage({ QueueUrl: queueUrl, MessageBody });
    return eventually(async () => {
      const { status, body } = await on.ask<EventAnswer>('GET', `/events/${record.eventID}`);
      return status === 200 && body.disposition !== 'retrying' && body;
    });
  };
  const finding = (id: string) => on.on.get<FindingDetail>(`/findings/${id}`);
  const runsOf = async (ruleId: string) =>
    (await on.on.get<Page<{ runId: string }>>(`/events/rules/${ruleId}/runs`)).items;

  it('is planned, approved twice, applied, seen by its own event, and taken back', async () => {
    const { arn, Bucket, id: findingId } = await on.bucket(PUBLIC);
    const rule = await on.on.asAdmin.must<{ id: string }>('POST', '/events/rules', {
      name: 'mend what somebody opens',
      pattern: { source: ['aws.s3'], detail: { requestParameters: { bucketName: [Bucket] } } },
      action: {
        ...{ type: 'workflow', workflowType: 'remediation' },
        parameters: { findingIds: [findingId], dryRun: true },
      },
    });

    const plan = await on.ask<{ planned: number; items: { calls: { operation: string }[] }[] }>(
      ...(['POST', '/remediations/plan', { findingIds: [findingId] }] as const),
    );
    expect(plan.body).toMatchObject({
      planned: 1,
      items: [{ calls: [{ operation: 'PutPublicAccessBlock' }] }],
    });
    expect(await on.blockOf(Bucket)).toBeNull();

    const id = await on.start([findingId]);
    await on.decide((await on.waiting(id, 1)).approvalId, 'approve', on.on.keys.approver);
    await on.decide((await on.waiting(id, 2)).approvalId, 'approve', on.on.keys.admin);
    const done = await on.ended(id);
    expect(done).toMatchObject({ status: 'completed', changes: [{ verdict: { verdict: 'pass' } }] });
    expect(await on.blockOf(Bucket)).toEqual(ALL_BLOCKED);
    expect((await finding(findingId)).status).toBe('open'); // nobody has told yet

    const applied = await tell(ofSession('PutBucketPublicAccessBlock', Bucket, id));
    expect(applied).toMatchObject({
      ...{ disposition: 'processed', isOwn: true, resources: [{ arn, change: 'changed' }] },
      who: { arn: expect.stringContaining(`:assumed-role/${ROLE}/${id}`) },
    });
    const resolved = await finding(findingId);
    expect([resolved.status, resolved.history[0]?.source]).toEqual(['resolved', applied.id]);
    expect(await runsOf(rule.id)).toEqual([]); // what we have done ourselves starts nothing

    expect((await on.ask('POST', `/remediations/${id}/rollback`, {}, on.on.keys.approver)).status).toBe(202);
    expect((await on.ended(id)).status).toBe('rolled_back');
    expect(await on.blockOf(Bucket)).toBeNull();
    const takenBack = await tell(ofSession('DeleteBucketPublicAccessBlock', Bucket, id));
    expect(takenBack).toMatchObject({ disposition: 'processed', isOwn: true });
    expect((await finding(findingId)).status).toBe('open');
    expect(await runsOf(rule.id)).toEqual([]);

    const { items } = await on.on.get<Page<{ kind: string; what: string }>>(
      `/resources/${encodeURIComponent(arn)}/timeline?limit=100`,
    );
    const told = items.map(({ kind, what }) => `${kind} ${what}`).reverse();
    const story = ['finding opened', 'approval approved', 'fix restored', 'finding reopened'];
    expect(told).toEqual(expect.arrayContaining(story));
    expect(told.filter((one) => one === 'approval approved')).toHaveLength(2);

    // the same change by somebody else does start what the rule says
    const alice = trailRecord('s3.amazonaws.com', 'PutBucketPublicAccessBlock', account, {
      requestParameters: { bucketName: Bucket },
    });
    await tell(alice);
    await eventually(async () => (await runsOf(rule.id)).length === 1);
  }, 120_000);
});
