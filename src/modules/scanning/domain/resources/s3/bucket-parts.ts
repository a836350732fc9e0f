import { z } from 'zod';
import { isoTime } from '../shared.js';

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
export type BucketContents = z.infer<typeof bucketContents>;

export const bucketAcl = z.object({
  /** A canonical user id. */
  ownerId: z.string().nullable(),
  grants: z.array(
    z.object({
      /** `id`: a canonical user id, a group's URI or an email address. */
      grantee: z.object({ type: z.string(), id: z.string() }),
      permission: z.string(),
    }),
  ),
});
export type BucketAcl = z.infer<typeof bucketAcl>;

/** `status` null: versioning was never on. */
export const bucketVersioning = z.object({ status: z.string().nullable(), mfaDelete: z.boolean() });

/** What objects are encrypted with that are written without a choice of their own. */
export const bucketEncryption = z.object({
  algorithm: z.string(),
  kmsKeyId: z.string().nullable(),
  bucketKey: z.boolean(),
});

export const bucketLogging = z.object({ targetBucket: z.string(), targetPrefix: z.string() });

export const lifecycleActions = [
  'expire',
  'expire-versions',
  'transition',
  'transition-versions',
  'abort-uploads',
] as const;
export const lifecycleRule = z.object({
  id: z.string(),
  enabled: z.boolean(),
  actions: z.array(z.enum(lifecycleActions)),
});

/** `mode` and the time: what new objects get unless they say otherwise. */
export const bucketObjectLock = z.object({
  enabled: z.boolean(),
  mode: z.string().nullable(),
  days: z.number().int().nullable(),
  years: z.number().int().nullable(),
});

export const bucketNotifications = z.object({
  eventBridge: z.boolean(),
  targets: z.array(z.object({ arn: z.string(), events: z.array(z.string()) })),
});

export const bucketReplication = z.object({
  role: z.string().nullable(),
  rules: z.array(
    z.object({
      id: z.string(),
      enabled: z.boolean(),
      destinationArn: z.string(),
      /** null: S3 tells it neither by the list of buckets nor by HeadBucket. */
      destinationRegion: z.string().nullable(),
    }),
  ),
});
export type BucketReplication = z.infer<typeof bucketReplication>;

/** The bucket answers as a website; `redirectTo`: it only sends elsewhere. */
export const bucketWebsite = z.object({
  indexDocument: z.string().nullable(),
  redirectTo: z.string().nullable(),
});
