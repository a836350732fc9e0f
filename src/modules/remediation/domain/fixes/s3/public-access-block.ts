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

export const PUT_BLOCK = 's3:PutBucketPublicAccessBlock';

const block = z.object({ PublicAccessBlockConfiguration: flags });

export const blockRead = read('s3', 'GetPublicAccessBlock', block, ({ name }) => ({ Bucket: name }), {
  absent: 'NoSuchPublicAccessBlockConfiguration',
  action: 's3:GetBucketPublicAccessBlock',
});

/** All four flags, where none are given. */
export const putBlock = (Bucket: string, PublicAccessBlockConfiguration: z.infer<typeof flags> = ALL) =>
  call('s3', 'PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration }, { action: PUT_BLOCK });

/** Back to what was there before; null: nothing was. */
export const restoreBlock = (Bucket: string, before: z.infer<typeof block> | null) =>
  before === null
    ? call('s3', 'DeletePublicAccessBlock', { Bucket }, { action: PUT_BLOCK })
    : putBlock(Bucket, before.PublicAccessBlockConfiguration);

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
    block: blockRead,
    website: websiteRead,
  },
  actions: [PUT_BLOCK],
  plan: ({ target: { name }, state: { block, website } }) => {
    if (website !== null) {
      return refuse('It serves a website: put CloudFront before it, or take the website configuration away');
    }
    const off = offIn(block?.PublicAccessBlockConfiguration);
    if (off.length === 0) return nothing('All four flags are on');
    return change(
      [`${off.join(', ')} will be on`, 'Who came in by a public policy or ACL is shut out'],
      [putBlock(name)],
    );
  },
  restore: ({ target: { name }, before: { block } }) => [restoreBlock(name, block)],
});
