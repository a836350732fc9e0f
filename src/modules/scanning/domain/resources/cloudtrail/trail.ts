import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { policyDocument } from '../../policy/index.js';
import { resourceType } from '../../resource-type.js';
import { bucketAcl } from '../s3/bucket-parts.js';
import { publicAccessBlock } from '../s3/public-access-block.js';
import { isoTime, tags } from '../shared.js';
import { eventSelectors } from './selectors.js';

/** What the trail's own calls tell. */
export const trailFields = z.object({
  arn: z.string(),
  name: z.string(),
  homeRegion: z.string(),
  multiRegion: z.boolean(),
  /** Records all accounts of the organization; kept by its management account or a delegated administrator. */
  organization: z.boolean(),
  globalServiceEvents: z.boolean(),
  logFileValidation: z.boolean(),
  kmsKeyId: z.string().nullable(),
  /** Without the `:*` that AWS puts behind it. */
  logGroupArn: z.string().nullable(),
  bucketName: z.string(),
  bucketPrefix: z.string().nullable(),
  topicArn: z.string().nullable(),
  status: part(
    z.object({
      isLogging: z.boolean(),
      latestDeliveryAt: isoTime.nullable(),
      latestDeliveryError: z.string().nullable(),
      latestLogGroupDeliveryAt: isoTime.nullable(),
      latestLogGroupDeliveryError: z.string().nullable(),
    }),
  ),
  selectors: part(eventSelectors),
});
export type TrailFields = z.infer<typeof trailFields>;

/** The bucket that the log files are written to, which may be another account's. */
export const logBucket = z.object({
  region: z.string(),
  /** The bucket that its accesses are logged in; null: they are not. */
  accessLogsTo: part(z.string().nullable()),
  publicAccessBlock: part(publicAccessBlock.nullable()),
  /** That of the trail's account. */
  accountPublicAccessBlock: part(publicAccessBlock.nullable()),
  acl: part(bucketAcl),
  policy: part(policyDocument.nullable()),
});
export type LogBucket = z.infer<typeof logBucket>;

export const trail = resourceType({
  type: 'AWS::CloudTrail::Trail',
  service: 'cloudtrail',
  schema: trailFields.extend({
    /** null: there is no such bucket. */
    logBucket: part(logBucket.nullable()),
    tags: part(tags),
  }),
  volatile: ['status.latestDeliveryAt', 'status.latestLogGroupDeliveryAt'],
  arn: (one) => one.arn,
  name: (one) => one.name,
  tags: (one) => (isNoEvidence(one.tags) ? {} : one.tags),
  tagsMissing: (one) => (isNoEvidence(one.tags) ? one.tags : null),
  relates: ({ bucketName, kmsKeyId, logGroupArn, topicArn }, at) => [
    ...(bucketName === '' ? [] : [`arn:${at.partition}:s3:::${bucketName}`]),
    ...[kmsKeyId, logGroupArn, topicArn].filter((arn) => arn !== null),
  ],
});

export type Trail = z.infer<typeof trail.schema>;
