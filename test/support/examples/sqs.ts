import {
  type QueueAttributes,
  type SqsQueue,
} from '../../../src/modules/scanning/domain/resources/sqs/queue.js';
import { daysAgo } from '../scanning-examples.js';

export const queue = (
  changed: Partial<SqsQueue> = {},
  attributes: Partial<QueueAttributes> = {},
): SqsQueue => ({
  name: 'orders',
  url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders',
  attributes: {
    createdAt: daysAgo(100),
    fifo: false,
    sqsManagedEncryption: true,
    kmsKeyId: null,
    retentionSeconds: 345_600,
    visibilityTimeoutSeconds: 30,
    deadLetterQueueArn: null,
    ...attributes,
  },
  policy: null,
  tags: {},
  ...changed,
});
