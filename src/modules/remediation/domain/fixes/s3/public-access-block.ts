import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';

const flags = z.object({
  BlockPublicAcls: z.boolean().optional(),
  IgnorePublicAcls: z.boolean().optional(),
  BlockPublicPolicy: z.boolean().optional(),
  RestrictPublicBuckets: z.boolean().optional(),
});
const ALL = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
} as const;

/** All four flags, as docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html has them. */
export const blockPublicAccess = fix({
  controls: ['s3_bucket_level_public_access_block'],
  type: 'AWS::S3::Bucket',
  title: 'Block public access to the bucket',
  reads: {
    block: read(
      's3',
      'GetPublicAccessBlock',
      z.object({ PublicAccessBlockConfiguration: flags }),
      ({ name }) => ({ Bucket: name }),
      { absent: 'NoSuchPublicAccessBlockConfiguration', action: 's3:GetBucketPublicAccessBlock' },
    ),
    website: read('s3', 'GetBucketWebsite', z.looseObject({}), ({ name }) => ({ Bucket: name }), {
      absent: 'NoSuchWebsiteConfiguration',
    }),
  },
  actions: ['s3:PutBucketPublicAccessBlock'],
  plan: ({ target: { name }, state: { block, website } }) => {
    if (website !== null) {
      return refuse('It serves a website: put CloudFront before it, or take the website configuration away');
    }
    const now = block?.PublicAccessBlockConfiguration ?? {};
    const off = Object.keys(ALL).filter((flag) => now[flag as keyof typeof ALL] !== true);
    if (off.length === 0) return nothing('All four flags are on');
    return change(`${off.join(', ')} will be on`, [put(name, ALL)]);
  },
  restore: ({ target: { name }, before: { block } }) => [
    block === null
      ? call('s3', 'DeletePublicAccessBlock', { Bucket: name }, { action: 's3:PutBucketPublicAccessBlock' })
      : put(name, block.PublicAccessBlockConfiguration),
  ],
});

const put = (Bucket: string, PublicAccessBlockConfiguration: z.infer<typeof flags>) =>
  call(
    's3',
    'PutPublicAccessBlock',
    { Bucket, PublicAccessBlockConfiguration },
    { action: 's3:PutBucketPublicAccessBlock' },
  );
