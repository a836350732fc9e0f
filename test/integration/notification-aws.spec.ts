import { EventBridge } from '@aws-sdk/client-eventbridge';
import { SESv2 } from '@aws-sdk/client-sesv2';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SesTransport } from '../../src/modules/notifications/aws/ses-transport.js';
import { newId } from '../../src/shared/ids.js';
import { eventually } from '../support/app.js';
import { type ChannelApp, messageOf, startChannelApp } from '../support/channels.js';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.mjs';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no AWS: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;
const REGION = 'eu-west-1';
const HOME = '123456789012'; // of the emulator's credentials
const NAME = `shepherd-told-${Date.now()}`; // of its own in an emulator that others may use

/** The emulator asks for no permission and knows no unverified domains; it delivers as AWS does. */
withEmulator('messages by AWS (needs MOTO_URL)', () => {
  let app: ChannelApp;
  let proxy: FaultProxy;
  let sns: SNS;
  let sqs: SQS;
  let queueUrl: string;
  let topicArn: string;
  beforeAll(async () => {
    proxy = await startFaultProxy({ target: MOTO_URL ?? '' });
    const env = { AWS_ENDPOINT_URL: proxy.url, AWS_MAX_ATTEMPTS: '1', SMTP_URL: `ses://${REGION}` };
    app = await startChannelApp({ ...env, MAIL_FROM: 'Shepherd <shepherd@ours.test>' });
    await app.request('POST', '/accounts', { body: { tenantId: 'acme', accountId: HOME } });
    const at = { region: REGION, endpoint: MOTO_URL ?? '' };
    [sns, sqs] = [new SNS(at), new SQS(at)];
    queueUrl = (await sqs.createQueue({ QueueName: NAME })).QueueUrl ?? '';
    const { Attributes } = await sqs.getQueueAttributes({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] });
    const Endpoint = Attributes?.QueueArn ?? '';
    topicArn = (await sns.createTopic({ Name: NAME })).TopicArn ?? '';
    await sns.subscribe({ TopicArn: topicArn, Protocol: 'sqs', Endpoint });
    const events = new EventBridge(at);
    await events.createEventBus({ Name: NAME });
    const EventPattern = JSON.stringify({ source: ['compliance-shepherd.notifications'] });
    await events.putRule({ Name: NAME, EventBusName: NAME, EventPattern });
    await events.putTargets({ Rule: NAME, EventBusName: NAME, Targets: [{ Id: 'q', Arn: Endpoint }] });
    await new SESv2(at).createEmailIdentity({ EmailIdentity: 'ours.test' });
  }, 90_000);
  afterAll(async () => {
    await app?.close();
    await proxy?.close();
  });

  const delivered = async () => {
    const body = await eventually(async () => {
      const { Messages = [] } = await sqs.receiveMessage({ QueueUrl: queueUrl, MaxNumberOfMessages: 1 });
      const [{ Body, ReceiptHandle } = {}] = Messages;
      if (ReceiptHandle !== undefined) await sqs.deleteMessage({ QueueUrl: queueUrl, ReceiptHandle });
      return Body;
    });
    return JSON.parse(body) as Record<string, unknown>;
  };

  it('by SNS have a subject in ASCII, a text, and attributes to filter by', async () => {
    const channel = await app.make({ type: 'sns', config: { topicArn } });
    const deliveryId = newId('dlv');
    const title = `Zürich: ${'a bucket is public, '.repeat(20)}`;
    const sent = await app.send(channel, { deliveryId, message: messageOf({ title }) });
    const got = await delivered();
    expect(sent).toEqual({ channelType: 'sns', providerId: got['MessageId'] });
    expect(got['Subject']).toMatch(/^[\x20-\x7e]{10,99}$/);
    expect(got['Message']).toContain('Zürich');
    expect(got['MessageAttributes']).toMatchObject({
      ...{ deliveryId: { Value: deliveryId }, kind: { Value: 'finding' }, severity: { Value: 'high' } },
    });
    await app.send({ target: { type: 'sns', topicArn } });
    expect((await delivered())['Message']).toContain('A bucket is public');
  });

  it('by EventBridge are events of a source of their own, with the message as JSON', async () => {
    const config = { eventBusName: NAME, region: REGION };
    const deliveryId = newId('dlv');
    await app.send(await app.make({ type: 'eventbridge', config }), { deliveryId });
    expect(await delivered()).toMatchObject({
      ...{
        source: 'compliance-shepherd.notifications',
        'detail-type': 'notification.finding',
        region: REGION,
      },
      detail: { deliveryId, tenantId: 'acme', title: 'A bucket is public' },
    });
  });

  it('by SES are whole emails, which SES names itself', async () => {
    const ses = app.app.get<SesTransport>(SesTransport, { strict: false });
    const clientIn = ses.clientIn.bind(ses);
    let raw = '';
    ses.clientIn = async (region, signal) => {
      const { sesClient, ...rest } = await clientIn(region, signal);
      const send = (command: unknown) => {
        raw = (
          command as { input: { Content: { Raw: { Data: Buffer } } } }
        ).input.Content.Raw.Data.toString();
        return sesClient.send(command);
      };
      return { ...rest, sesClient: { ...sesClient, send } };
    };
    const channel = await app.make({ type: 'email', config: { to: ['a@acme.test'] } });
    const deliveryId = newId('dlv');
    const { providerId } = await app.send(channel, { deliveryId });
    expect(providerId).toMatch(/^<.+@eu-west-1\.amazonses\.com>$/);
    expect(raw).toContain(`X-Shepherd-Delivery: ${deliveryId}`);
    expect(raw).toMatch(/^To: a@acme\.test\r?$/m);
    expect(proxy.count({ service: 'ses', region: REGION })).toBe(1);
  });

  it('to a topic that is gone, or to somebody else, are not tried again', async () => {
    const gone = topicArn.replace(NAME, `${NAME}-gone`);
    expect(await app.failure(await app.make({ type: 'sns', config: { topicArn: gone } }))).toMatchObject({
      ...{ kind: 'dead', message: expect.stringMatching(/^sns:Publish: NotFound/) },
    });
    const foreign = topicArn.replace(HOME, '999988887777');
    expect(await app.failure({ target: { type: 'sns', topicArn: foreign } })).toMatchObject({
      ...{ kind: 'refused', message: expect.stringContaining('999988887777, which is not registered') },
    });
  });

  it('that AWS throttles, or fails with, are tried again; denied ones are not', async () => {
    const topic = await app.make({ type: 'sns', config: { topicArn } });
    const bus = await app.make({ type: 'eventbridge', config: { eventBusName: NAME, region: REGION } });
    const kindOf = async (channel: typeof topic, action: string, fault: 'throttle' | 'deny') => {
      proxy.rules = [{ match: { action }, fault, times: 1 }];
      const { kind } = await app.failure(channel);
      proxy.rules = [];
      return kind;
    };
    expect(await kindOf(topic, 'Publish', 'throttle')).toBe('retry');
    expect(await kindOf(topic, 'Publish', 'deny')).toBe('dead');
    expect(await kindOf(bus, 'PutEvents', 'throttle')).toBe('retry');
    expect(await kindOf(bus, 'PutEvents', 'deny')).toBe('dead');
  });
});
