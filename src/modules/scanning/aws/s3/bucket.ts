import { type Bucket } from '@aws-sdk/client-s3';
import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence } from '../../domain/part.js';
import { type BucketContents, s3Bucket, type S3Bucket } from '../../domain/resources/s3/bucket.js';
import { tagMap, text, time } from '../fields.js';
import { chunks, mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';

/** The most that ListBuckets gives at once. With a number given, AWS adds each bucket's region to the answer. */
const LISTED_AT_ONCE = 10_000;
/** Each bucket takes calls of its own: small pages keep results coming. */
const PAGE = 100;
const KEYS = 1_000;

export const s3BucketReader = reader(s3Bucket, {
  scope: 'account',
  list: async function* (aws, _place, want) {
    const s3 = await aws.s3();
    let ContinuationToken: string | undefined;
    do {
      const listed = await s3.listBuckets({ MaxBuckets: LISTED_AT_ONCE, ContinuationToken });
      for (const page of chunks(listed.Buckets ?? [], PAGE)) {
        yield present(await mapConcurrent(page, (bucket) => toBucket(aws, bucket, want)));
      }
      ContinuationToken = listed.ContinuationToken;
    } while (ContinuationToken);
  },
  describe: async (aws, ref) => {
    const name = ref.arn.slice(ref.arn.lastIndexOf(':') + 1);
    const s3 = await aws.s3();
    // only this call tells the creation date; of all names that begin so, the name itself comes first
    const { Buckets = [] } = await s3.listBuckets({ Prefix: name, MaxBuckets: 1 });
    const bucket = Buckets.find(({ Name }) => Name === name);
    return bucket === undefined ? null : toBucket(aws, bucket, null);
  },
});

/** null: the bucket is gone since it was listed. */
const toBucket = (
  aws: Aws,
  { Name, BucketRegion, CreationDate }: Bucket,
  want: Want,
): Promise<S3Bucket | null> =>
  unlessGone(async () => {
    if (Name === undefined) return null;
    const region = text(BucketRegion) ?? (await regionOf(aws, Name));
    const s3 = await aws.in(region).s3();
    const parts = await readParts(want, {
      tags: async () => {
        const tags = await read(() => s3.getBucketTagging({ Bucket: Name }), { absent: 'NoSuchTagSet' });
        return isNoEvidence(tags) ? tags : tagMap(tags?.TagSet);
      },
      contents: () => read(() => contentsOf(aws.in(region), Name)),
    });
    return { name: Name, region, createdAt: time(CreationDate), ...parts };
  }, 'NoSuchBucket');

/** GetBucketLocation has two old words: nothing for us-east-1, EU for eu-west-1. */
async function regionOf(aws: Aws, Bucket: string): Promise<string> {
  const s3 = await aws.s3();
  const { LocationConstraint } = await s3.getBucketLocation({ Bucket });
  const region: string = LocationConstraint ?? '';
  if (region === '') return 'us-east-1';
  return region === 'EU' ? 'eu-west-1' : region;
}

async function contentsOf(aws: Aws, Bucket: string): Promise<BucketContents> {
  const s3 = await aws.s3();
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
