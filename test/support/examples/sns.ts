import { type SnsSubscription } from '../../../src/modules/scanning/domain/resources/sns/subscription.js';
import { type SnsTopic } from '../../../src/modules/scanning/domain/resources/sns/topic.js';

type Attributes = Exclude<SnsTopic['attributes'], { noEvidence: string }>;

export const topicExample = (attributes: Partial<Attributes> | SnsTopic['attributes'] = {}): SnsTopic => ({
  arn: 'arn:aws:sns:eu-west-1:123456789012:alarms',
  name: 'alarms',
  attributes: {
    displayName: null,
    fifo: false,
    kmsKeyId: null,
    subscriptions: { confirmed: 1, pending: 0 },
    policy: null,
    ...attributes,
  },
  tags: {},
});

export const subscriptionExample = (changed: Partial<SnsSubscription> = {}): SnsSubscription => ({
  subscriptionArn: 'arn:aws:sns:eu-west-1:123456789012:alarms:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55',
  topicArn: 'arn:aws:sns:eu-west-1:123456789012:alarms',
  protocol: 'https',
  endpoint: 'https://example.com/alarms',
  owner: '123456789012',
  ...changed,
});
