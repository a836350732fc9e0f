import { z } from 'zod';
import { call } from '../call.js';
import { change, fix, nothing, read } from '../fix.js';

const flags = z.object({
  BlockPublicAcls: z.boolean().optional(),
  IgnorePublicAcls: z.boolean().optional(),
  BlockPublicPolicy: z.boolean().optional(),
  RestrictPublicBuckets: z.boolean().optional(),
});
type Flags = z.infer<typeof flags>;
const ALL = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
} as const;

/** Closes a bucket at once, a website too: other than the fix of the control, which refuses that. */
export const containBucket = fix({
  id: 'contain-bucket',
  controls: [],
  type: 'AWS::S3::Bucket',
  title: 'Shut the bucket to the public',
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
      isContext: true,
    }),
  },
  actions: ['s3:PutBucketPublicAccessBlock'],
  plan: ({ target: { name }, state: { block, website } }) => {
    const off = offOf(block?.PublicAccessBlockConfiguration ?? {});
    if (off.length === 0) return nothing('All four flags are on: the public is shut out already');
    const words = [
      `${off.join(', ')} will be on: public ACLs and policies count no more, and accounts of others that a public policy let in are shut out`,
      ...(website === null ? [] : ['It serves a website, which nobody outside can read from then on']),
    ];
    return change(words, [put(name, ALL)]);
  },
  restore: ({ target: { name }, before: { block } }) => [
    block === null
      ? call('s3', 'DeletePublicAccessBlock', { Bucket: name }, { action: 's3:PutBucketPublicAccessBlock' })
      : put(name, block.PublicAccessBlockConfiguration),
  ],
  holds: ({ block }) => block !== null && offOf(block.PublicAccessBlockConfiguration).length === 0,
});

const offOf = (now: Flags): string[] =>
  Object.keys(ALL).filter((flag) => now[flag as keyof typeof ALL] !== true);

const put = (Bucket: string, PublicAccessBlockConfiguration: Flags) =>
  call(
    's3',
    'PutPublicAccessBlock',
    { Bucket, PublicAccessBlockConfiguration },
    { action: 's3:PutBucketPublicAccessBlock' },
  );
