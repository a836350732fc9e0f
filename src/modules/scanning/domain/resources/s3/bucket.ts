import { z } from 'zod';
import { isNoEvidence, type Part, part } from '../../part.js';
import { policyDocument } from '../../policy/index.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, tags } from '../shared.js';
import {
  bucketAcl,
  bucketContents,
  bucketEncryption,
  bucketLogging,
  bucketNotifications,
  bucketObjectLock,
  bucketReplication,
  bucketVersioning,
  bucketWebsite,
  lifecycleRule,
} from './bucket-parts.js';
import { publicAccessBlock } from './public-access-block.js';

export { type BucketContents } from './bucket-parts.js';

export const s3Bucket = resourceType({
  type: 'AWS::S3::Bucket',
  service: 's3',
  schema: z.object({
    name: z.string(),
    region: z.string(),
    createdAt: isoTime.nullable(),
    tags: part(tags),
    contents: part(bucketContents),
    publicAccessBlock: part(publicAccessBlock.nullable()),
    /** The account's: it holds for each of its buckets, and changes without any of them changing. */
    accountPublicAccessBlock: part(publicAccessBlock.nullable()),
    acl: part(bucketAcl),
    policy: part(policyDocument.nullable()),
    versioning: part(bucketVersioning),
    encryption: part(bucketEncryption.nullable()),
    logging: part(bucketLogging.nullable()),
    lifecycle: part(z.array(lifecycleRule)),
    /** ObjectOwnership; null: never set, so that ACLs count and whoever writes an object owns it. */
    ownership: part(z.string().nullable()),
    objectLock: part(bucketObjectLock.nullable()),
    notifications: part(bucketNotifications),
    replication: part(bucketReplication.nullable()),
    website: part(bucketWebsite.nullable()),
  }),
  volatile: ['contents', 'accountPublicAccessBlock'],
  arn: (bucket, at) => `arn:${at.partition}:s3:::${bucket.name}`,
  name: (bucket) => bucket.name,
  tags: (bucket) => (isNoEvidence(bucket.tags) ? {} : bucket.tags),
  tagsMissing: (bucket) => (isNoEvidence(bucket.tags) ? bucket.tags : null),
  region: (bucket) => bucket.region,
  relates: ({ encryption, logging, replication, notifications }, at) => [
    ...new Set([
      ...known(encryption, (it) => (it?.kmsKeyId?.startsWith('arn:') === true ? [it.kmsKeyId] : [])),
      ...known(logging, (it) => (it === null ? [] : [`arn:${at.partition}:s3:::${it.targetBucket}`])),
      ...known(replication, (it) => (it?.rules ?? []).map(({ destinationArn }) => destinationArn)),
      ...known(notifications, (it) => it.targets.map(({ arn }) => arn)),
    ]),
  ],
});

const known = <T>(value: Part<T>, arns: (value: T) => string[]): string[] =>
  isNoEvidence(value) ? [] : arns(value);

export type S3Bucket = z.infer<typeof s3Bucket.schema>;
