import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';
import { BUCKET } from './shared.js';

/** docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html */
export const logAccess = fix({
  controls: ['s3_bucket_server_access_logging_enabled'],
  type: BUCKET,
  title: 'Log the requests to the bucket',
  settings: z.strictObject({
    /** Buckets that take the logs, by region: S3 delivers within a region and account alone. */
    targetBuckets: z.record(z.string(), z.string().min(3)).default({}),
    /** Before the bucket's own name. */
    prefix: z.string().max(512).default('s3-access-logs/'),
  }),
  reads: {
    logging: read(
      's3',
      'GetBucketLogging',
      z.object({ LoggingEnabled: z.looseObject({ TargetBucket: z.string().optional() }).optional() }),
      ({ name }) => ({ Bucket: name }),
    ),
  },
  actions: ['s3:PutBucketLogging'],
  plan: ({ target: { name, region }, state: { logging }, settings: { targetBuckets, prefix } }) => {
    const now = logging.LoggingEnabled?.TargetBucket;
    if (now !== undefined) return nothing(`It logs to ${now}`);
    const TargetBucket = targetBuckets[region];
    if (TargetBucket === undefined)
      return refuse(`Set targetBuckets for ${region}: S3 delivers logs within a region alone`);
    if (TargetBucket === name)
      return refuse('It is the bucket that takes the logs: each log of its own would make another');
    return change(
      [
        `Requests will be logged to ${TargetBucket} under ${prefix}${name}/`,
        'S3 delivers only where the policy of that bucket lets logging.s3.amazonaws.com put objects',
      ],
      [put(name, { LoggingEnabled: { TargetBucket, TargetPrefix: `${prefix}${name}/` } })],
    );
  },
  restore: ({ target: { name }, before: { logging } }) => [put(name, logging)],
});

const put = (Bucket: string, BucketLoggingStatus: object) =>
  call('s3', 'PutBucketLogging', { Bucket, BucketLoggingStatus });
