import { randomUUID } from 'node:crypto';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { envelopeOfRecord } from '../../src/modules/events/domain/envelope.js';
import type { EventAnswer } from '../../src/modules/events/events.schemas.js';
import { eventually } from '../support/app.js';
import { trailRecord } from '../support/trail.js';
import { HOME } from './emulated-account.js';
import { startScanApp, type ScanApp } from './scan-app.js';
import type { Finding, Page } from './scan-client.js';

const MOTO_URL = process.env['MOTO_URL'];
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;
const CONTROL = 'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22';

withEmulator('from a bus of EventBridge to a finding (needs MOTO_URL)', () => {
  const clients = {
    endpoint: MOTO_URL ?? '',
    region: HOME,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const sqs = new SQS(clients);
  const eventbridge = new EventBridge(clients);
  const name = `shepherd-${process.pid}-${Date.now()}`;
  let on: ScanApp;
  let queueUrl: string;

  beforeAll(async () => {
    queueUrl = (await sqs.createQueue({ QueueName: name })).QueueUrl ?? '';
    const { Attributes } = await sqs.getQueueAttributes({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] });
    await eventbridge.putRule({ Name: name, EventPattern: JSON.stringify({ source: [name] }) });
    await eventbridge.putTargets({ Rule: name, Targets: [{ Id: 'queue', Arn: Attributes?.QueueArn ?? '' }] });
    on = await startScanApp(MOTO_URL ?? '', { EVENTS_QUEUE_URL: queueUrl });
  }, 60_000);
  afterAll(async () => {
    await on.close();
    await eventbridge.removeTargets({ Rule: name, Ids: ['queue'] });
    await eventbridge.deleteRule({ Name: name });
    await sqs.deleteQueue({ QueueUrl: queueUrl });
    eventbridge.destroy();
    sqs.destroy();
  });

  /** The emulator makes no events of its own calls. */
  async function tell(record: Record<string, unknown>): Promise<void> {
    const { FailedEntryCount } = await eventbridge.putEvents({
      Entries: [{ Source: name, DetailType: 'AWS API Call via CloudTrail', Detail: JSON.stringify(record) }],
    });
    expect(FailedEntryCount).toBe(0);
  }

  it('refuses what one account says of another, and takes the same from the account itself', async () => {
    const { accountId } = on.account;
    const ec2 = on.account.ec2(HOME);
    const { GroupId: groupId = '' } = await ec2.createSecurityGroup({ GroupName: name, Description: 'open' });
    await ec2.authorizeSecurityGroupIngress({
      GroupId: groupId,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    });
    const arn = `arn:aws:ec2:${HOME}:${accountId}:security-group/${groupId}`;
    const record = trailRecord('ec2.amazonaws.com', 'AuthorizeSecurityGroupIngress', accountId, {
      requestParameters: { groupId },
    });
    // EventBridge says itself whose an event is: a record of another account in it is forged
    const forged = { ...envelopeOfRecord(record, randomUUID()), account: '999999999999' };
    await sqs.sendMessage({ QueueUrl: queueUrl, MessageBody: JSON.stringify(forged) });
    const poison = await eventually(async () => {
      const rows = await on.app.database.query<{ reason: string }>('SELECT reason FROM poison_messages');
      return rows[0];
    });
    expect(poison.reason).toContain('recipientAccountId');
    expect((await on.app.request('GET', `/events/${record.eventID}?tenantId=acme`)).status).toBe(404);

    await tell(record);
    const finding = await eventually(async () => {
      const path = `/findings?resourceArn=${encodeURIComponent(arn)}&controlId=${CONTROL}&status=open`;
      return (await on.must<Page<Finding>>('GET', path)).items[0];
    });
    const event = await on.must<EventAnswer>('GET', `/events/${record.eventID}`);
    expect(event).toMatchObject({ disposition: 'processed', resources: [{ arn, change: 'changed' }] });
    expect(finding.scanId).toBe(event.id);
    // it was deleted: nothing comes again
    await eventually(async () => {
      const { Attributes } = await sqs.getQueueAttributes({
        QueueUrl: queueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      });
      return (
        Attributes?.ApproximateNumberOfMessages === '0' &&
        Attributes.ApproximateNumberOfMessagesNotVisible === '1'
      );
    });
  }, 60_000);
});
