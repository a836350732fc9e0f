import { describe, expect, it } from '@jest/globals';
import { type Answers, documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { type Reader } from '../reader.js';
import { hasConfirmedSubscription, snsSubscriptionReader } from './subscription.js';
import { snsTopicReader } from './topic.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alarms';
const CONFIRMED = `${TOPIC}:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55`;
const ref = (arn: string) => ({ arn, name: '', region: 'eu-west-1' });
const aws = (sns: Answers['sns']) => documentedAws({ sns: sns ?? {} });

async function list(reader: Reader, sns: Answers['sns']): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const { configurations } of reader.list(aws(sns), place)) found.push(...configurations);
  return found;
}

const subscription = (SubscriptionArn: string, Endpoint = 'ops@example.com') => ({
  ...{ SubscriptionArn, TopicArn: TOPIC, Protocol: 'email', Endpoint, Owner: '123456789012' },
});

describe('snsTopicReader', () => {
  it('reads the attributes and the policy of each topic, and leaves out one that is gone', async () => {
    const found = await list(snsTopicReader, {
      listTopics: { Topics: [{ TopicArn: TOPIC }, { TopicArn: `${TOPIC}-gone` }] },
      getTopicAttributes: ({ TopicArn }: { TopicArn: string }) => {
        if (TopicArn !== TOPIC) throw sdkError('NotFoundException', 404);
        const Policy =
          '{"Statement":{"Effect":"Allow","Principal":"*","Action":"SNS:Publish","Resource":"*"}}';
        return { Attributes: { TopicArn, Policy, SubscriptionsConfirmed: '2', SubscriptionsPending: '0' } };
      },
      listTagsForResource: { Tags: [] },
    });
    expect(found).toMatchObject([
      {
        name: 'alarms',
        attributes: {
          kmsKeyId: null,
          subscriptions: { confirmed: 2, pending: 0 },
          policy: { statements: [{ principals: [{ type: '*', id: '*' }] }] },
        },
      },
    ]);
    expect(found).toHaveLength(1);
  });
});

describe('snsSubscriptionReader', () => {
  it('tells those that nobody confirmed apart, and finds them again by what names them', async () => {
    const pending = subscription('PendingConfirmation', 'new@example.com');
    const Subscriptions = [
      subscription(CONFIRMED),
      subscription('PendingConfirmation'),
      pending,
      subscription('Deleted'),
    ];
    const found = await list(snsSubscriptionReader, { listSubscriptions: { Subscriptions } });
    const arns = found.map((one) => snsSubscriptionReader.type.arn(one, place));
    expect(arns[0]).toBe(CONFIRMED);
    expect(new Set(arns).size).toBe(3);
    const again = await snsSubscriptionReader.describe(
      aws({ listSubscriptionsByTopic: { Subscriptions } }),
      ref(arns[2] ?? ''),
    );
    expect(again).toEqual(found[2]);
    const none = aws({ listSubscriptionsByTopic: sdkError('NotFoundException', 404) });
    expect(await snsSubscriptionReader.describe(none, ref(arns[2] ?? ''))).toBeNull();
  });

  it('describes a confirmed one by its ARN', async () => {
    const here = aws({ getSubscriptionAttributes: { Attributes: subscription(CONFIRMED) } });
    expect(await snsSubscriptionReader.describe(here, ref(CONFIRMED))).toMatchObject({ protocol: 'email' });
    const gone = aws({ getSubscriptionAttributes: sdkError('NotFoundException', 404) });
    expect(await snsSubscriptionReader.describe(gone, ref(CONFIRMED))).toBeNull();
  });
});

describe('hasConfirmedSubscription', () => {
  const ask = async (listSubscriptionsByTopic: object) =>
    hasConfirmedSubscription(await aws({ listSubscriptionsByTopic }).sns(), TOPIC);

  it('looks through the pages until it finds one', async () => {
    const pages = ({ NextToken }: { NextToken?: string }) =>
      NextToken === undefined
        ? { Subscriptions: [subscription('PendingConfirmation')], NextToken: 'more' }
        : { Subscriptions: [subscription(CONFIRMED)] };
    expect(await ask(pages)).toBe(true);
  });

  it('is false for what nobody confirmed, and for a topic that is gone', async () => {
    expect(await ask({ Subscriptions: [subscription('PendingConfirmation')] })).toBe(false);
    expect(await ask(sdkError('NotFoundException', 404))).toBe(false);
  });
});
