import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';
import { BUCKET, websiteRead } from './shared.js';

export const flags = z.object({
  BlockPublicAcls: z.boolean().optional(),
  IgnorePublicAcls: z.boolean().optional(),
  BlockPublicPolicy: z.boolean().optional(),
  RestrictPublicBuckets: z.boolean().optional(),
});
export const ALL = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
} as const;

export const offIn = (now: z.infer<typeof flags> = {}): string[] =>
  Object.keys(ALL).filter((flag) => now[flag as keyof typeof ALL] !== true);

/**
 * All four flags, as docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html has them.
 * They make public policies and ACLs void, and leave them as they are: taken back, all is as open as it was.
 */
export const blockPublicAccess = fix({
  controls: [
    's3_bucket_level_public_access_block',
    's3_bucket_public_access',
    's3_bucket_policy_public_write_access',
    's3_bucket_public_list_acl',
    's3_bucket_public_write_acl',
  ],
  type: BUCKET,
  title: 'Block public access to the bucket',
  reads: {
    block: read(
      's3',
      'GetPublicAccessBlock',
      z.object({ PublicAccessBlockConfiguration: flags }),
      ({ name }) => ({ Bucket: name }),
      { absent: 'NoSuchPublicAccessBlockConfiguration', action: 's3:GetBucketPublicAccessBlock' },
    ),
    website: websiteRead,
  },
  actions: ['s3:PutBucketPublicAccessBlock'],
  plan: ({ target: { name }, state: { block, website } }) => {
    if (website !== null) {
      return refuse('It serves a website: put CloudFront before it, or take the website configuration away');
    }
    const off = offIn(block?.PublicAccessBlockConfiguration);
    if (off.length === 0) return nothing('All four flags are on');
    return change(
      [`${off.join(', ')} will be on`, 'Who came in by a public policy or ACL is shut out'],
      [put(name, ALL)],
    );
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
