import { control, fail, pass } from '../../control.js';
import { s3Bucket } from '../../resources/s3/bucket.js';
import { USER_GUIDE } from './shared.js';

export const bucketAclProhibited = control({
  id: 's3_bucket_acl_prohibited',
  on: s3Bucket,
  severity: 'medium',
  class: 'security',
  title: 'S3 bucket has ACLs enabled',
  risk: 'Access is granted object by object, past the bucket policy, and by whoever writes an object.',
  remediation: {
    text: 'Write what the ACLs grant into the bucket policy, then disable ACLs (bucket owner enforced).',
    url: `${USER_GUIDE}/about-object-ownership.html`,
  },
  needs: ['ownership'],
  // buckets from before April 2023 without a setting have ACLs enabled
  decide: ({ ownership }) =>
    ownership === 'BucketOwnerEnforced' ? pass({ ownership }) : fail({ ownership }),
});
