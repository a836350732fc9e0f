import { type SNS, type Subscription } from '@aws-sdk/client-sns';
import { snsSubscription, type SnsSubscription } from '../../domain/resources/sns/subscription.js';
import { text } from '../fields.js';
import { present } from '../map-concurrent.js';
import { reader, type ResourceRef, unlessGone } from '../reader.js';

const GONE = 'NotFound';
/** Stands where an ARN will be once the subscription is confirmed. */
const PENDING = ':pending-';

export const snsSubscriptionReader = reader(snsSubscription, {
  scope: 'region',
  list: async function* (aws) {
    const sns = await aws.sns();
    let NextToken: string | undefined;
    do {
      const page = await sns.listSubscriptions({ NextToken });
      yield present((page.Subscriptions ?? []).map(toSubscription));
      NextToken = page.NextToken;
    } while (NextToken);
  },
  describe: async (aws, ref) => {
    const sns = await aws.in(ref.region).sns();
    return ref.arn.includes(PENDING) ? describePending(sns, ref) : describeConfirmed(sns, ref.arn);
  },
});

async function describeConfirmed(sns: SNS, SubscriptionArn: string): Promise<SnsSubscription | null> {
  const found = await unlessGone(() => sns.getSubscriptionAttributes({ SubscriptionArn }), GONE);
  return found?.Attributes === undefined ? null : toSubscription(found.Attributes);
}

/** Only the topic's list tells of what nobody has confirmed. */
async function describePending(sns: SNS, { arn }: ResourceRef): Promise<SnsSubscription | null> {
  const TopicArn = arn.slice(0, arn.indexOf(PENDING));
  const place = { partition: '', accountId: '', region: '' }; // the ARN is the topic's, whatever the place
  let NextToken: string | undefined;
  do {
    const page = await unlessGone(() => sns.listSubscriptionsByTopic({ TopicArn, NextToken }), GONE);
    const found = present((page?.Subscriptions ?? []).map(toSubscription)).find(
      (one) => snsSubscription.arn(one, place) === arn,
    );
    if (found !== undefined) return found;
    NextToken = page?.NextToken;
  } while (NextToken);
  return null;
}

/** null: deleted, though AWS shows it for up to three days. */
function toSubscription(one: Subscription): SnsSubscription | null {
  if (one.TopicArn === undefined || one.SubscriptionArn === 'Deleted') return null;
  return {
    subscriptionArn: one.SubscriptionArn?.startsWith('arn:') === true ? one.SubscriptionArn : null,
    topicArn: one.TopicArn,
    protocol: one.Protocol ?? 'unknown',
    endpoint: one.Endpoint ?? '',
    owner: text(one.Owner),
  };
}

/** Whether anybody gets what is sent to the topic; false also where there is no such topic. */
export async function hasConfirmedSubscription(sns: SNS, TopicArn: string): Promise<boolean> {
  let NextToken: string | undefined;
  do {
    const page = await unlessGone(() => sns.listSubscriptionsByTopic({ TopicArn, NextToken }), GONE);
    if (page?.Subscriptions?.some((one) => one.SubscriptionArn?.startsWith('arn:') === true) === true)
      return true;
    NextToken = page?.NextToken;
  } while (NextToken);
  return false;
}
