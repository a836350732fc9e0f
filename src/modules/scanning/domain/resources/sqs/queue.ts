import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { policyDocument } from '../../policy/index.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, tags } from '../shared.js';

const queueAttributes = z.object({
  createdAt: isoTime.nullable(),
  fifo: z.boolean(),
  /** By keys that SQS keeps itself (SSE-SQS). */
  sqsManagedEncryption: z.boolean(),
  /** An id, an alias or an ARN of a key (SSE-KMS). */
  kmsKeyId: z.string().nullable(),
  retentionSeconds: z.number().nullable(),
  visibilityTimeoutSeconds: z.number().nullable(),
  deadLetterQueueArn: z.string().nullable(),
});
export type QueueAttributes = z.infer<typeof queueAttributes>;

export const sqsQueue = resourceType({
  type: 'AWS::SQS::Queue',
  service: 'sqs',
  schema: z.object({
    name: z.string(),
    /** What each call about the queue takes. */
    url: z.string(),
    attributes: part(queueAttributes),
    /** From the same call as the attributes. */
    policy: part(policyDocument.nullable()),
    tags: part(tags),
  }),
  volatile: [],
  arn: (queue, at) => `arn:${at.partition}:sqs:${at.region}:${at.accountId}:${queue.name}`,
  name: (queue) => queue.name,
  tags: (queue) => (isNoEvidence(queue.tags) ? {} : queue.tags),
  tagsMissing: (queue) => (isNoEvidence(queue.tags) ? queue.tags : null),
  relates: ({ attributes }) =>
    isNoEvidence(attributes) || attributes.deadLetterQueueArn === null ? [] : [attributes.deadLetterQueueArn],
});

export type SqsQueue = z.infer<typeof sqsQueue.schema>;
