import { createHash } from 'node:crypto';
import { z } from 'zod';
import { resourceType } from '../../resource-type.js';

export const snsSubscription = resourceType({
  type: 'AWS::SNS::Subscription',
  service: 'sns',
  schema: z.object({
    /** null: nobody has confirmed it yet, so nothing is sent to it. */
    subscriptionArn: z.string().nullable(),
    topicArn: z.string(),
    /** `http`, `https`, `email`, `email-json`, `sms`, `sqs`, `application`, `lambda`, `firehose`. */
    protocol: z.string(),
    endpoint: z.string(),
    owner: z.string().nullable(),
  }),
  volatile: [],
  arn: (one) => one.subscriptionArn ?? pendingArn(one),
  name: (one) => `${one.protocol} ${one.endpoint}`,
  tags: () => ({}),
  relates: ({ topicArn, endpoint }) => [topicArn, ...(endpoint.startsWith('arn:') ? [endpoint] : [])],
});

export type SnsSubscription = z.infer<typeof snsSubscription.schema>;

/** AWS gives an ARN only to what is confirmed; a topic has each endpoint once by each protocol. */
const pendingArn = (one: { topicArn: string; protocol: string; endpoint: string }): string =>
  `${one.topicArn}:pending-${createHash('sha256').update(`${one.protocol} ${one.endpoint}`).digest('hex').slice(0, 32)}`;
