import { describe, expect, it } from '@jest/globals';
import { bucket, context, daysAgo, denied } from '../../../../../../test/support/scanning-examples.js';
import { type Thresholds } from '../../control.js';
import { type BucketContents, type S3Bucket } from '../../resources/s3/bucket.js';
import { bucketUnused } from './bucket-unused.js';

const decide = (changed: Partial<S3Bucket>, moved: Partial<Thresholds> = {}) =>
  bucketUnused.evaluate(bucket(changed), context(moved));

const contents = (changed: Partial<BucketContents>): BucketContents => ({
  objects: 2,
  newestAt: daysAgo(200),
  complete: true,
  anyVersion: true,
  bytes: 10 * 2 ** 30,
  storageClasses: ['STANDARD'],
  ...changed,
});
const empty = contents({ objects: 0, newestAt: null, anyVersion: false, bytes: 0, storageClasses: [] });

describe('s3_bucket_unused', () => {
  it('fails an empty bucket of that age, which costs a known nothing', () => {
    expect(decide({ contents: empty, createdAt: daysAgo(30) })).toMatchObject({
      verdict: 'fail',
      estimatedMonthlySavingsUsd: 0,
    });
    expect(decide({ contents: empty, createdAt: daysAgo(29.9) }).verdict).toBe('pass');
    expect(decide({ contents: empty, createdAt: daysAgo(0) }, { emptyBucketDays: 0 }).verdict).toBe('fail');
    expect(decide({ contents: empty, createdAt: daysAgo(-1) }).verdict).toBe('pass');
  });

  it('fails a bucket to which nothing was written for long, and says that reads are not known', () => {
    const decision = decide({});
    expect(decision).toMatchObject({ verdict: 'fail', estimatedMonthlySavingsUsd: 0.23 });
    expect(decision.evidence['note']).toMatch(/Only writes are known/);
    expect(decide({ contents: contents({ newestAt: daysAgo(90) }) }).verdict).toBe('fail');
    expect(decide({ contents: contents({ newestAt: daysAgo(89.9) }) }).verdict).toBe('pass');
  });

  it('passes a recent write in a listing that is not complete, and has no evidence of an old one', () => {
    expect(decide({ contents: contents({ complete: false, newestAt: daysAgo(1) }) }).verdict).toBe('pass');
    expect(decide({ contents: contents({ complete: false, newestAt: daysAgo(500) }) }).verdict).toBe(
      'no_evidence',
    );
  });

  it('does not call a bucket empty that holds older versions', () => {
    const versions = contents({
      objects: 0,
      complete: false,
      newestAt: daysAgo(500),
      bytes: 0,
      storageClasses: [],
    });
    expect(decide({ contents: versions }).verdict).toBe('no_evidence');
  });

  it('has no evidence where the listing was denied or the creation date is missing', () => {
    expect(decide({ contents: denied }).verdict).toBe('no_evidence');
    expect(decide({ contents: empty, createdAt: null }).verdict).toBe('no_evidence');
  });

  it('knows no price of other storage classes and regions', () => {
    expect(
      decide({ contents: contents({ storageClasses: ['GLACIER', 'STANDARD'] }) }).estimatedMonthlySavingsUsd,
    ).toBeNull();
    expect(decide({ region: 'xx-nowhere-1' }).estimatedMonthlySavingsUsd).toBeNull();
  });
});
