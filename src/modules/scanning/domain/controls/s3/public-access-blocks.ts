import { control, fail, pass } from '../../control.js';
import { s3Bucket } from '../../resources/s3/bucket.js';
import { s3AccountPublicAccessBlock } from '../../resources/s3/public-access-block.js';
import { offIn, USER_GUIDE } from './shared.js';

export const bucketLevelPublicAccessBlock = control({
  id: 's3_bucket_level_public_access_block',
  aliases: ['S3BucketPublic'],
  on: s3Bucket,
  severity: 'high',
  class: 'security',
  title: 'S3 bucket does not block public access',
  risk: 'A single policy or ACL, written by mistake, opens the bucket to the Internet.',
  remediation: {
    text: 'Switch all four settings of Block Public Access on for the bucket.',
    steps: [
      'Make sure that nothing reads the bucket without credentials (a website, a public download).',
      'aws s3api put-public-access-block --bucket NAME --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true',
    ],
    url: `${USER_GUIDE}/configuring-block-public-access-bucket.html`,
  },
  needs: ['publicAccessBlock'],
  decide: ({ publicAccessBlock: block }) => {
    const off = offIn(block);
    return off.length === 0 ? pass({ publicAccessBlock: block }) : fail({ publicAccessBlock: block, off });
  },
});

export const accountLevelPublicAccessBlocks = control({
  id: 's3_account_level_public_access_blocks',
  on: s3AccountPublicAccessBlock,
  severity: 'high',
  class: 'security',
  title: 'S3 does not block public access for the whole account',
  risk: 'Each new bucket depends on its own settings, and one that is forgotten can be opened to the Internet.',
  remediation: {
    text: 'Switch all four settings of Block Public Access on for the account.',
    steps: [
      'Make sure that no bucket of the account has to be public; serve public content by CloudFront instead.',
      'aws s3control put-public-access-block --account-id ACCOUNT --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true',
    ],
    url: `${USER_GUIDE}/configuring-block-public-access-account.html`,
  },
  needs: ['publicAccessBlock'],
  decide: ({ publicAccessBlock: block }) => {
    const off = offIn(block);
    return off.length === 0 ? pass({ publicAccessBlock: block }) : fail({ publicAccessBlock: block, off });
  },
});
