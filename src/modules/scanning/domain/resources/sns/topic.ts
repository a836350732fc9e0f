import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { policyDocument } from '../../policy/index.js';
import { resourceType } from '../../resource-type.js';
import { tags } from '../shared.js';

export const snsTopic = resourceType({
  type: 'AWS::SNS::Topic',
  service: 'sns',
  schema: z.object({
    arn: z.string(),
    name: z.string(),
    attributes: part(
      z.object({
        displayName: z.string().nullable(),
        fifo: z.boolean(),
        /** Id, ARN or alias of the key that messages are encrypted with at rest; null: they are not. */
        kmsKeyId: z.string().nullable(),
        subscriptions: z.object({ confirmed: z.number(), pending: z.number() }),
        policy: part(policyDocument.nullable()),
      }),
    ),
    tags: part(tags),
  }),
  volatile: ['attributes.subscriptions'],
  arn: (topic) => topic.arn,
  name: (topic) => topic.name,
  tags: (topic) => (isNoEvidence(topic.tags) ? {} : topic.tags),
  tagsMissing: (topic) => (isNoEvidence(topic.tags) ? topic.tags : null),
  relates: ({ attributes }) => {
    const key = isNoEvidence(attributes) ? null : attributes.kmsKeyId;
    return key?.startsWith('arn:') === true ? [key] : [];
  },
});

export type SnsTopic = z.infer<typeof snsTopic.schema>;
