import { type S3 } from '@aws-sdk/client-s3';
import { type BucketContents } from '../../domain/resources/s3/bucket.js';

const KEYS = 1_000;

/** What one page of the bucket's listing shows. */
export async function contentsOf(s3: S3, Bucket: string): Promise<BucketContents> {
  const { Contents = [], IsTruncated = false } = await s3.listObjectsV2({ Bucket, MaxKeys: KEYS });
  if (Contents.length > 0) {
    return {
      objects: Contents.length,
      newestAt: newest(Contents.map((object) => object.LastModified)),
      complete: !IsTruncated,
      anyVersion: true,
      bytes: Contents.reduce((bytes, object) => bytes + (object.Size ?? 0), 0),
      storageClasses: [...new Set(Contents.map((object) => object.StorageClass ?? 'STANDARD'))].sort(),
    };
  }
  // no current object: only a bucket without older versions and delete markers can be deleted as it is
  const { Versions = [], DeleteMarkers = [] } = await s3.listObjectVersions({ Bucket, MaxKeys: 1 });
  const versions = [...Versions, ...DeleteMarkers];
  return {
    objects: 0,
    newestAt: newest(versions.map((version) => version.LastModified)),
    complete: versions.length === 0,
    anyVersion: versions.length > 0,
    bytes: 0,
    storageClasses: [],
  };
}

const newest = (times: readonly (Date | undefined)[]): string | null => {
  const latest = Math.max(...times.map((at) => at?.getTime() ?? -Infinity));
  return Number.isFinite(latest) ? new Date(latest).toISOString() : null;
};
