import { type Bucket } from '@aws-sdk/client-s3';
import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence, type NoEvidence, NOT_READ, type Part } from '../../domain/part.js';
import { GLOBAL_REGION } from '../../domain/resource-type.js';
import { s3Bucket, type S3Bucket } from '../../domain/resources/s3/bucket.js';
import { type PublicAccessBlock } from '../../domain/resources/s3/public-access-block.js';
import { tagMap, text, time } from '../fields.js';
import { chunks, mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';
import { askOf } from './ask.js';
import { accessParts } from './bucket-access.js';
import { dataParts } from './bucket-data.js';
import { locationOf, regionOfAny } from './bucket-region.js';
import { contentsOf } from './contents.js';
import { accountPublicAccessBlockOf } from './public-access-block.js';

/** The most that ListBuckets gives at once. With a number given, AWS adds each bucket's region to the answer. */
const LISTED_AT_ONCE = 10_000;
/** Each bucket takes calls of its own: small pages keep results coming. */
const PAGE = 100;

/** What is the same for all buckets of a listing. */
interface Listing {
  want: Want;
  accountPublicAccessBlock: Part<PublicAccessBlock | null>;
  /** The regions of the account's own buckets, by name. */
  regions: Map<string, string>;
}

export const s3BucketReader = reader(s3Bucket, {
  scope: 'account',
  list: async function* (aws, _place, want) {
    const listing = await newListing(aws, want);
    const s3 = await aws.s3();
    let ContinuationToken: string | undefined;
    do {
      const listed = await s3.listBuckets({ MaxBuckets: LISTED_AT_ONCE, ContinuationToken });
      for (const { Name = '', BucketRegion = '' } of listed.Buckets ?? [])
        if (BucketRegion !== '') listing.regions.set(Name, BucketRegion);
      for (const page of chunks(listed.Buckets ?? [], PAGE)) {
        yield present(await mapConcurrent(page, (bucket) => toBucket(aws, bucket, listing)));
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
    return bucket === undefined ? null : toBucket(aws, bucket, await newListing(aws, null));
  },
});

async function newListing(aws: Aws, want: Want): Promise<Listing> {
  const { accountPublicAccessBlock } = await readParts(want, {
    accountPublicAccessBlock: () => accountPublicAccessBlockOf(aws),
  });
  return { want, accountPublicAccessBlock, regions: new Map() };
}

/** null: the bucket is gone since it was listed. */
const toBucket = (aws: Aws, bucket: Bucket, listing: Listing): Promise<S3Bucket | null> =>
  unlessGone(async () => {
    const { Name, BucketRegion, CreationDate } = bucket;
    if (Name === undefined) return null;
    const region = text(BucketRegion) ?? (await read(() => locationOf(aws, Name)));
    const { accountPublicAccessBlock } = listing;
    const known = { name: Name, createdAt: time(CreationDate), accountPublicAccessBlock };
    return isNoEvidence(region)
      ? { ...known, ...unread(region, listing.want), region: GLOBAL_REGION }
      : { ...known, ...(await partsOf(aws, Name, region, listing)), region };
  }, 'NoSuchBucket');

type Parts = Omit<S3Bucket, 'name' | 'region' | 'createdAt' | 'accountPublicAccessBlock'>;

async function partsOf(aws: Aws, Name: string, region: string, { want, regions }: Listing): Promise<Parts> {
  const here = aws.in(region);
  const s3 = await here.s3();
  const ask = askOf(region !== aws.region);
  const regionOf = async (other: string) => regions.get(other) ?? (await regionOfAny(here, other));
  return readParts(want, {
    tags: async () => {
      const tags = await ask(() => s3.getBucketTagging({ Bucket: Name }), { absent: 'NoSuchTagSet' });
      return isNoEvidence(tags) ? tags : tagMap(tags?.TagSet);
    },
    contents: () => ask(() => contentsOf(s3, Name)),
    ...accessParts(s3, Name, ask),
    ...dataParts(s3, Name, ask, regionOf),
  });
}

/** Nobody may say where the bucket is: nothing of it can be asked. */
function unread(missing: NoEvidence, want: Want): Parts {
  const part = (name: keyof Parts) => ((want?.has(name) ?? true) ? missing : NOT_READ);
  return {
    tags: part('tags'),
    contents: part('contents'),
    publicAccessBlock: part('publicAccessBlock'),
    acl: part('acl'),
    policy: part('policy'),
    versioning: part('versioning'),
    encryption: part('encryption'),
    logging: part('logging'),
    lifecycle: part('lifecycle'),
    ownership: part('ownership'),
    objectLock: part('objectLock'),
    notifications: part('notifications'),
    replication: part('replication'),
    website: part('website'),
  };
}
