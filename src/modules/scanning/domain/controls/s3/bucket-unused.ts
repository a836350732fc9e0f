import { control, pass, undecided } from '../../control.js';
import { emptyBucketPrice, s3StandardPrice } from '../../prices/index.js';
import { s3Bucket } from '../../resources/s3/bucket.js';
import { isOlderThan, wasted } from '../shared.js';

const NOTE = 'Only writes are known: S3 keeps no time of the last read in what a listing shows';

export const bucketUnused = control({
  id: 's3_bucket_unused',
  on: s3Bucket,
  severity: 'low',
  class: 'waste',
  title: 'S3 bucket is empty or long untouched',
  risk: 'Objects that nobody needs are paid for, and forgotten buckets are where data leak from.',
  remediation: {
    text: 'Delete the bucket, or let a lifecycle rule archive what must be kept.',
    url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html',
  },
  needs: ['contents'],
  decide: (bucket, { now, thresholds: { emptyBucketDays, untouchedBucketDays } }) => {
    const { createdAt, contents, region } = bucket;
    if (!contents.anyVersion) {
      const evidence = { objects: 0, createdAt, thresholdDays: emptyBucketDays };
      if (createdAt === null) return undecided('AWS gave no creation date', evidence);
      return isOlderThan(createdAt, emptyBucketDays, now)
        ? wasted(evidence, emptyBucketPrice())
        : pass(evidence);
    }
    const { objects, newestAt, complete, bytes, storageClasses } = contents;
    const evidence = {
      objectsSeen: objects,
      complete,
      newestObjectAt: newestAt,
      thresholdDays: untouchedBucketDays,
      note: NOTE,
    };
    // an object newer than this may stand on a page not read, but never makes this one older
    if (newestAt !== null && !isOlderThan(newestAt, untouchedBucketDays, now)) return pass(evidence);
    if (newestAt === null || !complete)
      return undecided('Not all that is in the bucket was listed', evidence);
    return wasted({ ...evidence, bytes, storageClasses }, s3StandardPrice(bytes, storageClasses, region));
  },
});
