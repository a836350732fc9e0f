import { control } from '../../control.js';
import { type Statement, touchesAction } from '../../policy/index.js';
import { s3Bucket } from '../../resources/s3/bucket.js';
import { decideDoors, publicGrants, publicPolicy, USER_GUIDE } from './shared.js';

const BLOCKS = ['publicAccessBlock', 'accountPublicAccessBlock'] as const;

/** What changes a bucket or what is in it. */
const WRITES = [
  's3:Put*',
  's3:Delete*',
  's3:Create*',
  's3:Replicate*',
  's3:Restore*',
  's3:Update*',
  's3:AbortMultipartUpload',
  's3:BypassGovernanceRetention',
  's3:ObjectOwnerOverrideToBucketOwner',
];
const writes = (statement: Statement): boolean => WRITES.some((action) => touchesAction(statement, action));

export const bucketPublicAccess = control({
  id: 's3_bucket_public_access',
  on: s3Bucket,
  severity: 'critical',
  class: 'security',
  title: 'S3 bucket is open to the public',
  risk: 'Anybody on the Internet can list, read or change what is in the bucket.',
  remediation: {
    text: 'Block public access to the bucket, then take the public grants out of its policy and ACL.',
    steps: [
      'Switch all four settings of Block Public Access on: S3 then ignores the public grants at once.',
      'Remove the statements for everybody from the bucket policy, or limit them to accounts or networks.',
      'Remove the grants to AllUsers and AuthenticatedUsers from the ACL, or disable ACLs.',
    ],
    url: `${USER_GUIDE}/access-control-block-public-access.html`,
  },
  needs: [],
  weighs: ['acl', 'policy', ...BLOCKS],
  decide: (bucket) => decideDoors([publicGrants(bucket.acl), publicPolicy(bucket.policy)], bucket),
});

export const bucketPolicyPublicWriteAccess = control({
  id: 's3_bucket_policy_public_write_access',
  on: s3Bucket,
  severity: 'critical',
  class: 'security',
  title: 'S3 bucket policy lets anybody write',
  risk: 'Anybody can overwrite, delete or plant objects, which others then trust.',
  remediation: {
    text: 'Take writing actions out of the statements for everybody, or name those who may write.',
    url: `${USER_GUIDE}/example-bucket-policies.html`,
  },
  needs: [],
  weighs: ['policy', ...BLOCKS],
  decide: (bucket) => decideDoors([publicPolicy(bucket.policy, writes)], bucket),
});

export const bucketPublicListAcl = control({
  id: 's3_bucket_public_list_acl',
  on: s3Bucket,
  severity: 'critical',
  class: 'security',
  title: 'S3 bucket ACL lets anybody list the objects',
  risk: 'The names of all objects are known to everybody, and are where a search for readable ones begins.',
  remediation: {
    text: 'Remove the grants to AllUsers and AuthenticatedUsers, or disable ACLs.',
    url: `${USER_GUIDE}/acl-overview.html`,
  },
  needs: [],
  weighs: ['acl', ...BLOCKS],
  // on a bucket, READ is the permission to list its objects
  decide: (bucket) => decideDoors([publicGrants(bucket.acl, ['READ', 'FULL_CONTROL'])], bucket),
});

export const bucketPublicWriteAcl = control({
  id: 's3_bucket_public_write_acl',
  on: s3Bucket,
  severity: 'critical',
  class: 'security',
  title: 'S3 bucket ACL lets anybody write',
  risk: 'Anybody can add and overwrite objects, or give himself every permission.',
  remediation: {
    text: 'Remove the grants to AllUsers and AuthenticatedUsers, or disable ACLs.',
    url: `${USER_GUIDE}/acl-overview.html`,
  },
  needs: [],
  weighs: ['acl', ...BLOCKS],
  // who may write the ACL can grant himself the rest
  decide: (bucket) => decideDoors([publicGrants(bucket.acl, ['WRITE', 'WRITE_ACP', 'FULL_CONTROL'])], bucket),
});
