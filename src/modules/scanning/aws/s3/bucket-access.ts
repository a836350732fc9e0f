import { type Grant, type S3 } from '@aws-sdk/client-s3';
import { policyPart } from '../../domain/policy/index.js';
import { type BucketAcl } from '../../domain/resources/s3/bucket-parts.js';
import { byKey, text } from '../fields.js';
import { type Ask } from './ask.js';
import { toBlock } from './public-access-block.js';

/** Who may reach a bucket: the reads of these parts. */
export const accessParts = (s3: S3, Bucket: string, ask: Ask) => ({
  publicAccessBlock: () =>
    ask(async () => toBlock((await s3.getPublicAccessBlock({ Bucket })).PublicAccessBlockConfiguration), {
      absent: 'NoSuchPublicAccessBlockConfiguration',
    }),
  acl: () =>
    ask(async (): Promise<BucketAcl> => {
      const { Owner, Grants = [] } = await s3.getBucketAcl({ Bucket });
      return {
        ownerId: text(Owner?.ID),
        grants: byKey(Grants.map(toGrant), ({ grantee, permission }) => `${grantee.id} ${permission}`),
      };
    }),
  policy: () =>
    ask(async () => policyPart((await s3.getBucketPolicy({ Bucket })).Policy), {
      absent: 'NoSuchBucketPolicy',
    }),
  ownership: () =>
    ask(
      async () =>
        text(
          (await s3.getBucketOwnershipControls({ Bucket })).OwnershipControls?.Rules?.[0]?.ObjectOwnership,
        ),
      { absent: 'OwnershipControlsNotFoundError' },
    ),
  website: () =>
    ask(
      async () => {
        const { IndexDocument, RedirectAllRequestsTo } = await s3.getBucketWebsite({ Bucket });
        return {
          indexDocument: text(IndexDocument?.Suffix),
          redirectTo: text(RedirectAllRequestsTo?.HostName),
        };
      },
      { absent: 'NoSuchWebsiteConfiguration' },
    ),
});

const toGrant = ({ Grantee, Permission }: Grant): BucketAcl['grants'][number] => ({
  grantee: {
    type: Grantee?.Type ?? 'CanonicalUser',
    id: Grantee?.URI ?? Grantee?.ID ?? Grantee?.EmailAddress ?? '',
  },
  permission: Permission ?? '',
});
