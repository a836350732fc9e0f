import { describe, expect, it, jest } from '@jest/globals';
import { sdkError } from '../../../../../test/controls/proof.js';
import {
  empty,
  fakeS3,
  readBuckets,
  listed,
  noTags,
  place,
  type S3Answers,
} from '../../../../../test/support/examples/s3.js';
import { s3BucketReader } from './bucket.js';

describe('s3BucketReader', () => {
  it('asks each bucket in its own region, and for its location only where the listing does not tell', async () => {
    const { buckets, asked } = await readBuckets({ listBuckets: listed('a'), ...empty }, [
      'tags',
      'contents',
    ]);
    expect(buckets).toMatchObject([
      { name: 'a', region: 'eu-west-1', tags: {}, contents: { anyVersion: false } },
    ]);
    expect(asked.sort()).toEqual([
      'getBucketTagging@eu-west-1',
      'listBuckets@us-east-1',
      'listObjectVersions@eu-west-1',
      'listObjectsV2@eu-west-1',
    ]);
  });

  it.each([
    [undefined, 'us-east-1'],
    ['', 'us-east-1'],
    ['EU', 'eu-west-1'],
    ['ap-south-1', 'ap-south-1'],
  ])('reads the location %p as %s', async (LocationConstraint, region) => {
    const { buckets } = await readBuckets({
      listBuckets: () => ({ Buckets: [{ Name: 'a' }] }),
      getBucketLocation: () => ({ LocationConstraint }),
      getBucketTagging: noTags,
      ...empty,
    });
    expect(buckets.map((bucket) => bucket.region)).toEqual([region]);
  });

  it('leaves out a bucket that was deleted since the listing', async () => {
    const { buckets } = await readBuckets({
      listBuckets: listed('gone', 'here'),
      getBucketTagging: noTags,
      listObjectsV2: ({ Bucket }) => {
        if (Bucket === 'gone') throw sdkError('NoSuchBucket', 404);
        return {};
      },
      listObjectVersions: () => ({}),
    });
    expect(buckets.map(({ name }) => name)).toEqual(['here']);
  });

  it('keeps a bucket whose parts are denied or throttled out, without evidence in them', async () => {
    const { buckets } = await readBuckets({
      listBuckets: listed('a'),
      getBucketTagging: () => {
        throw sdkError('AccessDenied', 403);
      },
      listObjectsV2: () => {
        throw sdkError('SlowDown', 503);
      },
    });
    expect(buckets).toMatchObject([
      { tags: { noEvidence: 'denied' }, contents: { noEvidence: 'throttled' } },
    ]);
  });

  it('has no evidence that a bucket is empty where its versions may not be listed', async () => {
    const { buckets } = await readBuckets({
      listBuckets: listed('a'),
      getBucketTagging: noTags,
      listObjectsV2: () => ({}),
      listObjectVersions: () => {
        throw sdkError('AccessDenied', 403);
      },
    });
    expect(buckets[0]?.contents).toMatchObject({ noEvidence: 'denied' });
  });

  it('throws when the listing itself is denied', async () => {
    const listBuckets = () => {
      throw sdkError('AccessDenied', 403);
    };
    await expect(readBuckets({ listBuckets })).rejects.toThrow('AccessDenied');
  });

  it('sees a first page of objects, and that there are more', async () => {
    const { buckets } = await readBuckets({
      listBuckets: listed('a'),
      getBucketTagging: () => ({ TagSet: [{ Key: 'Owner', Value: 'x' }] }),
      listObjectsV2: () => ({
        IsTruncated: true,
        Contents: [
          { Size: 5, LastModified: new Date('2026-01-02'), StorageClass: 'STANDARD' },
          { Size: 6, LastModified: new Date('2026-01-03'), StorageClass: 'GLACIER' },
        ],
      }),
    });
    expect(buckets[0]).toMatchObject({
      tags: { Owner: 'x' },
      contents: {
        objects: 2,
        bytes: 11,
        complete: false,
        newestAt: '2026-01-03T00:00:00.000Z',
        storageClasses: ['GLACIER', 'STANDARD'],
      },
    });
  });

  it('follows the pages of the listing, a hundred buckets in a result', async () => {
    const pages = [listed(...Array.from({ length: 150 }, (_, i) => `a${i}`))(), listed('b')()];
    const listBuckets = jest.fn((input: { ContinuationToken?: string }) =>
      input.ContinuationToken === undefined ? { ...pages[0], ContinuationToken: 'more' } : pages[1],
    );
    const { aws } = fakeS3({ listBuckets, getBucketTagging: noTags, ...empty } as unknown as S3Answers);
    const sizes: number[] = [];
    for await (const { configurations } of s3BucketReader.list(aws, place)) sizes.push(configurations.length);
    expect(sizes).toEqual([100, 50, 1]);
  });
});
