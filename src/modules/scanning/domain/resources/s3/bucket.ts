import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, tags } from '../shared.js';

/** What one page of a bucket's listing shows: up to 1,000 objects. */
export const bucketContents = z.object({
  objects: z.number().int(),
  /** The newest of what was seen; a lower bound where the listing is not complete. */
  newestAt: isoTime.nullable(),
  /** All current objects were seen, and where there are none, no older version is left either. */
  complete: z.boolean(),
  /** There is an object, an older version or a delete marker. */
  anyVersion: z.boolean(),
  /** Of the current objects that were seen. */
  bytes: z.number().int(),
  storageClasses: z.array(z.string()),
});

export const s3Bucket = resourceType({
  type: 'AWS::S3::Bucket',
  service: 's3',
  schema: z.object({
    name: z.string(),
    region: z.string(),
    createdAt: isoTime.nullable(),
    tags: part(tags),
    contents: part(bucketContents),
  }),
  volatile: ['contents'],
  arn: (bucket, at) => `arn:${at.partition}:s3:::${bucket.name}`,
  name: (bucket) => bucket.name,
  tags: (bucket) => (isNoEvidence(bucket.tags) ? {} : bucket.tags),
  tagsMissing: (bucket) => (isNoEvidence(bucket.tags) ? bucket.tags : null),
  region: (bucket) => bucket.region,
});

export type S3Bucket = z.infer<typeof s3Bucket.schema>;
export type BucketContents = z.infer<typeof bucketContents>;
