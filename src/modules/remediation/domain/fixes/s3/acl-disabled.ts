import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';
import { BUCKET } from './shared.js';

const ACTION = 's3:PutBucketOwnershipControls';
const controls = z.object({ Rules: z.array(z.object({ ObjectOwnership: z.string() })) });

/** docs.aws.amazon.com/AmazonS3/latest/userguide/ensure-object-ownership.html: AWS asks for an ACL of the owner alone. */
export const disableAcls = fix({
  controls: ['s3_bucket_acl_prohibited'],
  type: BUCKET,
  title: 'Disable ACLs of the bucket',
  reads: {
    ownership: read(
      's3',
      'GetBucketOwnershipControls',
      z.object({ OwnershipControls: controls }),
      ({ name }) => ({ Bucket: name }),
      { absent: 'OwnershipControlsNotFoundError' },
    ),
    acl: read(
      's3',
      'GetBucketAcl',
      z.object({
        Owner: z.object({ ID: z.string().optional() }).optional(),
        Grants: z
          .array(
            z.object({
              Grantee: z.object({ ID: z.string().optional(), URI: z.string().optional() }).optional(),
              Permission: z.string().optional(),
            }),
          )
          .default([]),
      }),
      ({ name }) => ({ Bucket: name }),
      { isContext: true },
    ),
  },
  actions: [ACTION],
  plan: ({ target: { name }, state: { ownership, acl } }) => {
    const now = ownership?.OwnershipControls.Rules[0]?.ObjectOwnership;
    if (now === 'BucketOwnerEnforced') return nothing('They are disabled');
    const others = acl.Grants.filter(
      ({ Grantee }) => Grantee?.ID === undefined || Grantee.ID !== acl.Owner?.ID,
    );
    if (others.length > 0) {
      const named = others.map(
        ({ Grantee, Permission }) => `${Permission ?? '?'} to ${Grantee?.URI ?? Grantee?.ID ?? '?'}`,
      );
      return refuse(
        `Its ACL grants ${named.join(', ')}: write that into the bucket policy, and reset the ACL first`,
      );
    }
    return change(
      [
        `The bucket’s owner will own all objects, and ACLs count no more (now: ${now ?? 'ObjectWriter'})`,
        'Who got at single objects by their ACLs is shut out, and uploads that set ACLs fail',
      ],
      [put(name, { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] })],
    );
  },
  restore: ({ target: { name }, before: { ownership } }) => [
    ownership === null
      ? call('s3', 'DeleteBucketOwnershipControls', { Bucket: name }, { action: ACTION })
      : put(name, ownership.OwnershipControls),
  ],
});

const put = (Bucket: string, OwnershipControls: z.infer<typeof controls>) =>
  call('s3', 'PutBucketOwnershipControls', { Bucket, OwnershipControls });
