import { z } from 'zod';
import { eventItem } from './events.schemas.js';

const MOST = 1_000;

/** Read field by field where it is explained: which fields there are is told by what it is. */
export const explainBody = z
  .union([z.array(z.unknown()).min(1).max(MOST), z.record(z.string(), z.unknown())], {
    error: `must be a CloudTrail record, an EventBridge event, or an array of up to ${MOST} of them`,
  })
  .meta({
    example: {
      eventSource: 's3.amazonaws.com',
      eventName: 'PutBucketPolicy',
      awsRegion: 'eu-west-1',
      recipientAccountId: '123456789012',
      requestParameters: { bucketName: 'acme-web-assets' },
    },
  });

export const explained = eventItem
  .omit({ id: true, receivedAt: true })
  .extend({
    eventId: z.string().nullable(),
    eventTime: z.iso.datetime().nullable(),
    correlationId: z.string().nullable(),
    disposition: z.enum(['processed', 'ignored']),
  })
  .meta({ id: 'ExplainedEvent' });

/** One for each event: an object for an object, an array for an array. */
export const explainAnswer = z.union([explained, z.array(explained)]);
export type ExplainAnswer = z.output<typeof explainAnswer>;
