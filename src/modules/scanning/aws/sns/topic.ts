import { type SNS } from '@aws-sdk/client-sns';
import { policyPart } from '../../domain/policy/index.js';
import { snsTopic, type SnsTopic } from '../../domain/resources/sns/topic.js';
import { tagMap, text } from '../fields.js';
import { mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';

const GONE = ['NotFound', 'ResourceNotFound'];

export const snsTopicReader = reader(snsTopic, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const sns = await aws.sns();
    let NextToken: string | undefined;
    do {
      // 100 at once, always
      const page = await sns.listTopics({ NextToken });
      const arns = (page.Topics ?? []).flatMap(({ TopicArn }) => TopicArn ?? []);
      yield present(await mapConcurrent(arns, (arn) => toTopic(sns, arn, want)));
      NextToken = page.NextToken;
    } while (NextToken);
  },
  describe: async (aws, ref) => {
    const sns = await aws.in(ref.region).sns();
    return toTopic(sns, ref.arn, null);
  },
});

/** null: the topic is gone, or there is none. */
const toTopic = (sns: SNS, arn: string, want: Want): Promise<SnsTopic | null> =>
  unlessGone(async () => {
    const parts = await readParts(want, {
      attributes: () =>
        read(async () => toAttributes((await sns.getTopicAttributes({ TopicArn: arn })).Attributes ?? {})),
      tags: () => read(async () => tagMap((await sns.listTagsForResource({ ResourceArn: arn })).Tags)),
    });
    return { arn, name: arn.slice(arn.lastIndexOf(':') + 1), ...parts };
  }, GONE);

const toAttributes = (attributes: Record<string, string>) => ({
  displayName: text(attributes['DisplayName']),
  fifo: attributes['FifoTopic'] === 'true',
  kmsKeyId: text(attributes['KmsMasterKeyId']),
  subscriptions: {
    confirmed: Number(attributes['SubscriptionsConfirmed'] ?? 0),
    pending: Number(attributes['SubscriptionsPending'] ?? 0),
  },
  policy: policyPart(attributes['Policy']),
});
